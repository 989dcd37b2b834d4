package io.weir.server;

import io.weir.http.HeadWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} line (RFC 9110 section 6.6.1), made once a second. */
final class DateLine {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private record Line(long second, byte[] bytes) {}

    /** Replaced as a whole; that two threads make the same line at once does no harm. */
    private static volatile Line line = new Line(-1, new byte[0]);

    private DateLine() {}

    static byte[] now() {
        long second = System.currentTimeMillis() / 1000;
        Line current = line;
        if (current.second != second) {
            String text = "Date: " + FORMAT.format(Instant.ofEpochSecond(second)) + "\r\n";
            current = new Line(second, HeadWriter.ascii(text));
            line = current;
        }
        return current.bytes;
    }
}
