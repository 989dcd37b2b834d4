package io.weir.body;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A pool that keeps a bounded number of idle bytes: sizes are rounded up to powers of two, and each such class is a
 * stack, so that the memory used last, which the caches still know, is used next. Beyond the bound buffers are left
 * to the garbage collector.
 *
 * <p>Virtual threads come and go with their requests, so nothing is kept per thread. Safe for use by any thread.
 */
public final class RecyclingPool implements SlabPool {

    /** Smaller requests get this much: they would not fill the pool's bookkeeping. */
    private static final int SMALLEST_BITS = 10;

    private final Shelf[] shelves = new Shelf[31];

    /**
     * @param maxIdleBytesPerClass how much memory each class of sizes may keep idle; a buffer larger than that is
     *     never kept
     */
    public RecyclingPool(long maxIdleBytesPerClass) {
        for (int bits = 0; bits < shelves.length; bits++) {
            shelves[bits] = new Shelf((int) Math.min(Integer.MAX_VALUE, maxIdleBytesPerClass >> bits));
        }
    }

    @Override
    public ByteBuffer acquire(int size) {
        int bits = bits(size);
        if (bits >= shelves.length) {
            return ByteBuffer.allocateDirect(size);
        }
        ByteBuffer slab = shelves[bits].take();
        return (slab == null ? ByteBuffer.allocateDirect(1 << bits) : slab.clear()).limit(size);
    }

    @Override
    public void release(ByteBuffer slab) {
        int bits = bits(slab.capacity());
        if (bits < shelves.length) {
            shelves[bits].put(slab);
        }
    }

    /** The number of the smallest class that has room for {@code size}. */
    private static int bits(int size) {
        return Math.max(SMALLEST_BITS, 32 - Integer.numberOfLeadingZeros(size - 1));
    }

    /** The idle buffers of one class. */
    private static final class Shelf {
        private final int most;
        private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();

        Shelf(int most) {
            this.most = most;
        }

        synchronized @Nullable ByteBuffer take() {
            return idle.pollLast();
        }

        synchronized void put(ByteBuffer slab) {
            if (idle.size() < most) {
                idle.addLast(slab);
            }
        }
    }
}
