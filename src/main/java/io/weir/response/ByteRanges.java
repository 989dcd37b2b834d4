package io.weir.response;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code Range} as nginx does ({@code ngx_http_range_parse}), which is stricter than others about what is malformed
 * and more generous about what it answers with the whole.
 */
final class ByteRanges {

    /** @param end the byte behind the last one */
    record ByteRange(long start, long end) {}

    /** What a client asks for. */
    sealed interface Wanted {

        /** At least one range, in the client's order. */
        record Ranges(List<ByteRange> ranges) implements Wanted {}

        /** The field does not count. */
        record Everything() implements Wanted {}

        /** No byte of any range exists, or the field is malformed. */
        record Unsatisfiable() implements Wanted {}

        Wanted EVERYTHING = new Everything();
        Wanted UNSATISFIABLE = new Unsatisfiable();
    }

    private static final String UNIT = "bytes=";
    private static final long MALFORMED = -1;

    private final String text;
    private final long length;
    private int at = UNIT.length();

    private ByteRanges(String text, long length) {
        this.text = text;
        this.length = length;
    }

    /** Whether a field's value is of the only kind that nginx looks at. */
    static boolean isBytes(String value) {
        return value.length() > UNIT.length() && value.regionMatches(true, 0, UNIT, 0, UNIT.length());
    }

    /**
     * @param value for which {@link #isBytes} holds
     * @param length of the whole body
     * @param max {@code max_ranges}: more of them, or more bytes than the body has, and the client gets the whole
     */
    static Wanted parse(String value, long length, int max) {
        return new ByteRanges(value, length).parse(max);
    }

    private Wanted parse(int max) {
        List<ByteRange> ranges = new ArrayList<>(1);
        long sum = 0;
        do {
            ByteRange range = range();
            if (range == null) {
                return Wanted.UNSATISFIABLE;
            }
            if (range.start < range.end) {
                if (ranges.size() == max) {
                    return Wanted.EVERYTHING;
                }
                ranges.add(range);
                sum += range.end - range.start;
                if (sum < 0) {
                    return Wanted.UNSATISFIABLE;
                }
            } else if (range.start == 0) {
                return Wanted.EVERYTHING; // of an empty body
            }
        } while (comma());
        if (ranges.isEmpty()) {
            return Wanted.UNSATISFIABLE;
        }
        return sum > length ? Wanted.EVERYTHING : new Wanted.Ranges(ranges);
    }

    /** @return one range, perhaps an empty one; null when it is malformed */
    private @Nullable ByteRange range() {
        skipBlanks();
        if (here() == '-') {
            at++;
            long suffix = number();
            return suffix == MALFORMED || !atEnd() ? null : new ByteRange(Math.max(0, length - suffix), length);
        }
        long start = number();
        if (start == MALFORMED) {
            return null;
        }
        skipBlanks();
        if (here() != '-') {
            return null;
        }
        at++;
        skipBlanks();
        if (here() == ',' || here() == 0) {
            return new ByteRange(start, length);
        }
        long last = number();
        return last == MALFORMED || !atEnd() ? null : new ByteRange(start, last >= length ? length : last + 1);
    }

    private boolean atEnd() {
        skipBlanks();
        return here() == ',' || here() == 0;
    }

    private boolean comma() {
        return text.length() > at && text.charAt(at++) == ',';
    }

    private long number() {
        int first = at;
        long value = 0;
        while (here() >= '0' && here() <= '9') {
            int digit = here() - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return MALFORMED;
            }
            value = value * 10 + digit;
            at++;
        }
        return at == first ? MALFORMED : value;
    }

    private void skipBlanks() {
        while (here() == ' ') {
            at++;
        }
    }

    /** The character here; 0 at the end. */
    private char here() {
        return at < text.length() ? text.charAt(at) : 0;
    }
}
