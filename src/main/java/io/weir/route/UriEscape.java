package io.weir.route;

/** How nginx escapes a path that it sends on changed ({@code ngx_escape_uri} with {@code NGX_ESCAPE_URI}). */
public final class UriEscape {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    /** What RFC 3986 does not allow in a URI, and besides the three that would be read as syntax: {@code # % ?}. */
    private static final boolean[] ESCAPED = new boolean[256];

    static {
        for (int c = 0; c < ESCAPED.length; c++) {
            ESCAPED[c] = c <= ' ' || c >= 0x7f || "\"#%<>?\\^`{|}".indexOf(c) >= 0;
        }
    }

    /** {@code NGX_ESCAPE_ARGS}: in arguments {@code &}, {@code +} and {@code ;} mean something too. */
    private static final boolean[] ESCAPED_IN_ARGS = ESCAPED.clone();

    static {
        for (char c : new char[] {'&', '+', ';'}) {
            ESCAPED_IN_ARGS[c] = true;
        }
    }

    private UriEscape() {}

    /**
     * Escapes once, with upper-case digits.
     *
     * @param bytes a decoded path as a byte string
     * @return the same instance when there is nothing to escape
     */
    public static String escape(String bytes) {
        for (int at = 0; at < bytes.length(); at++) {
            if (ESCAPED[bytes.charAt(at) & 0xff]) {
                return escapeFrom(bytes, at, ESCAPED);
            }
        }
        return bytes;
    }

    /** Escapes what becomes a part of the arguments ({@code NGX_ESCAPE_ARGS}). */
    public static String escapeArgs(String bytes) {
        return escapeFrom(bytes, 0, ESCAPED_IN_ARGS);
    }

    /**
     * Undoes escapes in a URL that a client is redirected to, up to its arguments: only of characters that need none
     * ({@code NGX_UNESCAPE_REDIRECT}).
     */
    public static String unescapeRedirect(String bytes) {
        StringBuilder out = new StringBuilder(bytes.length());
        for (int at = 0; at < bytes.length(); at++) {
            char c = bytes.charAt(at);
            int high = c == '%' && at + 2 < bytes.length() ? Character.digit(bytes.charAt(at + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes.charAt(at + 2), 16);
            if (c == '?') {
                return out.append(bytes, at, bytes.length()).toString();
            }
            if (low < 0) {
                out.append(c);
                continue;
            }
            char decoded = (char) (high << 4 | low);
            at += 2;
            if (decoded == '?') {
                return out.append(decoded).append(bytes, at + 1, bytes.length()).toString();
            }
            if (decoded > '%' && decoded < 0x7f) {
                out.append(decoded);
            } else {
                out.append(bytes, at - 2, at + 1);
            }
        }
        return out.toString();
    }

    private static String escapeFrom(String bytes, int first, boolean[] escaped) {
        StringBuilder out = new StringBuilder(bytes.length() + 16).append(bytes, 0, first);
        for (int at = first; at < bytes.length(); at++) {
            int c = bytes.charAt(at) & 0xff;
            if (escaped[c]) {
                out.append('%').append(HEX[c >> 4]).append(HEX[c & 0xf]);
            } else {
                out.append((char) c);
            }
        }
        return out.toString();
    }
}
