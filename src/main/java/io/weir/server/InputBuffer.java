package io.weir.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What one client connection has received and not consumed. It is of {@code client_header_buffer_size} while the connection is
 * idle, and grows only for a head that needs it, as far as the parser lets it, or for a body in chunks. Confined to the
 * connection's thread.
 */
final class InputBuffer {

    private final int idleSize;
    private ByteBuffer in;

    InputBuffer(int idleSize) {
        this.idleSize = idleSize;
        this.in = ByteBuffer.allocate(idleSize).limit(0);
    }

    /** Received and not consumed from position to limit, free from there on; another object once the buffer has grown. */
    ByteBuffer bytes() {
        return in;
    }

    /** Moves what is here to the front, where a head has to begin, and gives up memory that it does not need. */
    void beginHead() {
        if (in.capacity() > idleSize && in.remaining() <= idleSize) {
            in = ByteBuffer.allocate(idleSize).put(in).flip();
        } else {
            in.compact().flip();
        }
    }

    /** Forgets what is here. */
    void clear() {
        in.position(0).limit(0);
    }

    /** Room for more bytes of a head, which stays in one piece and where it is. */
    ByteBuffer spaceForHead() {
        if (in.limit() == in.capacity()) {
            ByteBuffer grown = ByteBuffer.allocate(in.capacity() * 2).put(0, in, 0, in.limit());
            in = grown.limit(in.limit()).position(in.position());
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

    /** The line that begins there, without its end, or what is here of it. */
    String lineAt(int start) {
        int end = start;
        while (end < in.limit() && in.get(end) != '\r' && in.get(end) != '\n') {
            end++;
        }
        return new String(in.array(), start, end - start, StandardCharsets.ISO_8859_1);
    }
}
