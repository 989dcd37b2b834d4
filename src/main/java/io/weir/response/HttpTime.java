package io.weir.response;

import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.HttpDateTime;

/** Times in fields, in whole seconds since the epoch as nginx has them. */
public final class HttpTime {

    /** What {@link #parse} makes of a text that is no time. */
    static final long NONE = -1;

    private HttpTime() {}

    static long parse(String text) {
        try {
            return Math.floorDiv(HttpDateTime.parseToEpoch(text), 1000L);
        } catch (IllegalArgumentException notATime) {
            return NONE;
        }
    }

    /** {@code Thu, 02 Jan 2020 03:04:05 GMT}. */
    public static String format(long seconds) {
        return DateGenerator.formatDate(seconds * 1000);
    }
}
