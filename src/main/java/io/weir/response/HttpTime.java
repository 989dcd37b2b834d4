package io.weir.response;

import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.HttpDateTime;

/** Times in fields, in whole seconds since the epoch as nginx has them. */
public final class HttpTime {

    /** What {@link #parse} makes of a text that is no time. */
    static final long NONE = -1;

    private HttpTime() {}

    static long parse(String text) {
        if (!hasWholeDay(text)) {
            return NONE;
        }
        try {
            return Math.floorDiv(HttpDateTime.parseToEpoch(text), 1000L);
        } catch (IllegalArgumentException notATime) {
            return NONE;
        }
    }

    /** "1 Sep" is no day of RFC 9110 (5.6.7), nor one of nginx's; the library takes it. The third form has no comma. */
    private static boolean hasWholeDay(String text) {
        int i = text.indexOf(',') + 1;
        while (i > 0 && i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        return i == 0 || i + 1 < text.length() && isDigit(text.charAt(i)) && isDigit(text.charAt(i + 1));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** {@code Thu, 02 Jan 2020 03:04:05 GMT}. */
    public static String format(long seconds) {
        return DateGenerator.formatDate(seconds * 1000);
    }
}
