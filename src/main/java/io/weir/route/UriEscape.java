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
                return escapeFrom(bytes, at);
            }
        }
        return bytes;
    }

    private static String escapeFrom(String bytes, int first) {
        StringBuilder out = new StringBuilder(bytes.length() + 16).append(bytes, 0, first);
        for (int at = first; at < bytes.length(); at++) {
            int c = bytes.charAt(at) & 0xff;
            if (ESCAPED[c]) {
                out.append('%').append(HEX[c >> 4]).append(HEX[c & 0xf]);
            } else {
                out.append((char) c);
            }
        }
        return out.toString();
    }
}
