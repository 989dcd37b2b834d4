package io.weir.config;

import org.jspecify.annotations.Nullable;

/**
 * The text of an address taken apart ({@code ngx_parse_url}), not resolved.
 *
 * @param host a name, an IPv4 literal or an IPv6 literal in brackets; empty for a Unix socket
 * @param portText as written, or null
 * @param port as written, or the default
 * @param unixPath of a Unix socket, or null
 * @param uri what follows, beginning with {@code /} or {@code ?} (a Unix socket's as written); null when there is
 *     nothing
 */
record Endpoint(
        String host,
        @Nullable String portText,
        int port,
        @Nullable String unixPath,
        @Nullable String uri) {

    /** Bytes of sun_path on Linux, with the zero at the end. */
    private static final int UNIX_PATH_BYTES = 108;

    /** HOST[:PORT] or unix:PATH. The exceptions' messages are nginx's. */
    static Endpoint address(String text, int defaultPort) throws BadValue {
        return parse(text, defaultPort, text.length(), false);
    }

    /** HOST[:PORT][URI] or unix:PATH[:URI], what follows the scheme of a {@code proxy_pass}. */
    static Endpoint withUri(String text, int defaultPort) throws BadValue {
        return parse(text, defaultPort, uriStart(text), true);
    }

    private static int uriStart(String text) {
        int slash = text.indexOf('/');
        int question = text.indexOf('?');
        int start = slash < 0 || (question >= 0 && question < slash) ? question : slash;
        return start < 0 ? text.length() : start;
    }

    private static Endpoint parse(String text, int defaultPort, int uriStart, boolean uriAllowed) throws BadValue {
        if (text.regionMatches(true, 0, "unix:", 0, 5)) {
            int colon = uriAllowed ? text.indexOf(':', 5) : -1;
            String path = colon < 0 ? text.substring(5) : text.substring(5, colon);
            return new Endpoint("", null, 0, unixPath(path), colon < 0 ? null : text.substring(colon + 1));
        }
        if (!uriAllowed && (text.indexOf('/') >= 0 || text.indexOf('?') >= 0)) {
            throw new BadValue("invalid host");
        }
        String authority = text.substring(0, uriStart);
        String uri = uriStart == text.length() ? null : text.substring(uriStart);
        int hostEnd = hostEnd(authority);
        String host = authority.substring(0, hostEnd);
        if (hostEnd == authority.length()) {
            if (host.isEmpty()) {
                throw new BadValue("no host");
            }
            return new Endpoint(host, null, defaultPort, null, uri);
        }
        String portText = authority.substring(hostEnd + 1);
        int port = port(portText, 1);
        if (host.isEmpty()) {
            throw new BadValue("no host");
        }
        return new Endpoint(host, portText, port, null, uri);
    }

    /** Where the host ends: at the end or at the colon before the port. */
    static int hostEnd(String authority) throws BadValue {
        if (authority.startsWith("[")) {
            int end = authority.indexOf(']') + 1;
            boolean well = end > 0 && (end == authority.length() || authority.charAt(end) == ':');
            if (!well) {
                throw new BadValue("invalid host");
            }
            return end;
        }
        int colon = authority.indexOf(':');
        return colon < 0 ? authority.length() : colon;
    }

    static int port(String text, int min) throws BadValue {
        long port;
        try {
            port = Units.number(text);
        } catch (BadValue _) {
            throw new BadValue("invalid port");
        }
        if (port < min || port > 65535) {
            throw new BadValue("invalid port");
        }
        return (int) port;
    }

    static String unixPath(String path) throws BadValue {
        if (path.isEmpty()) {
            throw new BadValue("no path in the unix domain socket");
        }
        if (ByteStrings.of(path).length() >= UNIX_PATH_BYTES) {
            throw new BadValue("too long path in the unix domain socket");
        }
        return path;
    }
}
