package io.weir.forward;

import io.weir.time.Deadline;
import io.weir.time.Ticker;

/**
 * {@code proxy_read_timeout} of a tunnel: ends it when nothing has moved in either direction for so long while the peer was
 * waited for. Each movement is one write of a {@code volatile}; only the ticker looks at the clock's distance. Owned by the
 * exchange's thread, which closes it; {@link #moved} may be called by any thread.
 */
final class IdleTimer implements AutoCloseable {

    private final long millis;
    private final Deadline deadline;
    private final Runnable onExpiry;
    private volatile long lastMoved = System.nanoTime();
    private volatile boolean waiting;
    private volatile boolean expired;

    /** @param onExpiry runs on the ticker's thread; must be short */
    IdleTimer(long millis, Ticker ticker, Runnable onExpiry) {
        this.millis = millis;
        this.onExpiry = onExpiry;
        this.deadline = ticker.deadline(this::look);
        deadline.arm(millis);
    }

    /** Bytes have passed, whichever way. */
    void moved() {
        lastMoved = System.nanoTime();
    }

    /** The peer is waited for from now on: only then its silence counts. */
    void peerAwaited(boolean now) {
        moved();
        waiting = now;
    }

    boolean expired() {
        return expired;
    }

    private void look() {
        long left = millis - (System.nanoTime() - lastMoved) / 1_000_000;
        if (left > 0) {
            deadline.arm(left);
        } else if (!waiting) {
            deadline.arm(millis);
        } else {
            expired = true;
            onExpiry.run();
        }
    }

    @Override
    public void close() {
        deadline.close();
    }
}
