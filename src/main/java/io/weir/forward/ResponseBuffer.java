package io.weir.forward;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * The one buffer of {@code proxy_buffer_size} that a response header has to fit in, and the first body bytes behind it. Owns a
 * pooled buffer until {@link #release}. Confined to the exchange's thread.
 */
final class ResponseBuffer {

    private final RetainableByteBuffer pooled;
    /** From position to limit: free. */
    private final ByteBuffer space;
    /** From position to limit: received, and not taken yet. */
    private final ByteBuffer unparsed;

    ResponseBuffer(ByteBufferPool pool, int size) {
        pooled = pool.acquire(size, true);
        ByteBuffer memory = pooled.getByteBuffer();
        // The pool rounds sizes up; the configured one is the limit that a header may reach.
        memory.clear().limit(size);
        space = memory.slice();
        unparsed = memory.slice().limit(0);
    }

    /** Where to read into; its position moves as bytes arrive. */
    ByteBuffer space() {
        return space;
    }

    boolean hasSpace() {
        return space.hasRemaining();
    }

    /** What has been received and not consumed; consuming moves its position. */
    ByteBuffer unparsed() {
        unparsed.limit(space.position());
        return unparsed;
    }

    /** Forgets what has been consumed: the rest moves to the front. */
    void compact() {
        int rest = space.position() - unparsed.position();
        space.put(0, unparsed(), unparsed.position(), rest);
        space.position(rest);
        unparsed.position(0).limit(rest);
    }

    /** Forgets everything, so that the whole buffer can be filled again. */
    void clear() {
        space.clear();
        unparsed.position(0).limit(0);
    }

    void release() {
        pooled.getByteBuffer().clear().limit(0);
        pooled.release();
    }
}
