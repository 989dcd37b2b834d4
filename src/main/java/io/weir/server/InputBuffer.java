package io.weir.server;

import io.weir.config.ClientSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What one client connection has received and not consumed. It is of {@code client_header_buffer_size} while the connection is
 * idle, and grows only for a head that needs it, up to what {@code large_client_header_buffers} allow, or for a body in chunks.
 * Confined to the connection's thread.
 */
final class InputBuffer {

    private final ClientSettings settings;
    private ByteBuffer in;

    InputBuffer(ClientSettings settings) {
        this.settings = settings;
        this.in = ByteBuffer.allocate(settings.headerBufferSize()).limit(0);
    }

    /** Received and not consumed from position to limit, free from there on; another object once the buffer has grown. */
    ByteBuffer bytes() {
        return in;
    }

    /** Moves what is here to the front, where a head has to begin, and gives up memory that it does not need. */
    void beginHead() {
        if (in.capacity() > settings.headerBufferSize() && in.remaining() <= settings.headerBufferSize()) {
            in = ByteBuffer.allocate(settings.headerBufferSize()).put(in).flip();
        } else {
            in.compact().flip();
        }
    }

    /**
     * Room for more bytes of a head; what was consumed of it stays.
     *
     * @return the free part; empty when the head is too large
     */
    ByteBuffer spaceForHead() {
        if (in.limit() == in.capacity()) {
            int most = settings.headerBufferSize() + settings.largeHeaderBuffers() * settings.largeHeaderBufferSize();
            int larger = Math.min(most, Math.max(in.capacity() * 2, settings.largeHeaderBufferSize()));
            if (larger > in.capacity()) {
                // From 0 on: the head stays in one piece, so that its first line can be told as it came.
                ByteBuffer grown = ByteBuffer.allocate(larger).put(0, in, 0, in.limit());
                in = grown.limit(in.limit()).position(in.position());
            }
        }
        return free();
    }

    /**
     * Room for more bytes of a body; what was consumed is gone.
     *
     * @param capacity how large the buffer has to be at least
     */
    ByteBuffer spaceForBody(int capacity) {
        if (in.capacity() < capacity) {
            in = ByteBuffer.allocate(capacity).put(in).flip();
        } else {
            in.compact().flip();
        }
        return free();
    }

    private ByteBuffer free() {
        return in.duplicate().limit(in.capacity()).position(in.limit());
    }

    /** Tells that bytes were put into the free part. */
    void received(int count) {
        in.limit(in.limit() + count);
    }

    /** The request line as received, as long as the head is here. */
    String firstLine() {
        int start = firstLineStart();
        int end = start;
        while (end < in.limit() && !isLineEnd(end)) {
            end++;
        }
        return new String(in.array(), start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** Where the first line is that is not empty. */
    int firstLineStart() {
        int start = 0;
        while (start < in.limit() && isLineEnd(start)) {
            start++;
        }
        return start;
    }

    private boolean isLineEnd(int at) {
        return in.get(at) == '\r' || in.get(at) == '\n';
    }
}
