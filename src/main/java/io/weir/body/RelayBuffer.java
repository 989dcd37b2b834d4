package io.weir.body;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue of a buffered response between the one thread that reads the upstream (the reader) and the one
 * that writes to the client (the writer): a ring of {@code proxy_buffers}, continued by a temporary file. It owns
 * memory and file until {@link #close}.
 *
 * <p>One thread may be both as long as the client keeps up. In that mode nothing blocks and nothing goes to the file:
 * when the ring is full, {@link #free} gives no slices, and the thread writes what is {@link #readable}, or calls
 * {@link #handOver} and starts the second thread. After that the reader waits for the client only when ring and file
 * are full, apart from a short grace in sum.
 *
 * <p>What goes to the file is what nginx puts there: the oldest bytes that the writer has not taken in hand yet. So
 * the order is always: bytes being written to the client, file, ring; and a write to the file is as large as the ring
 * has it, however small the pieces are that come in.
 *
 * <table>
 * <caption>Which thread calls what</caption>
 * <tr><td>reader</td><td>{@link #free}, {@link #raw}, {@link #filled}, {@link #put}, {@link #publish}, {@link #finish},
 *     {@link #fail}, {@link #handOver}</td></tr>
 * <tr><td>writer</td><td>{@link #await}, {@link #readable}, {@link #consumed}, {@link #abandon}</td></tr>
 * <tr><td>any</td><td>{@link #failure}, {@link #drained}, {@link #abandoned}, {@link #bytesToFile}, {@link
 * #close}</td></tr>
 * </table>
 */
public final class RelayBuffer implements AutoCloseable {

    /** File I/O holds the carrier of a virtual thread: smaller pieces would cost more in switching than in copying. */
    private static final int MIN_FILE_WRITE = 64 * 1024;

    private final Sizes sizes;
    private final Path tempPath;
    private final SlabPool pool;
    private final Consumer<Path> onFirstSpill;
    private final int capacity;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition data = lock.newCondition();

    // Everything below is guarded by the lock; no I/O and no call of the pool happens under it.

    private final Ring ring;
    private @Nullable Overflow overflow;

    /** The oldest unclaimed bytes are on their way to the file: nothing must be claimed. */
    private boolean spilling;

    private boolean hasMemory;

    private boolean handedOver;
    private boolean writerTookFromFile;
    private boolean readerWaits;
    private boolean writerWaits;
    private long graceLeft;
    private boolean ended;
    private boolean closed;
    private @Nullable Throwable failure;
    private @Nullable Throwable abandonment;

    /** Who has slices that a system call may be using at this moment. */
    private @Nullable Thread readerLease;

    private @Nullable Thread writerLease;

    /**
     * The limits of one response; bytes where nothing else is said.
     *
     * @param count number of {@code proxy_buffers}; the ring has {@code count × size} bytes
     * @param size size of one
     * @param busySize {@code proxy_busy_buffers_size}
     * @param maxTempFileSize {@code proxy_max_temp_file_size}: how much may ever go to the file; 0: no file
     * @param tempFileWriteSize {@code proxy_temp_file_write_size}: the most that goes to the file in one step; less
     *     than 64 KB counts as 64 KB
     * @param graceNanos how long in sum the reader waits for the writer before it turns to the file, so that a fast
     *     client costs no disk
     */
    public record Sizes(
            int count, int size, int busySize, long maxTempFileSize, int tempFileWriteSize, long graceNanos) {
        public Sizes {
            if (count < 1 || size < 1 || (long) count * size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(count + " buffers of " + size + " bytes");
            }
        }
    }

    /**
     * Allocates nothing yet: the memory comes with the first {@link #free} or {@link #put}, the file when it is needed.
     *
     * @param tempPath {@code proxy_temp_path}
     * @param onFirstSpill told the file's name by the reader's thread once the file is open, for nginx's warning
     *     {@code an upstream response is buffered to a temporary file NAME}
     */
    public RelayBuffer(Sizes sizes, Path tempPath, SlabPool pool, Consumer<Path> onFirstSpill) {
        this.sizes = sizes;
        this.pool = pool;
        this.capacity = sizes.count * sizes.size;
        this.ring = new Ring(capacity);
        this.graceLeft = sizes.graceNanos;
        this.tempPath = tempPath;
        this.onFirstSpill = onFirstSpill;
    }

    // ---- reader

    /**
     * All free space, to be read into in order. The caller may lower limits (a rate limit). The slices are valid
     * until the next call of {@link #filled}, {@link #finish} or {@link #fail}, one of which must follow.
     *
     * <p>When the ring is full, everything in it is published. Then, before {@link #handOver}: gives no slices, at
     * once. After it: waits for the writer within the grace, else moves the ring's content to the file, else blocks
     * until the writer has consumed something; so then there is at least one slice.
     *
     * @return one or two buffers, or none; the array is used again by the next call
     * @throws AbandonedException when the writer gave up or the buffer was closed
     * @throws IOException when the temporary file cannot be created or written, or the thread was interrupted
     */
    public ByteBuffer[] free() throws IOException {
        acquireMemory();
        while (true) {
            int spill;
            lock.lock();
            try {
                checkReader();
                if (ring.room() > 0) {
                    readerLease = Thread.currentThread();
                    return ring.free(ring.room());
                }
                publishFilled();
                if (!handedOver) {
                    return Ring.NONE;
                }
                spill = spillable();
                if (spill == 0) {
                    waitForRoom();
                    continue;
                }
                if (graceLeft > 0 && fileDrained()) {
                    waitForRoomInGrace();
                    continue;
                }
                spilling = true;
                readerLease = Thread.currentThread();
            } finally {
                lock.unlock();
            }
            spill(spill);
        }
    }

    /**
     * What was just read, for a filter that works in place: the first {@code n} bytes of the last {@link #free}, each
     * slice from position to limit. The filter moves what it keeps to the front and {@link #filled} is told how much
     * that is. Nothing, when the buffer was closed meanwhile: the next {@link #free} will say so.
     */
    public ByteBuffer[] raw(int n) {
        lock.lock();
        try {
            return ring.free(n);
        } finally {
            lock.unlock();
        }
    }

    /** The first {@code n} bytes of the last {@link #free} are data now, though not published yet; 0 is allowed. */
    public void filled(int n) {
        lock.lock();
        try {
            readerLease = null;
            ring.filled(n);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Copies what fits without waiting, and counts it as filled: for bytes that came with the header.
     *
     * @return how many bytes were taken from {@code source}
     */
    public int put(ByteBuffer source) throws AbandonedException {
        acquireMemory();
        lock.lock();
        try {
            checkReader();
            int n = Math.min(source.remaining(), ring.room());
            for (ByteBuffer slice : ring.free(n)) {
                int part = slice.remaining();
                slice.put(slice.position(), source, source.position(), part);
                source.position(source.position() + part);
            }
            ring.filled(n);
            return n;
        } finally {
            lock.unlock();
        }
    }

    /** Makes everything that was filled visible to the writer. */
    public void publish() {
        lock.lock();
        try {
            publishFilled();
        } finally {
            lock.unlock();
        }
    }

    /** The body is complete: publishes. The reader's part ends here and the upstream can be released. */
    public void finish() {
        lock.lock();
        try {
            readerLease = null;
            ended = true;
            publishFilled();
            wakeWriter();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The body will not be completed: the writer delivers what is published and then has to abort. What is filled but
     * not published is lost, as it is in nginx at a read time-out; at any other failure call {@link #publish} first.
     */
    public void fail(Throwable cause) {
        lock.lock();
        try {
            readerLease = null;
            ended = true;
            if (failure == null) {
                failure = cause;
            }
            wakeWriter();
        } finally {
            lock.unlock();
        }
    }

    /** From here on another thread is the writer, and {@link #free} may use the file and may block. */
    public void handOver() {
        lock.lock();
        try {
            handedOver = true;
            writerLease = null;
            ring.unclaim();
        } finally {
            lock.unlock();
        }
    }

    // ---- writer

    /**
     * Blocks until there is something to write, or nothing will come any more. Before {@link #handOver} it must not
     * have to block.
     *
     * @return whether {@link #readable} has bytes; false at the end, and then {@link #failure} tells which end
     * @throws InterruptedIOException when the thread was interrupted; its flag is set again
     */
    public boolean await() throws InterruptedIOException {
        lock.lock();
        try {
            while (!closed) {
                if (hasReadable()) {
                    return true;
                }
                if (ended && !spilling) {
                    return false;
                }
                if (!handedOver) {
                    throw new IllegalStateException("the only thread would wait for itself");
                }
                writerWaits = true;
                data.await();
            }
            return false;
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            writerWaits = false;
            lock.unlock();
        }
    }

    /**
     * The next published bytes. Never waits for the reader, but may read the file. Valid until {@link #consumed};
     * what was not consumed is given again.
     *
     * <p>In single-threaded mode this is all that is published. With two threads it is at most {@code
     * proxy_busy_buffers_size} or half the ring, whichever is more, and never the whole ring: what the writer has in
     * hand cannot go to the file, and the reader must not wait for the client while there is room on disk.
     *
     * @return one or two buffers, or none; the array is used again by the next call
     * @throws IOException when the file cannot be read
     */
    public ByteBuffer[] readable() throws IOException {
        Overflow source;
        long until;
        lock.lock();
        try {
            if (closed || !hasReadable()) {
                return Ring.NONE;
            }
            writerLease = Thread.currentThread();
            if (fileDrained() && !spilling) {
                ring.claim(busyLimit());
            }
            writerTookFromFile = ring.claimed() == 0;
            if (!writerTookFromFile) {
                return ring.inHand();
            }
            source = Objects.requireNonNull(overflow);
            until = source.end();
        } finally {
            lock.unlock();
        }
        return source.load(until);
    }

    /** The first {@code n} bytes of the last {@link #readable} are with the client; 0 is allowed. */
    public void consumed(int n) {
        lock.lock();
        try {
            writerLease = null;
            if (closed) {
                return;
            }
            if (writerTookFromFile && overflow != null) {
                overflow.consumed(n);
                return;
            }
            ring.consumed(n);
            if (fileDrained() && !spilling) {
                ring.unclaim();
            }
            if (readerWaits && ring.room() >= sizes.size) {
                readerWaits = false;
                room.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The client's side failed: the reader's next {@link #free} throws, and one that blocks is woken. */
    public void abandon(Throwable cause) {
        lock.lock();
        try {
            writerLease = null;
            if (abandonment == null) {
                abandonment = cause;
            }
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- both

    /**
     * Why the body ended before it was complete, or was closed before it was delivered; null as long as all is well.
     */
    public @Nullable Throwable failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the writer has consumed everything that was published. */
    public boolean drained() {
        lock.lock();
        try {
            return isDrained();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the writer gave up. */
    public boolean abandoned() {
        lock.lock();
        try {
            return abandonment != null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether the next {@link #free} would have to wait for the writer; for tests that step both roles on one thread.
     */
    boolean wouldWait() {
        lock.lock();
        try {
            publishFilled();
            return ring.room() == 0 && handedOver && spillable() == 0;
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes went to the temporary file so far. */
    public long bytesToFile() {
        lock.lock();
        try {
            return overflow == null ? 0 : overflow.end();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives back memory and file, and wakes the other thread: a blocked or later {@link #free} throws, a blocked or
     * later {@link #await} returns false, with a {@link #failure} unless everything had been delivered. Memory that a
     * system call of the other thread may still be using is not used again. Idempotent; may be called by any thread.
     */
    @Override
    public void close() {
        ByteBuffer slab;
        Overflow file;
        boolean readerLent;
        boolean writerLent;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (failure == null && !(ended && isDrained())) {
                failure = new ClosedChannelException();
            }
            readerLent = readerLease != null && readerLease != Thread.currentThread();
            writerLent = writerLease != null && writerLease != Thread.currentThread();
            slab = ring.takeSlab();
            file = overflow;
            room.signalAll();
            data.signalAll();
        } finally {
            lock.unlock();
        }
        if (slab != null && (readerLent || writerLent)) {
            pool.discard(slab);
        } else if (slab != null) {
            pool.release(slab);
        }
        if (file != null) {
            file.close(writerLent);
        }
    }

    // ---- within

    /** For the reader's thread, which alone sets the mark. */
    private void acquireMemory() throws AbandonedException {
        if (hasMemory) {
            return;
        }
        ByteBuffer slab = pool.acquire(capacity);
        lock.lock();
        try {
            if (!closed) {
                hasMemory = true;
                ring.use(slab);
                return;
            }
        } finally {
            lock.unlock();
        }
        pool.release(slab);
        throw new AbandonedException(null);
    }

    private void checkReader() throws AbandonedException {
        readerLease = null;
        if (closed || abandonment != null) {
            throw new AbandonedException(abandonment);
        }
        if (ended) {
            throw new IllegalStateException("the body has ended");
        }
    }

    private void publishFilled() {
        if (ring.publish()) {
            wakeWriter();
        }
    }

    private void wakeWriter() {
        if (writerWaits) {
            writerWaits = false;
            data.signal();
        }
    }

    private boolean fileDrained() {
        return overflow == null || overflow.isDrained();
    }

    private boolean hasReadable() {
        return ring.claimed() > 0 || !fileDrained() || (!spilling && ring.unclaimed() > 0);
    }

    private boolean isDrained() {
        return ring.claimed() == 0 && ring.unclaimed() == 0 && fileDrained();
    }

    private int busyLimit() {
        return handedOver && sizes.count > 1
                ? Math.min(Math.max(sizes.busySize, capacity / 2), capacity - sizes.size)
                : capacity;
    }

    /** How much of the full ring may go to the file now: whole buffers, as long as nginx's limit has room for one. */
    private int spillable() {
        long unclaimed = ring.unclaimed();
        long allowed = sizes.maxTempFileSize - (overflow == null ? 0 : overflow.end());
        if (allowed < unclaimed) {
            unclaimed = Math.max(0, allowed) / sizes.size * sizes.size;
        }
        return (int) Math.min(unclaimed, Math.max(sizes.tempFileWriteSize, MIN_FILE_WRITE));
    }

    private void spill(int n) throws IOException {
        boolean written = false;
        Overflow target = overflow;
        try {
            if (target == null) {
                target = openOverflow();
            }
            target.append(toSpill(n));
            written = true;
        } catch (ClosedChannelException e) {
            throw closedByNow() ? new AbandonedException(null) : e;
        } finally {
            lock.lock();
            try {
                spilling = false;
                readerLease = null;
                if (written && target != null && !closed) {
                    target.appended(n);
                    ring.spilled(n);
                }
                wakeWriter();
            } finally {
                lock.unlock();
            }
        }
    }

    private ByteBuffer[] toSpill(int n) {
        lock.lock();
        try {
            return ring.toSpill(n);
        } finally {
            lock.unlock();
        }
    }

    private boolean closedByNow() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private Overflow openOverflow() throws IOException {
        Overflow created = Overflow.open(tempPath, pool);
        lock.lock();
        try {
            if (!closed) {
                overflow = created;
            }
        } finally {
            lock.unlock();
        }
        if (overflow != created) {
            created.close(false);
            throw new AbandonedException(null);
        }
        onFirstSpill.accept(created.path());
        return created;
    }

    private void waitForRoom() throws InterruptedIOException {
        readerWaits = true;
        try {
            room.await();
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            readerWaits = false;
        }
    }

    private void waitForRoomInGrace() throws InterruptedIOException {
        readerWaits = true;
        try {
            graceLeft = room.awaitNanos(graceLeft);
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            readerWaits = false;
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while relaying a body");
    }
}
