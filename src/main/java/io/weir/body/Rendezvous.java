package io.weir.body;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the two threads of a {@link RelayBuffer} meet: the lock over all that both use, and what they tell each other,
 * which is that there is room, that there is data, and that it is over.
 *
 * <p>The lock is held for moments only, never during I/O or a call of the pool. Every method is called with the lock
 * held, unless it says otherwise.
 */
final class Rendezvous {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition data = lock.newCondition();

    /** Set by the reader, cleared by whoever wakes it: most of the time nobody waits and nobody is to be woken. */
    private boolean readerWaits;

    private boolean writerWaits;

    private boolean handedOver;
    private boolean ended;
    // Written under the lock, read with or without it.
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Throwable abandonment;

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    // ---- waiting

    /** For the reader: returns when it was told of room or of the end, or for no reason. */
    void waitForRoom() throws InterruptedIOException {
        readerWaits = true;
        try {
            room.await();
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            readerWaits = false;
        }
    }

    /** The same for at most so long. @return the nanoseconds that are left; 0 or less when there are none */
    long waitForRoom(long nanos) throws InterruptedIOException {
        readerWaits = true;
        try {
            return room.awaitNanos(nanos);
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            readerWaits = false;
        }
    }

    /** For the writer: returns when it was told of data or of the end, or for no reason. */
    void waitForData() throws InterruptedIOException {
        if (!handedOver) {
            throw new IllegalStateException("the only thread would wait for itself");
        }
        writerWaits = true;
        try {
            data.await();
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            writerWaits = false;
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while relaying a body");
    }

    void wakeReader() {
        if (readerWaits) {
            readerWaits = false;
            room.signal();
        }
    }

    void wakeWriter() {
        if (writerWaits) {
            writerWaits = false;
            data.signal();
        }
    }

    // ---- one thread or two

    /** Whether the writer is a thread of its own. */
    boolean handedOver() {
        return handedOver;
    }

    void handOver() {
        handedOver = true;
    }

    // ---- the end

    /** The reader is done; with a cause: before the body was complete. */
    void end(@Nullable Throwable cause) {
        ended = true;
        if (failure == null) {
            failure = cause;
        }
        wakeWriter();
    }

    boolean ended() {
        return ended;
    }

    /** The writer is done before it has delivered everything. */
    void abandon(Throwable cause) {
        if (abandonment == null) {
            abandonment = cause;
        }
        room.signalAll();
    }

    /** Without the lock. */
    boolean abandoned() {
        return abandonment != null;
    }

    /** Both have to stop; it is a failure unless the body had ended and was delivered. */
    void close(boolean delivered) {
        closed = true;
        if (failure == null && !(ended && delivered)) {
            failure = new ClosedChannelException();
        }
        room.signalAll();
        data.signalAll();
    }

    /** With or without the lock; without it, it may be closed a moment later. */
    boolean closed() {
        return closed;
    }

    /** Without the lock; see {@link RelayBuffer#failure}. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** For the reader, before it goes on. */
    void checkReader() throws AbandonedException {
        if (closed || abandonment != null) {
            throw new AbandonedException(abandonment);
        }
        if (ended) {
            throw new IllegalStateException("the body has ended");
        }
    }
}
