package io.weir.server;

import java.util.Arrays;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;

/**
 * The last head of a connection, as bytes and as what they meant. Clients that keep a connection send mostly the same lines
 * again, often the same head: comparing bytes is many times cheaper than parsing them and making strings. Large heads are not
 * remembered, since an idle connection would hold them. Confined to the connection's thread.
 */
final class LastHead {

    private static final int LARGEST = 2048;
    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    /** Where each line ends, the request line first, without the empty line at the end. */
    private int[] ends = {};

    private @Nullable ParsedHead head;
    /** The next line to compare with: the new head's lines mostly come in the same order. */
    private int cursor;

    void forget() {
        head = null;
        bytes = NOTHING;
    }

    /**
     * @param start where a head begins
     * @param limit where the input ends
     * @return the head if all of it is here and the same as the last; else null, and lines can be compared
     */
    @Nullable
    ParsedHead ifSame(byte[] in, int start, int limit) {
        cursor = 0;
        return head != null && begins(in, start, limit, 0, bytes.length) ? head : null;
    }

    /** @return the last request line if this is the same; call it before any field */
    @Nullable
    RequestLine ifSameLine(byte[] in, int start, int limit) {
        return head != null && begins(in, start, limit, 0, ends[0]) ? head.line() : null;
    }

    /**
     * The last head's field whose line this is. Lines that are new, changed or missing are stepped over.
     *
     * @return null for another line
     */
    @Nullable
    HttpField ifSameField(byte[] in, int start, int limit) {
        if (head == null) {
            return null;
        }
        for (int field = cursor; field < Math.min(cursor + 2, ends.length - 1); field++) {
            if (begins(in, start, limit, ends[field], ends[field + 1])) {
                cursor = field + 1;
                return head.fields().getField(field);
            }
        }
        return null;
    }

    /** Tells of a field that had to be parsed: when it is the next one with another value, that one is passed by. */
    void other(HttpField parsed) {
        if (head != null && cursor < ends.length - 1) {
            HttpField next = head.fields().getField(cursor);
            if (next != null && next.getName().equals(parsed.getName())) {
                cursor++;
            }
        }
    }

    /** How long the line is that {@link #ifSameField} has just found. */
    int matched() {
        return ends[cursor] - ends[cursor - 1];
    }

    /** How long the last request line is. */
    int requestLineLength() {
        return ends[0];
    }

    /**
     * @param start where its bytes begin
     * @param lineEnds counted from there, the request line's first
     * @param count of lines, without the empty one
     */
    void remember(ParsedHead parsed, byte[] in, int start, int[] lineEnds, int count) {
        if (parsed.length() > LARGEST) {
            forget();
            return;
        }
        head = parsed;
        bytes = Arrays.copyOfRange(in, start, start + parsed.length());
        ends = Arrays.copyOf(lineEnds, count);
    }

    private boolean begins(byte[] in, int start, int limit, int from, int to) {
        return limit - start >= to - from && Arrays.equals(in, start, start + to - from, bytes, from, to);
    }
}
