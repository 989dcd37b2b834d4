package io.weir.connect;

import java.io.IOException;

/** Connecting, reading or writing took longer than its time-out. nginx's {@code timeout}; the connection is closed. */
public final class TimedOutException extends IOException {

    /** The words in which nginx reports its own timers: the number is that of {@code ETIMEDOUT}. */
    public static final String TEXT = "upstream timed out (110: Connection timed out)";

    public TimedOutException() {
        super(TEXT);
    }
}
