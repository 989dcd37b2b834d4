package io.weir.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the thread that reads the upstream does with a {@link RelayBuffer}: it fills the ring, and makes room in it when
 * the writer does not. The contract of each method is that of the method of the same name there.
 */
final class ReaderSide {

    private final Rendezvous meeting;
    private final Ring ring;
    private final Backlog backlog;
    private final SlabPool pool;
    private final Spill spill;

    private boolean hasMemory;
    private long graceLeft;

    /** Set, under the lock, while a system call of that thread may be using the ring's memory. */
    private @Nullable Thread lease;

    /** @param graceNanos how long in sum to wait for the writer before bytes are spilled */
    ReaderSide(Rendezvous meeting, Ring ring, Backlog backlog, SlabPool pool, Spill spill, long graceNanos) {
        this.meeting = meeting;
        this.ring = ring;
        this.backlog = backlog;
        this.pool = pool;
        this.spill = spill;
        this.graceLeft = graceNanos;
    }

    ByteBuffer[] free() throws IOException {
        acquireMemory();
        while (true) {
            int n;
            ByteBuffer[] oldest;
            meeting.lock();
            try {
                lease = null;
                meeting.checkReader();
                if (ring.room() > 0) {
                    lease = Thread.currentThread();
                    return ring.free(ring.room());
                }
                publishFilled();
                if (!meeting.handedOver()) {
                    return Ring.NONE;
                }
                n = backlog.spillable();
                if (n == 0) {
                    meeting.waitForRoom();
                    continue;
                }
                if (graceLeft > 0 && backlog.fileDrained()) {
                    graceLeft = meeting.waitForRoom(graceLeft);
                    continue;
                }
                oldest = backlog.beginSpill(n);
                lease = Thread.currentThread();
            } finally {
                meeting.unlock();
            }
            spill(oldest, n);
        }
    }

    private void acquireMemory() throws AbandonedException {
        if (hasMemory) {
            return;
        }
        ByteBuffer slab = pool.acquire(ring.capacity());
        meeting.lock();
        try {
            if (!meeting.closed()) {
                hasMemory = true;
                ring.use(slab);
                return;
            }
        } finally {
            meeting.unlock();
        }
        pool.release(slab);
        throw new AbandonedException(null);
    }

    private void spill(ByteBuffer[] oldest, int n) throws IOException {
        boolean written = false;
        try {
            spill.write(oldest);
            written = true;
        } finally {
            meeting.lock();
            try {
                lease = null;
                backlog.endSpill(written && !meeting.closed() ? n : 0);
                meeting.wakeWriter();
            } finally {
                meeting.unlock();
            }
        }
    }

    ByteBuffer[] raw(int n) {
        meeting.lock();
        try {
            return ring.free(n);
        } finally {
            meeting.unlock();
        }
    }

    void filled(int n) {
        meeting.lock();
        try {
            lease = null;
            ring.filled(n);
        } finally {
            meeting.unlock();
        }
    }

    int put(ByteBuffer source) throws AbandonedException {
        acquireMemory();
        meeting.lock();
        try {
            lease = null;
            meeting.checkReader();
            int n = Math.min(source.remaining(), ring.room());
            for (ByteBuffer slice : ring.free(n)) {
                int part = slice.remaining();
                slice.put(slice.position(), source, source.position(), part);
                source.position(source.position() + part);
            }
            ring.filled(n);
            return n;
        } finally {
            meeting.unlock();
        }
    }

    void publish() {
        meeting.lock();
        try {
            publishFilled();
        } finally {
            meeting.unlock();
        }
    }

    private void publishFilled() {
        if (ring.publish()) {
            meeting.wakeWriter();
        }
    }

    void finish() {
        meeting.lock();
        try {
            lease = null;
            ring.publish();
            meeting.end(null);
        } finally {
            meeting.unlock();
        }
    }

    void fail(Throwable cause) {
        meeting.lock();
        try {
            lease = null;
            meeting.end(cause);
        } finally {
            meeting.unlock();
        }
    }

    boolean wouldWait() {
        meeting.lock();
        try {
            publishFilled();
            return ring.room() == 0 && meeting.handedOver() && backlog.spillable() == 0;
        } finally {
            meeting.unlock();
        }
    }

    /** With the lock held: whether a system call of a thread other than this one may be using the ring's memory. */
    boolean lentElsewhere() {
        return lease != null && lease != Thread.currentThread();
    }
}
