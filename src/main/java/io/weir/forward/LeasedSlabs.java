package io.weir.forward;

import io.weir.body.SlabPool;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/** One relay's view of Jetty's buffer pool: remembers what it has taken, which are one or two buffers. */
final class LeasedSlabs implements SlabPool {

    private final ByteBufferPool pool;
    private final List<RetainableByteBuffer> leased = new ArrayList<>(2);

    LeasedSlabs(ByteBufferPool pool) {
        this.pool = pool;
    }

    @Override
    public synchronized ByteBuffer acquire(int size) {
        RetainableByteBuffer buffer = pool.acquire(size, true);
        leased.add(buffer);
        return buffer.getByteBuffer().clear().limit(size);
    }

    @Override
    public synchronized void release(ByteBuffer slab) {
        RetainableByteBuffer buffer = remove(slab);
        slab.clear().limit(0);
        buffer.release();
    }

    @Override
    public synchronized void discard(ByteBuffer slab) {
        // Not given back: the pool must not lend what a system call may still touch.
        remove(slab);
    }

    private RetainableByteBuffer remove(ByteBuffer slab) {
        for (int i = 0; i < leased.size(); i++) {
            if (leased.get(i).getByteBuffer() == slab) {
                return leased.remove(i);
            }
        }
        throw new IllegalStateException("this buffer was not acquired here");
    }
}
