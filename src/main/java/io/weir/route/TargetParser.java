package io.weir.route;

import org.jspecify.annotations.Nullable;

/** The grammar of nginx's request line, less the method and the version. Stateless. */
final class TargetParser {

    private TargetParser() {}

    static ParsedTarget parse(String target, boolean mergeSlashes) {
        if (target.isEmpty()) {
            return InvalidTarget.REQUEST;
        }
        char first = target.charAt(0);
        if (first == '/') {
            return path(target, 0, null, mergeSlashes);
        }
        return isLetter(first) ? absolute(target, mergeSlashes) : InvalidTarget.REQUEST;
    }

    static ParsedTarget parseAuthority(String target) {
        int end = hostEnd(target, 0);
        if (end < 0 || end == target.length() || target.charAt(end) != ':') {
            return InvalidTarget.REQUEST;
        }
        int port = end + 1;
        if (port == target.length() || portEnd(target, port) != target.length()) {
            return InvalidTarget.REQUEST;
        }
        HostHeader host = HostHeader.parse(target);
        return host == null ? InvalidTarget.HOST : new RequestTarget("", "", null, host, false, true);
    }

    /** {@code scheme://host[:port][/path][?args]}; any scheme will do, and nginx ignores which. */
    private static ParsedTarget absolute(String target, boolean mergeSlashes) {
        int colon = 1;
        while (colon < target.length() && isSchemeCharacter(target.charAt(colon))) {
            colon++;
        }
        if (!target.startsWith("://", colon)) {
            return InvalidTarget.REQUEST;
        }
        int start = colon + 3;
        int end = hostEnd(target, start);
        if (end < 0) {
            return InvalidTarget.REQUEST;
        }
        if (end < target.length() && target.charAt(end) == ':') {
            end = portEnd(target, end + 1);
        }
        if (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            return InvalidTarget.REQUEST;
        }
        HostHeader host = HostHeader.parse(target.substring(start, end));
        if (host == null) {
            return InvalidTarget.HOST;
        }
        if (end == target.length()) {
            // nginx takes a slash of "://" for the raw URI here, so that it counts as received.
            return new RequestTarget("/", "/", null, host, false, true);
        }
        return path(target, end, host, mergeSlashes);
    }

    /** Where the host ends; -1 for a bad literal. The characters are fewer than in a Host header: no underscore. */
    private static int hostEnd(String target, int start) {
        int at = start;
        if (at < target.length() && target.charAt(at) == '[') {
            int close = target.indexOf(']', at);
            return close < 0 ? -1 : close + 1;
        }
        while (at < target.length() && isHostCharacter(target.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int portEnd(String target, int start) {
        int at = start;
        while (at < target.length() && isDigit(target.charAt(at))) {
            at++;
        }
        return at;
    }

    /** From the first slash, or the question mark of an empty path, to the end. */
    private static ParsedTarget path(String target, int start, @Nullable HostHeader host, boolean mergeSlashes) {
        int pathEnd = -1;
        int argsEnd = -1;
        boolean quoted = false;
        boolean complex = false;
        char before = 0;
        for (int at = start; at < target.length(); at++) {
            char c = target.charAt(at);
            // nginx refuses these wherever they stand, behind a "#" too; a space would end the target.
            if (c <= ' ' || c == 0x7f || c > 0xff) {
                return InvalidTarget.REQUEST;
            }
            if (pathEnd < 0) {
                switch (c) {
                    case '?' -> pathEnd = at;
                    case '#' -> {
                        pathEnd = at;
                        argsEnd = at;
                    }
                    case '%' -> quoted = true;
                    case '/', '.' -> complex |= before == '/';
                    default -> {}
                }
                before = c;
            } else if (c == '#' && argsEnd < 0) {
                argsEnd = at;
            }
        }
        pathEnd = pathEnd < 0 ? target.length() : pathEnd;
        argsEnd = argsEnd < 0 ? target.length() : argsEnd;

        String uri;
        if (pathEnd == start) {
            uri = "/";
        } else if (quoted || complex) {
            String normal = UriNormalizer.normalize(target, start, pathEnd, mergeSlashes);
            if (normal == null) {
                return InvalidTarget.PATH;
            }
            uri = normal;
        } else {
            uri = target.substring(start, pathEnd);
        }
        // Nothing behind the question mark is no arguments at all; a fragment is not nothing, though it is no argument
        // either.
        String args =
                pathEnd < argsEnd && pathEnd + 1 < target.length() ? target.substring(pathEnd + 1, argsEnd) : null;
        return new RequestTarget(target.substring(start), uri, args, host, quoted, pathEnd != start);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSchemeCharacter(char c) {
        return isLetter(c) || isDigit(c) || c == '+' || c == '-' || c == '.';
    }

    private static boolean isHostCharacter(char c) {
        return isLetter(c) || isDigit(c) || c == '-' || c == '.';
    }
}
