package io.weir.server;

import io.weir.route.InvalidTarget;
import io.weir.route.ParsedTarget;
import io.weir.route.RequestTarget;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request line by the rules of nginx's {@code ngx_http_parse_request_line}. What is wrong first, from left to right,
 * decides about the answer. Confined to the connection's thread.
 */
final class RequestLineParser {

    private static final byte[] PROTOCOL = {'H', 'T', 'T', 'P', '/'};

    private @Nullable Rejection rejection;
    private @Nullable String method;
    private @Nullable String protocol;

    /** Forgets the last line. */
    void release() {
        rejection = null;
        method = null;
        protocol = null;
    }

    /** Why the last line was not taken. */
    @Nullable
    Rejection rejection() {
        return rejection;
    }

    /** Of the last line, however it goes on; empty when it does not begin with a method. */
    String method() {
        return method == null ? "" : method;
    }

    /** The version of the last line as received: null without one, empty when there is something else. */
    @Nullable
    String protocol() {
        return protocol;
    }

    /** Whether bytes that are no whole line yet can become one: what is no method is answered before its line ends. */
    static boolean mayBecomeLine(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && isMethodCharacter(bytes[at])) {
            at++;
        }
        return at == end || (at > start && bytes[at] == ' ');
    }

    /**
     * Parses a line.
     *
     * @param start its first byte, which is neither CR nor LF
     * @param lineFeed its last
     * @param mergeSlashes see {@link RequestTarget#parse}
     * @return null when it is not taken, see {@link #rejection}
     */
    @Nullable
    RequestLine parse(byte[] bytes, int start, int lineFeed, boolean mergeSlashes) {
        release();
        int at = start;
        while (isMethodCharacter(bytes[at])) {
            at++;
        }
        if (at == start || bytes[at] != ' ') {
            return reject(Rejection.METHOD);
        }
        method = method(bytes, start, at);
        at = afterSpaces(bytes, at);
        int targetStart = at;
        while (bytes[at] != ' ' && bytes[at] != '\r' && bytes[at] != '\n') {
            at++;
        }
        String target = text(bytes, targetStart, at);
        ParsedTarget parsed = target(method, target, bytes[at], mergeSlashes);
        if (parsed instanceof InvalidTarget(var why, boolean wellFormed) && !wellFormed) {
            return reject(Rejection.malformed(400, why));
        }
        at = afterSpaces(bytes, at);
        protocol = bytes[at] == 'H' ? "" : null;
        HttpVersion version = isLineEnd(bytes, at, lineFeed) ? HttpVersion.HTTP_0_9 : version(bytes, at, lineFeed);
        if (version == null) {
            return null;
        }
        if (version == HttpVersion.HTTP_0_9 && !method.equals("GET")) {
            return reject(Rejection.METHOD_09);
        }
        return switch (parsed) {
            case InvalidTarget invalid -> reject(new Rejection(400, invalid.why()));
            case RequestTarget valid -> {
                int end = bytes[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
                yield new RequestLine(method, valid, version, protocol, text(bytes, start, end));
            }
        };
    }

    /** @param next the byte behind the target */
    private static ParsedTarget target(String method, String target, byte next, boolean mergeSlashes) {
        boolean connect = method.equals("CONNECT");
        ParsedTarget parsed =
                connect ? RequestTarget.parseAuthority(target) : RequestTarget.parse(target, mergeSlashes);
        // Behind a bare host nginx wants a blank: such a line cannot be one of HTTP/0.9.
        boolean unfinished = parsed instanceof RequestTarget valid
                && next != ' '
                && valid.host() != null
                && endsWithHost(valid, target);
        return unfinished ? InvalidTarget.REQUEST : parsed;
    }

    private static boolean endsWithHost(RequestTarget valid, String target) {
        return valid.raw().isEmpty() || (valid.raw().equals("/") && !target.endsWith("/"));
    }

    /** From the H to the line's end: major 1, a dot, one to three digits, any number of blanks. */
    private @Nullable HttpVersion version(byte[] bytes, int start, int lineFeed) {
        int at = start;
        for (byte expected : PROTOCOL) {
            if (bytes[at++] != expected) {
                return noVersion(Rejection.REQUEST);
            }
        }
        if (bytes[at] < '1' || bytes[at] > '9') {
            return noVersion(Rejection.REQUEST);
        }
        if (bytes[at] > '1' || isDigit(bytes[at + 1])) {
            return noVersion(Rejection.VERSION); // 2 and above, 10 and above
        }
        if (bytes[++at] != '.' || !isDigit(bytes[++at])) {
            return noVersion(Rejection.REQUEST);
        }
        int minor = 0;
        while (isDigit(bytes[at])) {
            if (minor > 99) {
                return noVersion(Rejection.REQUEST);
            }
            minor = minor * 10 + bytes[at++] - '0';
        }
        if (!isLineEnd(bytes, afterSpaces(bytes, at), lineFeed)) {
            return noVersion(Rejection.REQUEST);
        }
        protocol = protocol(bytes, start, bytes[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed);
        return minor == 0 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
    }

    private @Nullable RequestLine reject(Rejection why) {
        rejection = why;
        return null;
    }

    private @Nullable HttpVersion noVersion(Rejection why) {
        rejection = why;
        return null;
    }

    private static String method(byte[] bytes, int start, int end) {
        // Nearly every request: no string is made.
        if (end - start == 3 && bytes[start] == 'G' && bytes[start + 1] == 'E' && bytes[start + 2] == 'T') {
            return "GET";
        }
        return text(bytes, start, end);
    }

    /** As {@link #method}. */
    private static String protocol(byte[] bytes, int start, int end) {
        String usual = HttpVersion.HTTP_1_1.asString();
        boolean same = end - start == usual.length() && bytes[end - 1] == '1' && bytes[end - 2] == '.';
        return same ? usual : text(bytes, start, end);
    }

    private static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private static int afterSpaces(byte[] bytes, int start) {
        int at = start;
        while (bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    private static boolean isLineEnd(byte[] bytes, int at, int lineFeed) {
        return at == lineFeed || (at + 1 == lineFeed && bytes[at] == '\r');
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isMethodCharacter(byte b) {
        return (b >= 'A' && b <= 'Z') || b == '_' || b == '-';
    }
}
