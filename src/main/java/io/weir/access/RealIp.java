package io.weir.access;

import io.weir.config.AccessSettings;
import io.weir.config.AddressRange;
import io.weir.config.AddressText;
import io.weir.exchange.Admission;
import io.weir.exchange.Downstream;
import io.weir.exchange.Exchange;
import io.weir.exchange.RealIpSide;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client's address as a trusted proxy names it: {@code ngx_http_realip_handler}. */
public final class RealIp {

    private RealIp() {}

    /** Gives the exchange another client address if the settings and the request say so; once for a request. */
    public static void apply(Exchange exchange, AccessSettings.@Nullable RealIp settings) {
        if (settings == null || exchange.isSubrequest()) {
            return;
        }
        Admission known = exchange.admissionIfAny();
        if (known != null && known.realIp() != null) {
            return;
        }
        Downstream client = exchange.downstream();
        List<String> values = client.fields().getValuesList(settings.header());
        if (values.isEmpty()) {
            return;
        }
        // A field other than X-Forwarded-For counts once.
        List<String> lines = settings.listed() ? values.reversed() : List.of(values.getFirst());
        InetSocketAddress named = named(client.remoteAddress(), lines, settings);
        if (named != null) {
            RealIpSide side = new RealIpSide(client, named);
            exchange.admission().realIp(side);
            exchange.filter(side);
        }
    }

    /**
     * Walks the list of addresses from its end, as long as who has named the next one is trusted.
     *
     * @param lines the field's values, the last first
     * @return null when the connection's own address stays
     */
    static @Nullable InetSocketAddress named(
            SocketAddress connection, List<String> lines, AccessSettings.RealIp settings) {
        SocketAddress current = connection;
        InetSocketAddress named = null;
        for (String line : lines) {
            int end = line.length();
            do {
                if (!trusts(settings.trusted(), current)) {
                    return named;
                }
                while (end > 1 && isSeparator(line.charAt(end - 1))) {
                    end--;
                }
                int start = end;
                // nginx does not look at the first character: a list that begins with a comma has no first address.
                while (start > 0 && (start == 1 || !isSeparator(line.charAt(start - 1)))) {
                    start--;
                }
                InetSocketAddress next = parse(line.substring(start, end));
                if (next == null) {
                    return named;
                }
                current = next;
                named = next;
                end = start - 1;
            } while (settings.recursive() && end > 0);
            if (!settings.recursive()) {
                return named;
            }
        }
        return named;
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == ',';
    }

    private static boolean trusts(List<AddressRange> trusted, SocketAddress address) {
        for (AddressRange range : trusted) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** {@code ngx_parse_addr_port}: an address alone, or with a port; IPv6 in brackets where there is a port. */
    static @Nullable InetSocketAddress parse(String text) {
        InetAddress alone = AddressText.parse(text);
        if (alone != null) {
            return new InetSocketAddress(alone, 0);
        }
        boolean brackets = text.startsWith("[");
        int colon = brackets ? text.indexOf(']') + 1 : text.indexOf(':');
        if (colon <= 0 || colon >= text.length() || text.charAt(colon) != ':') {
            return null;
        }
        InetAddress address = AddressText.parse(brackets ? text.substring(1, colon - 1) : text.substring(0, colon));
        int port = port(text.substring(colon + 1));
        return address == null || port < 1 ? null : new InetSocketAddress(address, port);
    }

    private static int port(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int port = Integer.parseInt(text);
        return port > 65_535 ? -1 : port;
    }
}
