package io.weir.body;

import java.nio.ByteBuffer;

/**
 * Where the memory of bodies comes from. Implementations are safe for use by any thread and never block.
 *
 * <p>Every buffer that was acquired is given back exactly once, by {@link #release} or {@link #discard}.
 */
public interface SlabPool {

    /**
     * A direct buffer with position 0 and limit {@code size}; its capacity may be larger, its content is undefined.
     *
     * @param size bytes, greater than 0
     */
    ByteBuffer acquire(int size);

    /** Takes back a buffer that nobody uses any more. */
    void release(ByteBuffer slab);

    /**
     * Takes back a buffer into which a blocked system call may still read or write: it must be left to the garbage
     * collector, never handed out again.
     */
    default void discard(ByteBuffer slab) {}

    /** Allocates anew each time. */
    static SlabPool unpooled() {
        return new SlabPool() {
            @Override
            public ByteBuffer acquire(int size) {
                return ByteBuffer.allocateDirect(size);
            }

            @Override
            public void release(ByteBuffer slab) {}
        };
    }
}
