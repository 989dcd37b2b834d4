package io.weir.server;

import io.weir.body.ChunkDecoder;
import io.weir.body.ChunkedException;
import java.nio.ByteBuffer;

/** Decodes a request's body in chunks out of the connection's input; trailers are dropped, as nginx does. One thread at a time. */
final class ChunkedInput {

    /** More input is needed. */
    static final int MORE = 0;

    /** The last chunk and the trailers were read. */
    static final int END = -1;

    /** These are no chunks. */
    static final int BROKEN = -2;

    private static final int CAPACITY = 16 * 1024;

    private final RequestReader reader;
    private final ChunkDecoder decoder = ChunkDecoder.skippingTrailers();
    /** Decoded bytes, in the memory of the input before its position. */
    private ByteBuffer decoded = ByteBuffer.allocate(0);

    private long length;

    ChunkedInput(RequestReader reader) {
        this.reader = reader;
    }

    /**
     * Decodes what is here.
     *
     * @return how many bytes were put into {@code into}, or {@link #MORE}, {@link #END} or {@link #BROKEN}
     */
    int decode(ByteBuffer into) {
        ByteBuffer in = reader.input();
        if (!decoded.hasRemaining() && !decoder.done() && in.hasRemaining()) {
            int start = in.position();
            try {
                int count = decoder.decode(in);
                decoded = in.duplicate().limit(start + count);
            } catch (ChunkedException broken) {
                return BROKEN;
            }
            in.position(in.limit() - (int) decoder.surplus()); // the next request
            length += in.position() - start;
        }
        if (!decoded.hasRemaining()) {
            return decoder.done() ? END : MORE;
        }
        int count = Math.min(into.remaining(), decoded.remaining());
        into.put(into.position(), decoded, decoded.position(), count);
        into.position(into.position() + count);
        decoded.position(decoded.position() + count);
        return count;
    }

    /** Bytes decoded so far, as they were received. */
    long length() {
        return length;
    }

    /** Room for more bytes, after {@link #MORE}; they are told to {@link #received}. */
    ByteBuffer space() {
        return reader.spaceForBody(CAPACITY);
    }

    void received(int count) {
        reader.received(count);
    }
}
