package io.weir.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/**
 * A moment by which its owner must have disarmed it, else the expiry action runs. Made by {@link Ticker#deadline};
 * owned and closed by whoever made it.
 *
 * <p>Resolution: 10 ms. {@link #arm}, {@link #disarm} and {@link #close} belong to one thread at a time, or to the
 * expiry action; {@link #expired} may be asked by any thread. None of them parks.
 */
public final class Deadline implements AutoCloseable {

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Deadline.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final long MAX_MILLIS = TimeUnit.DAYS.toMillis(36_500);
    private static final int SPINS = 100;

    // The states. Any positive value is the due time in the ticker's time.
    private static final long DISARMED = 0;
    private static final long FIRING = -1;
    private static final long EXPIRED = -2;

    private final Ticker ticker;
    private final Runnable onExpiry;
    private final int slot;
    private volatile long state = DISARMED;

    /** Due time that the running action asked for, or {@link #EXPIRED}; confined to the ticker's thread. */
    private long afterFiring;

    Deadline(Ticker ticker, Runnable onExpiry, int slot) {
        this.ticker = ticker;
        this.onExpiry = onExpiry;
        this.slot = slot;
    }

    /**
     * Sets the due time, whether or not it was armed or has expired before. The expiry action may call this too, for
     * work that repeats; it takes effect when the action ends.
     *
     * @param millis from now; zero and less expire at the next scan
     */
    public void arm(long millis) {
        long due = ticker.now() + TimeUnit.MILLISECONDS.toNanos(Math.clamp(millis, 0, MAX_MILLIS));
        long now = state;
        while (now == FIRING || !STATE.compareAndSet(this, now, due)) {
            if (now == FIRING && inAction()) {
                afterFiring = due;
                return;
            }
            now = awaitActionEnd();
        }
        ticker.scanAt(due);
    }

    /**
     * Takes the due time back. When the expiry action is running in this moment, waits (spinning) for its end, so that
     * it is not running afterwards.
     *
     * @return true when it did not expire since it was last armed
     */
    public boolean disarm() {
        long now = state;
        while (now > 0) {
            if (STATE.compareAndSet(this, now, DISARMED)) {
                return true;
            }
            now = state;
        }
        if (now == FIRING) {
            if (inAction()) {
                afterFiring = EXPIRED;
                return false;
            }
            now = awaitActionEnd();
            // The action armed it again: it goes on as if it had not expired, so that is taken back too.
            return now != EXPIRED && disarm();
        }
        return now == DISARMED;
    }

    /** Whether it expired since it was last armed. */
    public boolean expired() {
        long now = state;
        return now == FIRING || now == EXPIRED;
    }

    /** Disarms and unregisters. The action does not run afterwards; arming it again has no effect. */
    @Override
    public void close() {
        ticker.unregister(this, slot);
        disarm();
    }

    /** Runs the action when due; returns the due time that remains, or {@code Long.MAX_VALUE}. Ticker's thread only. */
    long expireIfDue(long now) {
        long due = state;
        if (due > now) {
            return due;
        }
        if (due <= 0 || !STATE.compareAndSet(this, due, FIRING)) {
            // Armed again in this moment: its owner saw the planned scan time, or lowers it.
            return Long.MAX_VALUE;
        }
        afterFiring = EXPIRED;
        try {
            onExpiry.run();
        } finally {
            long next = afterFiring;
            state = next;
            if (next > 0) {
                ticker.scanAt(next);
            }
        }
        return Long.MAX_VALUE;
    }

    private boolean inAction() {
        return ticker.isScanning();
    }

    private long awaitActionEnd() {
        int spins = 0;
        long now = state;
        while (now == FIRING) {
            if (++spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
            now = state;
        }
        return now;
    }
}
