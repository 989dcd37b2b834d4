package io.weir.time;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A {@link Ticker} without a thread, whose time moves only when a test says so. Expiry actions run in {@link #advance}.
 */
public final class ManualTicker {

    private final AtomicLong nanos = new AtomicLong(System.nanoTime());
    private final Ticker ticker = new Ticker(nanos::get, false);

    public Ticker ticker() {
        return ticker;
    }

    /** The time that {@link #advance} moves; begins at {@link System#nanoTime}. */
    public long nanos() {
        return nanos.get();
    }

    /** Deadlines not yet closed. */
    public int registered() {
        return ticker.registered();
    }

    /** Moves the time on in the steps in which the ticker would have scanned. */
    public void advance(long millis) {
        long end = nanos.get() + TimeUnit.MILLISECONDS.toNanos(millis);
        long wait = ticker.scanIfDue();
        while (nanos.get() + wait <= end) {
            nanos.addAndGet(Math.max(wait, 1));
            wait = ticker.scanIfDue();
        }
        nanos.set(Math.max(end, nanos.get()));
        ticker.scanIfDue();
    }
}
