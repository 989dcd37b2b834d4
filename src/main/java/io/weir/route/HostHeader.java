package io.weir.route;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A valid host with its port, from a {@code Host} header, {@code :authority} or an absolute request target.
 *
 * @param name in lower case, without port and without one trailing dot; an IPv6 literal with its brackets ({@code
 *     $host}); never empty
 * @param port 1 to 65535, or 0 when there is none ({@code host} and {@code host:} alike, as in nginx)
 */
public record HostHeader(String name, int port) {

    private static final int MAX_PORT = 65535;

    /**
     * Letters, digits, and RFC 3986's other unreserved characters and sub-delims, less the dot, which has a rule of its
     * own.
     */
    private static final boolean[] NAME = new boolean[128];

    static {
        for (char c = 0; c < NAME.length; c++) {
            NAME[c] = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-_~!$&'()*+,;=".indexOf(c) >= 0;
        }
    }

    /**
     * Validates and splits, as nginx 1.31 does (older ones took more characters, and anything behind the colon).
     *
     * @param value the header's value, trimmed, a byte string
     * @return null when the value is invalid (empty, {@code ..}, other characters, port above 65535): the request gets
     *     400
     */
    public static @Nullable HostHeader parse(String value) {
        int end = value.startsWith("[") ? literalEnd(value) : nameEnd(value);
        if (end < 0) {
            return null;
        }
        int port = 0;
        if (end < value.length()) {
            port = value.charAt(end) == ':' ? port(value, end + 1) : -1;
            if (port < 0) {
                return null;
            }
        }
        int length = end > 0 && value.charAt(end - 1) == '.' ? end - 1 : end;
        if (length == 0) {
            return null;
        }
        return new HostHeader(value.substring(0, length).toLowerCase(Locale.ROOT), port);
    }

    /** The port as {@code $request_port} gives it: empty without one. */
    public String portText() {
        return port == 0 ? "" : Integer.toString(port);
    }

    private static int nameEnd(String value) {
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == ':') {
                return at;
            }
            boolean allowed = c == '.' ? !isDot(value, at - 1) : isNameCharacter(c) || c == '%';
            if (!allowed) {
                return -1;
            }
        }
        return value.length();
    }

    private static int literalEnd(String value) {
        for (int at = 1; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == ']') {
                return at + 1;
            }
            boolean allowed = c == '.' ? !isDot(value, at - 1) : isNameCharacter(c) || c == ':';
            if (!allowed) {
                return -1;
            }
        }
        return -1;
    }

    private static int port(String value, int start) {
        int port = 0;
        for (int at = start; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c < '0' || c > '9') {
                return -1;
            }
            port = port * 10 + c - '0';
            if (port > MAX_PORT) {
                return -1;
            }
        }
        return port;
    }

    private static boolean isDot(String value, int at) {
        return at >= 0 && value.charAt(at) == '.';
    }

    private static boolean isNameCharacter(char c) {
        return c < NAME.length && NAME[c];
    }
}
