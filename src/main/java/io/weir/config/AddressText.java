package io.weir.config;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Addresses as nginx writes them ({@code ngx_inet_ntop}): IPv6 shortened, without a zone. Never blocks. */
public final class AddressText {

    private static final int BYTES = 16;

    private AddressText() {}

    /** With its port, and brackets where that needs them; without a port when that is 0. */
    public static String withPort(InetSocketAddress address) {
        String text = of(address.getAddress());
        if (address.getPort() == 0) {
            return text;
        }
        return text.indexOf(':') < 0 ? text + ":" + address.getPort() : "[" + text + "]:" + address.getPort();
    }

    /** The address that a host in numbers is, IPv6 in brackets; null for a name. */
    static @Nullable InetAddress literal(String host) {
        boolean v6 = host.startsWith("[") && host.endsWith("]");
        try {
            return v6 ? Inet6Address.ofLiteral(host.substring(1, host.length() - 1)) : Inet4Address.ofLiteral(host);
        } catch (IllegalArgumentException name) {
            return null;
        }
    }

    /** {@code 192.0.2.1}, {@code 2001:db8::1}; without brackets. */
    public static String of(InetAddress address) {
        return address instanceof Inet6Address six ? inet6(six.getAddress()) : address.getHostAddress();
    }

    /** An IPv4 address of four numbers, or an IPv6 address without brackets and zone; null for any other text. */
    public static @Nullable InetAddress parse(String text) {
        boolean six = text.indexOf(':') >= 0;
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean hex = six && (c == ':' || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
            if (!digit && !hex && c != '.') {
                return null;
            }
            dots += c == '.' ? 1 : 0;
        }
        if (!six && dots != 3) {
            return null; // the JDK would take 10.1 for 10.0.0.1
        }
        try {
            return six ? Inet6Address.ofLiteral(text) : Inet4Address.ofLiteral(text);
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    private static String inet6(byte[] p) {
        int zero = -1;
        int longest = 1;
        for (int i = 0; i < BYTES; i += 2) {
            int run = zeroGroups(p, i);
            if (run > longest) {
                zero = i;
                longest = run;
            }
            i += 2 * Math.max(run - 1, 0);
        }
        boolean mapped = longest == 5 && p[10] == (byte) 0xff && p[11] == (byte) 0xff;
        boolean compatible = longest == 6 || (longest == 7 && p[14] != 0 && p[15] != 1);
        int hexEnd = zero == 0 && (mapped || compatible) ? BYTES - 4 : BYTES;
        StringBuilder text = new StringBuilder(40);
        if (zero == 0) {
            text.append(':');
        }
        for (int i = 0; i < hexEnd; i += 2) {
            if (i == zero) {
                text.append(':');
                i += (longest - 1) * 2;
                continue;
            }
            text.append(Integer.toHexString((p[i] & 0xff) << 8 | (p[i + 1] & 0xff)));
            if (i < BYTES - 2) {
                text.append(':');
            }
        }
        if (hexEnd < BYTES) {
            for (int i = hexEnd; i < BYTES; i++) {
                text.append(p[i] & 0xff).append(i < BYTES - 1 ? "." : "");
            }
        }
        return text.toString();
    }

    private static int zeroGroups(byte[] p, int start) {
        int groups = 0;
        while (start + 2 * groups < BYTES && p[start + 2 * groups] == 0 && p[start + 2 * groups + 1] == 0) {
            groups++;
        }
        return groups;
    }
}
