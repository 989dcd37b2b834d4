package io.weir.time;

import java.util.concurrent.locks.LockSupport;

/**
 * Waiting for a moment, on the ticker: for what is slow on purpose, such as a rate limit. Owned by one thread, which closes it.
 */
public final class Pause implements AutoCloseable {

    private final Thread owner = Thread.currentThread();
    private final Deadline deadline;

    public Pause(Ticker ticker) {
        deadline = ticker.deadline(() -> LockSupport.unpark(owner));
    }

    /** Blocks the owner for so long, or until it is interrupted. */
    public void await(long millis) {
        deadline.arm(millis);
        while (!deadline.expired() && !owner.isInterrupted()) {
            LockSupport.park(this);
        }
    }

    @Override
    public void close() {
        deadline.close();
    }
}
