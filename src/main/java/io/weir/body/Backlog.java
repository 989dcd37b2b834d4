package io.weir.body;

import io.weir.body.RelayBuffer.Sizes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the writer of a {@link RelayBuffer} still has to take, and where it lies. The order of the body is always:
 *
 * <pre>
 *   in the writer's hand │ in the file │ published in the ring
 *     (ring, claimed)      (overflow)       (unclaimed)
 * </pre>
 *
 * So the ring's bytes can be claimed only while the file is drained, and what goes to the file are the oldest ones that
 * are not claimed.
 *
 * <p>Not thread-safe: every method is called under the relay buffer's lock.
 */
final class Backlog {

    /** File I/O holds the carrier of a virtual thread: smaller pieces would cost more in switching than in copying. */
    private static final int MIN_FILE_WRITE = 64 * 1024;

    private final Sizes sizes;
    private final Ring ring;
    private @Nullable Overflow file;

    /** The oldest unclaimed bytes are on their way to the file: nothing must be claimed. */
    private boolean spilling;

    /** What the writer was given last came from the file, and so it consumes of the file. */
    private boolean handFromFile;

    Backlog(Sizes sizes, Ring ring) {
        this.sizes = sizes;
        this.ring = ring;
    }

    boolean fileDrained() {
        return file == null || file.isDrained();
    }

    /** Whether the writer has consumed everything that was published. */
    boolean isDrained() {
        return ring.claimed() == 0 && ring.unclaimed() == 0 && fileDrained();
    }

    /** Whether the writer can take something now; what is on its way to the file it cannot. */
    boolean hasReadable() {
        return ring.claimed() > 0 || !fileDrained() || (!spilling && ring.unclaimed() > 0);
    }

    /** Null until something was spilled. */
    @Nullable
    Overflow file() {
        return file;
    }

    /** How many bytes ever went to the file. */
    long bytesToFile() {
        return file == null ? 0 : file.end();
    }

    // ---- from the ring to the file

    /** How much of a full ring may go to the file now: whole buffers, as long as nginx's limit has room for one. */
    int spillable() {
        long unclaimed = ring.unclaimed();
        long allowed = sizes.maxTempFileSize() - bytesToFile();
        if (allowed < unclaimed) {
            unclaimed = Math.max(0, allowed) / sizes.size() * sizes.size();
        }
        return (int) Math.min(unclaimed, Math.max(sizes.tempFileWriteSize(), MIN_FILE_WRITE));
    }

    /** The oldest unclaimed bytes, which stay where they are until {@link #endSpill}: to be used without the lock. */
    ByteBuffer[] beginSpill(int n) {
        spilling = true;
        return ring.toSpill(n);
    }

    /** The file that the first spill goes to. */
    void continueIn(Overflow opened) {
        file = opened;
    }

    boolean isSpilling() {
        return spilling;
    }

    /** @param n the bytes of {@link #beginSpill} if they are in the file now; 0 if they are not, and stay in the ring */
    void endSpill(int n) {
        spilling = false;
        if (n > 0 && file != null) {
            file.appended(n);
            ring.spilled(n);
        }
    }

    // ---- into the writer's hand and out of it

    /**
     * Puts published bytes of the ring into the writer's hand, if it is their turn.
     *
     * @param shared whether the reader is another thread, which then must find bytes that it may spill
     * @return what is in hand; nothing when the file's bytes come first
     */
    ByteBuffer[] claim(boolean shared) {
        if (fileDrained() && !spilling) {
            ring.claim(shared ? busyLimit() : ring.capacity());
        }
        handFromFile = ring.claimed() == 0;
        return ring.inHand();
    }

    private int busyLimit() {
        int capacity = ring.capacity();
        return sizes.count() > 1
                ? Math.min(Math.max(sizes.busySize(), capacity / 2), capacity - sizes.size())
                : capacity;
    }

    /** The client has the first {@code n} bytes of what was in hand: from {@link #claim}, or else from the file. */
    void consumed(int n) {
        if (handFromFile && file != null) {
            file.consumed(n);
            return;
        }
        ring.consumed(n);
        unclaim();
    }

    /** Lets what is in hand go back to the ring, so that it may be spilled; not while something lies between. */
    void unclaim() {
        if (fileDrained() && !spilling) {
            ring.unclaim();
        }
    }
}
