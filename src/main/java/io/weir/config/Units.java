package io.weir.config;

/** nginx's notations for numbers, sizes and times ({@code ngx_atoi}, {@code ngx_parse.c}). */
final class Units {

    private Units() {}

    /** Digits only. */
    static long number(String text) throws BadValue {
        if (text.isEmpty()) {
            throw new BadValue("no digits");
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new BadValue("not a digit");
            }
            value = add(times(value, 10), c - '0');
        }
        return value;
    }

    /** Bytes, with the suffix k or m. */
    static long size(String text) throws BadValue {
        return scaled(text, false);
    }

    /** Bytes, with the suffix k, m or g: what nginx takes where a file or body is meant. */
    static long offset(String text) throws BadValue {
        return scaled(text, true);
    }

    private static long scaled(String text, boolean giga) throws BadValue {
        if (text.isEmpty()) {
            throw new BadValue("no digits");
        }
        int shift = switch (text.charAt(text.length() - 1)) {
            case 'k', 'K' -> 10;
            case 'm', 'M' -> 20;
            case 'g', 'G' -> giga ? 30 : 0;
            default -> 0;
        };
        String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
        return times(number(digits), 1L << shift);
    }

    /** A time in milliseconds; units w, d, h, m, s, ms from large to small, a bare number is seconds. */
    static long milliseconds(String text) throws BadValue {
        return time(text, false);
    }

    /** A time in whole seconds; units y, M, w, d, h, m, s from large to small. */
    static long seconds(String text) throws BadValue {
        return time(text, true);
    }

    /** The units in the order in which they may follow each other. */
    private enum Unit {
        START(0),
        YEAR(365 * 24 * 3600),
        MONTH(30 * 24 * 3600),
        WEEK(7 * 24 * 3600),
        DAY(24 * 3600),
        HOUR(3600),
        MINUTE(60),
        SECOND(1),
        MILLISECOND(0),
        LAST(1);

        private final long seconds;

        Unit(long seconds) {
            this.seconds = seconds;
        }
    }

    /** ngx_parse_time: in milliseconds, years and months are refused as there. */
    private static long time(String text, boolean inSeconds) throws BadValue {
        Unit step = inSeconds ? Unit.START : Unit.MONTH;
        long total = 0;
        int at = 0;
        int digits = at;
        boolean valid = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                valid = true;
                at++;
                continue;
            }
            long value = digits == at ? 0 : number(text.substring(digits, at));
            boolean milli = c == 'm' && at + 1 < text.length() && text.charAt(at + 1) == 's';
            Unit unit = milli ? Unit.MILLISECOND : unit(c);
            // A blank ends the units: what follows is seconds.
            Unit limit = unit == Unit.LAST ? Unit.SECOND : unit;
            if (step.compareTo(limit) >= 0 || (milli && inSeconds)) {
                throw new BadValue("units out of order");
            }
            total = add(total, milli ? value : times(value, unit.seconds * (inSeconds ? 1 : 1000)));
            step = unit;
            at += milli ? 2 : 1;
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            digits = at;
        }
        if (!valid) {
            throw new BadValue("no digits");
        }
        long rest = digits == at ? 0 : number(text.substring(digits, at));
        return add(total, times(rest, inSeconds ? 1 : 1000));
    }

    private static Unit unit(char c) throws BadValue {
        return switch (c) {
            case 'y' -> Unit.YEAR;
            case 'M' -> Unit.MONTH;
            case 'w' -> Unit.WEEK;
            case 'd' -> Unit.DAY;
            case 'h' -> Unit.HOUR;
            case 'm' -> Unit.MINUTE;
            case 's' -> Unit.SECOND;
            case ' ' -> Unit.LAST;
            default -> throw new BadValue("unknown unit");
        };
    }

    private static long times(long a, long b) throws BadValue {
        if (Math.multiplyHigh(a, b) != 0 || a * b < 0) {
            throw new BadValue("too large");
        }
        return a * b;
    }

    private static long add(long a, long b) throws BadValue {
        if (a + b < 0) {
            throw new BadValue("too large");
        }
        return a + b;
    }
}
