package io.weir.body;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the thread that writes to the client does with a {@link RelayBuffer}: it takes what is published into its hand
 * and gives back memory. The contract of each method is that of the method of the same name there.
 */
final class WriterSide {

    private final Rendezvous meeting;
    private final Ring ring;
    private final Backlog backlog;
    private final int bufferSize;

    /** Set, under the lock, while a system call of that thread may be using memory of the ring or of the file. */
    private @Nullable Thread lease;

    /** @param bufferSize how much room is worth waking a waiting reader for: one of {@code proxy_buffers} */
    WriterSide(Rendezvous meeting, Ring ring, Backlog backlog, int bufferSize) {
        this.meeting = meeting;
        this.ring = ring;
        this.backlog = backlog;
        this.bufferSize = bufferSize;
    }

    boolean await() throws InterruptedIOException {
        meeting.lock();
        try {
            while (!meeting.closed()) {
                if (backlog.hasReadable()) {
                    return true;
                }
                if (meeting.ended() && !backlog.isSpilling()) {
                    return false;
                }
                meeting.waitForData();
            }
            return false;
        } finally {
            meeting.unlock();
        }
    }

    ByteBuffer[] readable() throws IOException {
        Overflow file;
        long until;
        meeting.lock();
        try {
            if (meeting.closed() || !backlog.hasReadable()) {
                return Ring.NONE;
            }
            lease = Thread.currentThread();
            ByteBuffer[] inHand = backlog.claim(meeting.handedOver());
            if (inHand.length > 0) {
                return inHand;
            }
            file = Objects.requireNonNull(backlog.file());
            until = file.end();
        } finally {
            meeting.unlock();
        }
        return file.load(until);
    }

    void consumed(int n) {
        meeting.lock();
        try {
            lease = null;
            if (meeting.closed()) {
                return;
            }
            backlog.consumed(n);
            if (ring.room() >= bufferSize) {
                meeting.wakeReader();
            }
        } finally {
            meeting.unlock();
        }
    }

    void abandon(Throwable cause) {
        meeting.lock();
        try {
            lease = null;
            meeting.abandon(cause);
        } finally {
            meeting.unlock();
        }
    }

    /** By the only thread so far: what it had in hand waits for the next one. */
    void handOver() {
        meeting.lock();
        try {
            lease = null;
            backlog.unclaim();
            meeting.handOver();
        } finally {
            meeting.unlock();
        }
    }

    /** With the lock held: whether a system call of a thread other than this one may be using the memory. */
    boolean lentElsewhere() {
        return lease != null && lease != Thread.currentThread();
    }
}
