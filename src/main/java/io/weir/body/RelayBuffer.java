package io.weir.body;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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

    private final SlabPool pool;
    private final Rendezvous meeting;
    private final Ring ring;
    private final Backlog backlog;
    private final ReaderSide reader;
    private final WriterSide writer;

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
        this.pool = pool;
        this.meeting = new Rendezvous();
        this.ring = new Ring(sizes.count * sizes.size);
        this.backlog = new Backlog(sizes, ring);
        Spill spill = new Spill(meeting, backlog, tempPath, pool, onFirstSpill);
        this.reader = new ReaderSide(meeting, ring, backlog, pool, spill, sizes.graceNanos);
        this.writer = new WriterSide(meeting, ring, backlog, sizes.size);
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
        return reader.free();
    }

    /**
     * What was just read, for a filter that works in place: the first {@code n} bytes of the last {@link #free}, each
     * slice from position to limit. The filter moves what it keeps to the front and {@link #filled} is told how much
     * that is. Nothing, when the buffer was closed meanwhile: the next {@link #free} will say so.
     */
    public ByteBuffer[] raw(int n) {
        return reader.raw(n);
    }

    /** The first {@code n} bytes of the last {@link #free} are data now, though not published yet; 0 is allowed. */
    public void filled(int n) {
        reader.filled(n);
    }

    /**
     * Copies what fits without waiting, and counts it as filled: for bytes that came with the header.
     *
     * @return how many bytes were taken from {@code source}
     */
    public int put(ByteBuffer source) throws AbandonedException {
        return reader.put(source);
    }

    /** Makes everything that was filled visible to the writer. */
    public void publish() {
        reader.publish();
    }

    /** The body is complete: publishes. The reader's part ends here and the upstream can be released. */
    public void finish() {
        reader.finish();
    }

    /**
     * The body will not be completed: the writer delivers what is published and then has to abort. What is filled but
     * not published is lost, as it is in nginx at a read time-out; at any other failure call {@link #publish} first.
     */
    public void fail(Throwable cause) {
        reader.fail(cause);
    }

    /** From here on another thread is the writer, and {@link #free} may use the file and may block. */
    public void handOver() {
        writer.handOver();
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
        return writer.await();
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
        return writer.readable();
    }

    /** The first {@code n} bytes of the last {@link #readable} are with the client; 0 is allowed. */
    public void consumed(int n) {
        writer.consumed(n);
    }

    /** The client's side failed: the reader's next {@link #free} throws, and one that blocks is woken. */
    public void abandon(Throwable cause) {
        writer.abandon(cause);
    }

    // ---- both

    /**
     * Why the body ended before it was complete, or was closed before it was delivered; null as long as all is well.
     */
    public @Nullable Throwable failure() {
        return meeting.failure();
    }

    /** Whether the writer has consumed everything that was published. */
    public boolean drained() {
        meeting.lock();
        try {
            return backlog.isDrained();
        } finally {
            meeting.unlock();
        }
    }

    /** Whether the writer gave up. */
    public boolean abandoned() {
        return meeting.abandoned();
    }

    /**
     * Whether the next {@link #free} would have to wait for the writer; for tests that step both roles on one thread.
     */
    boolean wouldWait() {
        return reader.wouldWait();
    }

    /** How many bytes went to the temporary file so far. */
    public long bytesToFile() {
        meeting.lock();
        try {
            return backlog.bytesToFile();
        } finally {
            meeting.unlock();
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
        meeting.lock();
        try {
            if (meeting.closed()) {
                return;
            }
            meeting.close(backlog.isDrained());
            readerLent = reader.lentElsewhere();
            writerLent = writer.lentElsewhere();
            slab = ring.takeSlab();
            file = backlog.file();
        } finally {
            meeting.unlock();
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
}
