package io.weir.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The temporary file of a {@link RelayBuffer} and the buffer that it is read back through; owns both. As in nginx the
 * file only grows: what was sent is not used again.
 *
 * <p>The positions are guarded by the relay buffer's lock. {@link #append} and {@link #load} do I/O and are called
 * without it, the former only by the reader's thread, the latter only by the writer's.
 */
final class Overflow {

    /** Pieces in which the file is read; nginx's {@code output_buffers} are two of 32k. */
    private static final int READ_BACK = 64 * 1024;

    private final TempFile file;
    private final SlabPool pool;
    private final ByteBuffer readBack;
    private final ByteBuffer[] view;
    /** What of the read-back buffer is loaded and not consumed; it lies at {@link #taken} in the file. */
    private int loadedFrom;

    private int loadedTo;
    private long taken;
    private long end;

    private Overflow(TempFile file, SlabPool pool) {
        this.file = file;
        this.pool = pool;
        this.readBack = pool.acquire(READ_BACK);
        this.view = new ByteBuffer[] {readBack.duplicate()};
    }

    static Overflow open(Path directory, SlabPool pool) throws IOException {
        return new Overflow(TempFile.create(directory), pool);
    }

    Path path() {
        return file.path();
    }

    /** Bytes ever written. */
    long end() {
        return end;
    }

    boolean isDrained() {
        return taken == end;
    }

    /** Writes behind what is there; it counts from {@link #appended} on. */
    void append(ByteBuffer[] slices) throws IOException {
        file.write(end, slices);
    }

    void appended(int n) {
        end += n;
    }

    /** The next bytes of the file, of those before {@code until}: an {@link #end} that was seen under the lock. */
    ByteBuffer[] load(long until) throws IOException {
        ByteBuffer buffer = view[0];
        if (loadedFrom == loadedTo) {
            int n = (int) Math.min(READ_BACK, until - taken);
            file.read(taken, buffer.limit(n).position(0));
            loadedFrom = 0;
            loadedTo = n;
        }
        buffer.limit(loadedTo).position(loadedFrom);
        return view;
    }

    void consumed(int n) {
        if (n < 0 || n > loadedTo - loadedFrom) {
            throw new IllegalArgumentException("consumed " + n + " of " + (loadedTo - loadedFrom));
        }
        loadedFrom += n;
        taken += n;
    }

    /**
     * Closes the file and gives the buffer back.
     *
     * @param lent the buffer may still be in a system call of another thread
     */
    void close(boolean lent) {
        if (lent) {
            pool.discard(readBack);
        } else {
            pool.release(readBack);
        }
        file.close();
    }
}
