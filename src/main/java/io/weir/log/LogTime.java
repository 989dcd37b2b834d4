package io.weir.log;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The forms of the current time that logs use, formatted once a second. Safe for all threads: the cached second is one
 * immutable value, and two threads that format the same second at once do no harm.
 */
public final class LogTime {

    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private final InstantSource clock;
    private final ZoneId zone;
    private volatile Second last;

    /**
     * One second, formatted.
     *
     * @param epochSecond which
     * @param local {@code $time_local}: {@code 22/Nov/2026:04:00:00 +0100}
     * @param iso8601 {@code $time_iso8601}: {@code 2026-11-22T04:00:00+01:00}
     * @param errorLog as error lines begin: {@code 2026/11/22 04:00:00}
     */
    public record Second(long epochSecond, String local, String iso8601, String errorLog) {}

    /** A clock in the given zone. nginx writes the time of the machine's zone. */
    public LogTime(InstantSource clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
        this.last = format(Math.floorDiv(clock.millis(), 1000L));
    }

    /** The machine's clock and zone. */
    public static LogTime system() {
        return new LogTime(InstantSource.system(), ZoneId.systemDefault());
    }

    /** The current second. */
    public Second now() {
        return at(clock.millis());
    }

    /** The second of a time in milliseconds since the epoch. */
    public Second at(long epochMillis) {
        long second = Math.floorDiv(epochMillis, 1000L);
        Second cached = last;
        if (cached.epochSecond != second) {
            cached = format(second);
            last = cached;
        }
        return cached;
    }

    /** {@code $msec}: seconds since the epoch with milliseconds, {@code 1795320000.042}. Now, not cached. */
    public String msec() {
        return seconds(clock.millis());
    }

    /**
     * Milliseconds as nginx writes times: {@code s.mmm}, at least one digit before the point; negative ones as 0.
     *
     * @param millis a span or a time since the epoch
     */
    public static String seconds(long millis) {
        long positive = Math.max(millis, 0);
        int fraction = (int) (positive % 1000);
        StringBuilder out = new StringBuilder(16).append(positive / 1000).append('.');
        out.append((char) ('0' + fraction / 100));
        return two(out, fraction % 100).toString();
    }

    private Second format(long epochSecond) {
        ZonedDateTime time = Instant.ofEpochSecond(epochSecond).atZone(zone);
        int offset = time.getOffset().getTotalSeconds() / 60;
        char sign = offset < 0 ? '-' : '+';
        int hours = Math.abs(offset) / 60;
        int minutes = Math.abs(offset) % 60;

        StringBuilder local = two(new StringBuilder(32), time.getDayOfMonth()).append('/');
        local.append(MONTHS[time.getMonthValue() - 1])
                .append('/')
                .append(time.getYear())
                .append(':');
        two(two(clock(local, time).append(' ').append(sign), hours), minutes);

        StringBuilder iso = date(new StringBuilder(32), time, '-').append('T');
        two(two(clock(iso, time).append(sign), hours).append(':'), minutes);

        StringBuilder error = clock(date(new StringBuilder(20), time, '/').append(' '), time);
        return new Second(epochSecond, local.toString(), iso.toString(), error.toString());
    }

    private static StringBuilder date(StringBuilder out, ZonedDateTime time, char separator) {
        two(out.append(time.getYear()).append(separator), time.getMonthValue());
        return two(out.append(separator), time.getDayOfMonth());
    }

    private static StringBuilder clock(StringBuilder out, ZonedDateTime time) {
        two(two(out, time.getHour()).append(':'), time.getMinute());
        return two(out.append(':'), time.getSecond());
    }

    private static StringBuilder two(StringBuilder out, int number) {
        return out.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
