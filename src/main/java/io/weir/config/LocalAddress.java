package io.weir.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The value of {@code proxy_bind} ({@code ngx_parse_addr_port}): literal addresses only, so that nothing blocks. */
public final class LocalAddress {

    private LocalAddress() {}

    /** @return null for what is no address; port 0 when there is none */
    public static @Nullable InetSocketAddress parse(String text) {
        InetAddress alone = literal(text);
        if (alone != null) {
            return new InetSocketAddress(alone, 0);
        }
        boolean brackets = text.startsWith("[");
        int end = brackets ? text.indexOf("]:") : text.indexOf(':');
        if (end < 0) {
            return null;
        }
        InetAddress address = literal(text.substring(brackets ? 1 : 0, end));
        try {
            int port = Endpoint.port(text.substring(end + (brackets ? 2 : 1)), 1);
            return address == null ? null : new InetSocketAddress(address, port);
        } catch (BadValue invalidPort) {
            return null;
        }
    }

    private static @Nullable InetAddress literal(String text) {
        boolean four = text.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        boolean six = text.indexOf(':') >= 0 && text.matches("[0-9A-Fa-f:.]+");
        try {
            return four || six ? InetAddress.ofLiteral(text) : null;
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }
}
