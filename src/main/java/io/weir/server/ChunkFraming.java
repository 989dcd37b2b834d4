package io.weir.server;

import io.weir.http.HeadWriter;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** The bytes around chunks (RFC 9112 section 7.1). */
final class ChunkFraming {

    static final byte[] LINE_END = HeadWriter.ascii("\r\n");
    private static final byte[] END = HeadWriter.ascii("0\r\n\r\n");
    private static final byte[] LINE_END_AND_END = HeadWriter.ascii("\r\n0\r\n\r\n");

    private ChunkFraming() {}

    static ByteBuffer sizeLine(long size) {
        return ByteBuffer.wrap(HeadWriter.ascii(Long.toHexString(size) + "\r\n"));
    }

    /** The last chunk, after the end of the one before when there is one. */
    static ByteBuffer end(boolean inChunk, HttpFields trailers) {
        if (trailers.size() == 0) {
            return ByteBuffer.wrap(inChunk ? LINE_END_AND_END : END);
        }
        HeadWriter end = new HeadWriter(128).put(inChunk ? "\r\n0\r\n" : "0\r\n");
        for (HttpField trailer : trailers) {
            end.field(trailer.getName(), trailer.getValue());
        }
        return end.endLine().toBuffer();
    }

    static ByteBuffer join(ByteBuffer first, ByteBuffer second) {
        if (!first.hasRemaining()) {
            return second;
        }
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first)
                .put(second)
                .flip();
    }
}
