package io.weir.protocol.http;

import io.weir.http.HeadWriter;
import io.weir.protocol.BodyFraming;
import java.nio.ByteBuffer;

/** A request body in chunks (RFC 9112 section 7.1). */
final class ChunkedFraming implements BodyFraming {

    static final ChunkedFraming INSTANCE = new ChunkedFraming();

    private static final byte[] LAST_CHUNK = HeadWriter.ascii("0\r\n\r\n");
    private static final byte[] LINE_END = HeadWriter.ascii("\r\n");

    private ChunkedFraming() {}

    @Override
    public ByteBuffer[] wrap(ByteBuffer piece) {
        byte[] size = HeadWriter.ascii(Integer.toHexString(piece.remaining()) + "\r\n");
        return new ByteBuffer[] {ByteBuffer.wrap(size), piece, ByteBuffer.wrap(LINE_END)};
    }

    @Override
    public ByteBuffer end() {
        return ByteBuffer.wrap(LAST_CHUNK);
    }
}
