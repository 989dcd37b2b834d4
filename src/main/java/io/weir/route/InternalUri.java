package io.weir.route;

import org.jspecify.annotations.Nullable;

/**
 * A URI that a peer names for an internal redirect ({@code ngx_http_parse_unsafe_uri}): it is decoded like a request's, but
 * slashes are not merged and dots not resolved; what would climb is refused.
 *
 * @param uri decoded
 * @param args raw; null for none
 */
public record InternalUri(String uri, @Nullable String args) {

    /** @return null when it is unsafe: empty, without a path, with a NUL or with {@code ..} as a segment */
    public static @Nullable InternalUri parse(String value) {
        int question = value.indexOf('?');
        String path = question < 0 ? value : value.substring(0, question);
        if (path.isEmpty() || climbs(path)) {
            return null;
        }
        String decoded = path.indexOf('%') < 0 ? path : decode(path);
        if (decoded.indexOf('\0') >= 0 || climbs(decoded)) {
            return null;
        }
        return new InternalUri(decoded, question < 0 ? null : value.substring(question + 1));
    }

    private static boolean climbs(String path) {
        return path.equals("..") || path.startsWith("../") || path.contains("/../") || path.endsWith("/..");
    }

    /** What is no escape stays as it is. */
    private static String decode(String path) {
        StringBuilder out = new StringBuilder(path.length());
        for (int at = 0; at < path.length(); at++) {
            char c = path.charAt(at);
            int high = c == '%' && at + 2 < path.length() ? Character.digit(path.charAt(at + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(path.charAt(at + 2), 16);
            if (low < 0) {
                out.append(c);
            } else {
                out.append((char) (high << 4 | low));
                at += 2;
            }
        }
        return out.toString();
    }
}
