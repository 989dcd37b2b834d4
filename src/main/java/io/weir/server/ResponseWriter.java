package io.weir.server;

import io.weir.exchange.DownstreamException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * Writes one response in its framing: the head with the first body bytes, chunks where the length is unknown. Owned by the
 * thread that writes the response, which may change once.
 */
final class ResponseWriter {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ClientSocket socket;
    private long sendTimeout;

    /** What has to be sent before any further body byte: the head, the size of a chunk, the end of the last one. */
    private ByteBuffer pending = NOTHING;
    /** Body bytes of the chunk that was announced and is not sent yet. */
    private long chunkLeft;

    private boolean chunked;
    private HttpFields sentTrailers = HttpFields.EMPTY;
    private boolean suppressBody;
    private @Nullable Pacer pacer;
    private boolean started;
    private long sent;
    private long headLength;

    ResponseWriter(ClientSocket socket) {
        this.socket = socket;
    }

    /** After each response. */
    void release() {
        pending = NOTHING;
        sentTrailers = HttpFields.EMPTY;
        chunkLeft = 0;
        chunked = false;
        suppressBody = false;
        pacer = null;
        started = false;
        sent = 0;
        headLength = 0;
    }

    void sendTimeout(long millis) {
        sendTimeout = millis;
    }

    /**
     * @param head in wire form; empty for HTTP/0.9
     * @param noBody whether body bytes are dropped: HEAD, 204, 304
     */
    void begin(ByteBuffer head, boolean inChunks, boolean noBody) {
        pending = head;
        headLength = head.remaining();
        chunked = inChunks && !noBody;
        suppressBody = noBody;
    }

    /** From here on bytes are written as they are. */
    void upgrade() {
        chunked = false;
        suppressBody = false;
        pacer = null; // nginx writes to an upgraded connection past its filters
    }

    /** An interim response, such as 100 Continue. */
    // Two threads may send one: that of the exchange, and the one that reads the request's body.
    synchronized void interim(ByteBuffer head) throws DownstreamException {
        sent += socket.write(new ByteBuffer[] {head}, sendTimeout);
    }

    /** From here on no faster than this. */
    void pace(Pacer limit) {
        pacer = limit;
    }

    private long send(ByteBuffer[] data) throws DownstreamException {
        return pacer == null ? socket.write(data, sendTimeout) : pacer.write(data, sendTimeout);
    }

    private long trySend(ByteBuffer[] data) throws DownstreamException {
        return pacer == null ? socket.tryWrite(data) : pacer.tryWrite(data);
    }

    boolean started() {
        return started;
    }

    long sent() {
        return sent;
    }

    long headSent() {
        return Math.min(sent, headLength);
    }

    /** Blocks until everything is sent. */
    void write(ByteBuffer[] data) throws DownstreamException {
        if (suppressBody) {
            skip(data);
        }
        started = true;
        if (!chunked) {
            sent += send(with(pending, data, NOTHING));
            return;
        }
        while (remaining(data) > 0) {
            openChunk(remaining(data));
            ByteBuffer[] chunk = cap(data, chunkLeft);
            sent += send(with(pending, chunk, endOf(chunk)));
            closeCapped(data, chunk);
        }
        flush();
    }

    /** Sends what goes at once; positions tell how much of the data that was. */
    void tryWrite(ByteBuffer[] data) throws DownstreamException {
        if (suppressBody) {
            skip(data);
        }
        started = true;
        if (!chunked) {
            sent += trySend(with(pending, data, NOTHING));
            return;
        }
        openChunk(remaining(data));
        ByteBuffer[] chunk = cap(data, chunkLeft);
        ByteBuffer lineEnd = endOf(chunk);
        sent += trySend(with(pending, chunk, lineEnd));
        closeCapped(data, chunk);
        if (chunkLeft == 0 && !pending.hasRemaining()) {
            pending = lineEnd;
        }
    }

    private void openChunk(long size) {
        if (chunkLeft == 0 && size > 0) {
            pending = ChunkFraming.join(pending, ChunkFraming.sizeLine(size));
            chunkLeft = size;
        }
    }

    /** A chunk that was announced from more data than is given now ends with a later write. */
    private ByteBuffer endOf(ByteBuffer[] chunk) {
        return remaining(chunk) == chunkLeft ? ByteBuffer.wrap(ChunkFraming.LINE_END) : NOTHING;
    }

    /** The first {@code count} bytes of the data, as buffers of their own. */
    static ByteBuffer[] cap(ByteBuffer[] data, long count) {
        ByteBuffer[] capped = new ByteBuffer[data.length];
        long left = count;
        for (int i = 0; i < data.length; i++) {
            int take = (int) Math.min(left, data[i].remaining());
            capped[i] = data[i].duplicate().limit(data[i].position() + take);
            left -= take;
        }
        return capped;
    }

    private void closeCapped(ByteBuffer[] data, ByteBuffer[] capped) {
        for (int i = 0; i < data.length; i++) {
            chunkLeft -= capped[i].position() - data[i].position();
            data[i].position(capped[i].position());
        }
    }

    /** Sends the head if it is still waiting. */
    void flush() throws DownstreamException {
        if (pending.hasRemaining()) {
            started = true;
            sent += send(new ByteBuffer[] {pending});
        }
    }

    /** Sends last bytes and the end of the body, in one write where they are one chunk. */
    void end(ByteBuffer[] data, HttpFields trailers) throws DownstreamException {
        if (suppressBody) {
            skip(data);
        }
        started = true;
        if (!chunked) {
            sent += send(with(pending, data, NOTHING));
            return;
        }
        if (chunkLeft > 0 && chunkLeft < remaining(data)) {
            write(data);
        }
        long last = remaining(data);
        openChunk(last);
        ByteBuffer end = ChunkFraming.end(last > 0, trailers);
        sentTrailers = trailers;
        sent += send(with(pending, data, end));
        chunkLeft = 0;
    }

    /** See {@link io.weir.exchange.Downstream#sentTrailers}. */
    HttpFields sentTrailers() {
        return sentTrailers;
    }

    /** See {@link io.weir.exchange.Downstream#endWhole}. */
    void endWhole(ByteBuffer body, HttpFields trailers) throws DownstreamException {
        int headroom = body.position() - pending.remaining();
        if (chunked || suppressBody || headroom < 0) {
            end(new ByteBuffer[] {body}, trailers);
            return;
        }
        body.put(headroom, pending, pending.position(), pending.remaining()).position(headroom);
        pending = NOTHING;
        started = true;
        sent += send(new ByteBuffer[] {body});
    }

    private static void skip(ByteBuffer[] data) {
        for (ByteBuffer buffer : data) {
            buffer.position(buffer.limit());
        }
    }

    private static ByteBuffer[] with(ByteBuffer first, ByteBuffer[] data, ByteBuffer last) {
        ByteBuffer[] all = new ByteBuffer[data.length + 2];
        all[0] = first;
        System.arraycopy(data, 0, all, 1, data.length);
        all[all.length - 1] = last;
        return all;
    }

    static long remaining(ByteBuffer[] data) {
        long count = 0;
        for (ByteBuffer buffer : data) {
            count += buffer.remaining();
        }
        return count;
    }
}
