package io.weir.time;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the one thread that finds overdue {@link Deadline}s and runs their expiry actions. Thread-safe.
 *
 * <p>It scans all registered deadlines when the earliest is due, at least 10 ms after the last scan and at most 500 ms,
 * so a deadline that is armed and disarmed within that time costs its owner two atomic writes and the ticker nothing.
 */
public final class Ticker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final long MIN_GAP = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long MAX_GAP = TimeUnit.MILLISECONDS.toNanos(500);

    private final LongSupplier nanoClock;
    private final long origin;
    private final @Nullable Thread thread;
    private volatile boolean closed;

    /** The thread that runs expiry actions now; differs from {@link #thread} in tests only. */
    private volatile @Nullable Thread scanner;

    /** When the next scan is planned, in {@link #now()}'s time. Lowered by whoever arms something earlier. */
    private final AtomicLong nextScan;

    private long lastScan; // confined to the scanning thread

    private final Object registration = new Object();
    private volatile AtomicReferenceArray<@Nullable Deadline> slots = new AtomicReferenceArray<>(64);
    private int[] freeSlots = new int[64]; // a stack; guarded by registration
    private int freeCount; // guarded by registration
    private int usedSlots; // slots ever handed out; guarded by registration

    /** Starts the daemon platform thread {@code weir-ticker}. */
    public Ticker() {
        this(System::nanoTime, true);
    }

    /** A ticker whose time is {@code nanoClock}'s; without a thread, {@link #scanIfDue} must be called. For tests. */
    Ticker(LongSupplier nanoClock, boolean withThread) {
        this.nanoClock = nanoClock;
        this.origin = nanoClock.getAsLong();
        this.nextScan = new AtomicLong(now() + MAX_GAP);
        this.lastScan = now() - MIN_GAP;
        this.thread =
                withThread ? Thread.ofPlatform().daemon().name("weir-ticker").unstarted(this::run) : null;
        if (thread != null) {
            thread.start();
        }
    }

    /**
     * Registers a deadline, not armed. Its owner closes it.
     *
     * @param onExpiry runs on the ticker's thread and delays all other deadlines: it may shut a socket or unpark a
     *     thread, never block
     */
    public Deadline deadline(Runnable onExpiry) {
        synchronized (registration) {
            int slot = freeCount > 0 ? freeSlots[--freeCount] : usedSlots++;
            if (slot == slots.length()) {
                grow();
            }
            Deadline deadline = new Deadline(this, onExpiry, slot);
            slots.set(slot, deadline);
            return deadline;
        }
    }

    /**
     * Stops the thread; no action runs after this returns, unless it is called by an action. Armed deadlines never
     * expire.
     */
    @Override
    public void close() {
        closed = true;
        if (thread == null || Thread.currentThread() == thread) {
            return;
        }
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Registered deadlines, for tests and metrics. */
    public int registered() {
        synchronized (registration) {
            return usedSlots - freeCount;
        }
    }

    /**
     * Nanoseconds since the ticker was made, plus one: positive, so that a deadline's state can be told from a moment.
     */
    long now() {
        return nanoClock.getAsLong() - origin + 1;
    }

    /** Makes sure that a scan happens at {@code due}. The caller has made the due time visible before. */
    void scanAt(long due) {
        long planned = nextScan.get();
        while (due < planned) {
            if (nextScan.compareAndSet(planned, due)) {
                LockSupport.unpark(thread);
                return;
            }
            planned = nextScan.get();
        }
    }

    /** Whether the caller is on the stack of a scan, that is, in an expiry action. */
    boolean isScanning() {
        return Thread.currentThread() == scanner;
    }

    void unregister(Deadline deadline, int slot) {
        synchronized (registration) {
            if (slots.get(slot) == deadline) {
                slots.set(slot, null);
                if (freeCount == freeSlots.length) {
                    freeSlots = Arrays.copyOf(freeSlots, freeCount * 2);
                }
                freeSlots[freeCount++] = slot;
            }
        }
    }

    /** Scans when a scan is due; returns the nanoseconds until the next one. */
    long scanIfDue() {
        long now = now();
        long wake = Math.max(nextScan.get(), lastScan + MIN_GAP);
        if (now >= wake) {
            scan(now);
            wake = Math.max(nextScan.get(), lastScan + MIN_GAP);
        }
        return wake - now;
    }

    private void run() {
        while (!closed) {
            long wait = scanIfDue();
            if (wait > 0 && !closed) {
                // Timed, but on the ticker's own platform thread: that is what keeps timed parks off the request path.
                LockSupport.parkNanos(this, wait);
            }
        }
    }

    private void scan(long now) {
        lastScan = now;
        scanner = Thread.currentThread();
        // Before any due time is read: whoever arms from here on either is seen by this scan or lowers this.
        nextScan.set(now + MAX_GAP);
        AtomicReferenceArray<@Nullable Deadline> current = slots;
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < current.length(); i++) {
            Deadline deadline = current.get(i);
            if (deadline != null && !closed) {
                earliest = Math.min(earliest, expireOrDue(deadline, now));
            }
        }
        scanner = null;
        scanAt(earliest);
    }

    private static long expireOrDue(Deadline deadline, long now) {
        try {
            return deadline.expireIfDue(now);
        } catch (Throwable e) {
            // The thread serves everybody; one bad action must not leave all others without time-outs.
            LOG.error("an expiry action failed", e);
            return Long.MAX_VALUE;
        }
    }

    private void grow() {
        AtomicReferenceArray<@Nullable Deadline> old = slots;
        AtomicReferenceArray<@Nullable Deadline> bigger = new AtomicReferenceArray<>(old.length() * 2);
        for (int i = 0; i < old.length(); i++) {
            bigger.set(i, old.get(i));
        }
        slots = bigger;
    }
}
