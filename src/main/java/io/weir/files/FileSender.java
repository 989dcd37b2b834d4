package io.weir.files;

import io.weir.exchange.Downstream;
import io.weir.response.BodyPart;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/** Writes parts of a file as a body, through one buffer of the pool. */
final class FileSender {

    /** Large pieces, because each read holds the carrier of the virtual thread; twice what nginx reads at once. */
    private static final int PIECE = 64 * 1024;

    /** Left free before a small file, for the response's head. */
    private static final int HEADROOM = 1024;

    private final Downstream client;
    private final FileChannel file;
    private final ByteBufferPool buffers;

    FileSender(Downstream client, FileChannel file, ByteBufferPool buffers) {
        this.client = client;
        this.file = file;
        this.buffers = buffers;
    }

    /**
     * Sends the parts and ends the response. Blocks until the client has taken them.
     *
     * @throws EOFException when the file has become shorter than it was
     */
    void send(List<BodyPart> parts) throws IOException {
        long longest = parts.stream()
                .mapToLong(part -> part.end() - part.start())
                .max()
                .orElse(0);
        if (longest == 0 && parts.size() <= 1) {
            client.end(HttpFields.EMPTY);
            return;
        }
        int size = (int) Math.min(PIECE, HEADROOM + longest);
        RetainableByteBuffer pooled = buffers.acquire(size, true);
        ByteBuffer buffer = pooled.getByteBuffer();
        try {
            buffer.clear().limit(size);
            send(parts, longest, buffer);
        } finally {
            buffer.clear().limit(0);
            pooled.release();
        }
    }

    private void send(List<BodyPart> parts, long longest, ByteBuffer buffer) throws IOException {
        BodyPart first = parts.getFirst();
        if (parts.size() == 1 && HEADROOM + longest <= buffer.limit()) {
            buffer.position(HEADROOM);
            fill(buffer, first.start(), (int) longest);
            client.endWhole(buffer.position(HEADROOM), HttpFields.EMPTY);
            return;
        }
        for (BodyPart part : parts) {
            ByteBuffer heading = ByteBuffer.wrap(part.heading());
            for (long at = part.start(); at < part.end(); at += buffer.limit()) {
                buffer.clear();
                fill(buffer, at, (int) Math.min(buffer.capacity(), part.end() - at));
                client.write(new ByteBuffer[] {heading, buffer.flip()});
            }
            if (heading.hasRemaining()) {
                client.write(new ByteBuffer[] {heading});
            }
        }
        client.end(HttpFields.EMPTY);
    }

    /** Reads exactly so many bytes to where the buffer is, and ends it there. */
    private void fill(ByteBuffer buffer, long start, int count) throws IOException {
        buffer.limit(buffer.position() + count);
        long at = start;
        while (buffer.hasRemaining()) {
            int read = file.read(buffer, at);
            if (read < 0) {
                throw new EOFException("the file ends at " + at);
            }
            at += read;
        }
    }
}
