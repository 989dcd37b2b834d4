package io.weir.route;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * nginx's one pass over a path: decode, merge slashes, resolve dot segments. An escaped slash or dot acts like a plain
 * one; the characters that would mean something else in a path ({@code % # ?}) stay literal when they come from an
 * escape.
 */
final class UriNormalizer {

    private final byte[] out;
    private final boolean mergeSlashes;
    private int length;
    /** Where the segment begins that is being written: just behind a slash. */
    private int segment;

    private UriNormalizer(int capacity, boolean mergeSlashes) {
        this.out = new byte[capacity];
        this.mergeSlashes = mergeSlashes;
    }

    /**
     * @param start where the path's first slash is
     * @param end where the query, the fragment or the text ends
     * @return null when an escape is broken or NUL, or when {@code ..} leads above the root
     */
    static @Nullable String normalize(String text, int start, int end, boolean mergeSlashes) {
        UriNormalizer path = new UriNormalizer(end - start, mergeSlashes);
        for (int at = start; at < end; at++) {
            int c = text.charAt(at);
            if (c == '%') {
                c = at + 2 < end ? hex(text.charAt(at + 1)) << 4 | hex(text.charAt(at + 2)) : -1;
                if (c <= 0) {
                    return null;
                }
                at += 2;
            }
            if (c == '/') {
                if (!path.slash()) {
                    return null;
                }
            } else {
                path.out[path.length++] = (byte) c;
            }
        }
        return path.resolveDots() ? new String(path.out, 0, path.length, StandardCharsets.ISO_8859_1) : null;
    }

    private boolean slash() {
        int before = length;
        if (!resolveDots()) {
            return false;
        }
        boolean wasDots = length != before;
        boolean empty = length > 0 && length == segment;
        // Behind dots the slash before them is still there; behind an empty segment merging drops the second one.
        if (!wasDots && !(empty && mergeSlashes)) {
            out[length++] = '/';
        }
        segment = length;
        return true;
    }

    /** Takes a segment "." or ".." away, with ".." its parent too; false when there is none. */
    private boolean resolveDots() {
        int size = length - segment;
        if (size == 1 && out[segment] == '.') {
            length = segment;
        } else if (size == 2 && out[segment] == '.' && out[segment + 1] == '.') {
            int parent = segment - 2;
            while (parent >= 0 && out[parent] != '/') {
                parent--;
            }
            if (parent < 0) {
                return false;
            }
            length = parent + 1;
            segment = length;
        }
        return true;
    }

    /** Negative for anything but a hexadecimal digit, which keeps the combined value negative. */
    private static int hex(char c) {
        return c <= 0x7f ? Character.digit(c, 16) : -1;
    }
}
