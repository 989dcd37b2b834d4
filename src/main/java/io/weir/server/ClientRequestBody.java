package io.weir.server;

import io.weir.exchange.DownstreamException;
import io.weir.exchange.DownstreamException.Kind;
import io.weir.http.HeadWriter;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** The body of the request that a {@link RequestReader} has read the head of. One thread at a time. */
final class ClientRequestBody {

    private static final byte[] CONTINUE = HeadWriter.ascii("HTTP/1.1 100 Continue\r\n\r\n");

    /** Bytes of a body that a client sends together with its head, mostly. */
    private static final int SMALL = 16 * 1024;

    private static final String PREMATURE = "client prematurely closed connection";

    private final ClientSocket socket;
    private final RequestReader reader;
    private final ResponseWriter writer;
    private @Nullable ChunkedInput chunks;
    private long length;
    private long remaining;
    /** Read by the exchange's thread while another one reads the body. */
    private volatile boolean ended = true;

    private boolean continueExpected;
    private volatile long timeout;
    private volatile long received;
    /** Whether somebody has asked for it. */
    private boolean asked;

    private @Nullable ByteBuffer early;
    private boolean earlyEnd;
    private boolean earlyBroken;

    ClientRequestBody(ClientSocket socket, RequestReader reader, ResponseWriter writer) {
        this.socket = socket;
        this.reader = reader;
        this.writer = writer;
    }

    /** Begins with the head that was just read. */
    void begin(ParsedHead head, long bodyTimeout) {
        length = head.bodyLength();
        remaining = length;
        ended = length == 0;
        received = 0;
        asked = false;
        chunks = length < 0 ? new ChunkedInput(reader) : null;
        early = null;
        earlyEnd = false;
        earlyBroken = false;
        timeout = bodyTimeout;
        continueExpected = head.expectsContinue() && head.line().version() == HttpVersion.HTTP_1_1;
    }

    /** Gives up what belongs to a request that is over; one whose head is bad has no body, as far as anyone is told. */
    void release() {
        length = 0;
        remaining = 0;
        received = 0;
        ended = true;
        continueExpected = false;
        chunks = null;
        early = null;
    }

    /** As declared; -1 for chunks. */
    long length() {
        return length;
    }

    /** Bytes that were received for it, the framing among them. */
    long received() {
        ChunkedInput framed = chunks;
        return framed == null ? received : asked ? framed.length() : 0;
    }

    void timeout(long millis) {
        timeout = millis;
    }

    long timeout() {
        return timeout;
    }

    boolean ended() {
        return ended;
    }

    /** Whether reading all of it needs no more bytes from the client. */
    boolean arrived() {
        if (length >= 0) {
            if (remaining <= SMALL && remaining > reader.input().remaining() && !continueExpected) {
                // It may be here and have found no room behind the head: looking costs less than a thread to stream it.
                reader.received(socket.tryRead(reader.spaceForBody((int) remaining)));
            }
            return ended || reader.input().remaining() >= remaining;
        }
        decodeEarly();
        return earlyEnd;
    }

    /** See {@link io.weir.exchange.Downstream#bodyInvalid}. */
    boolean invalid() {
        if (length < 0 && !asked) {
            decodeEarly();
        }
        return earlyBroken;
    }

    /** Chunks that came with the head are decoded to learn whether the last one is among them. */
    private void decodeEarly() {
        if (early != null || !reader.input().hasRemaining()) {
            return;
        }
        ByteBuffer decoded = ByteBuffer.allocate(reader.input().remaining());
        int count;
        do {
            count = chunks.decode(decoded);
        } while (count > 0);
        early = decoded.flip();
        earlyEnd = count == ChunkedInput.END;
        earlyBroken = count == ChunkedInput.BROKEN;
    }

    /** The client waits for a word before it sends the body; once it was not given, the body may never come. */
    boolean continueOwed() {
        return continueExpected;
    }

    /** See {@link io.weir.exchange.Downstream#readBody}. */
    int read(ByteBuffer into) throws DownstreamException {
        asked = true;
        if (ended) {
            return -1;
        }
        grant();
        int count = length < 0 ? readChunks(into) : readLength(into);
        if (count < 0) {
            ended = true;
        } else {
            received += count;
        }
        return count;
    }

    /** The client may send the body, if it waits for that. */
    void grant() throws DownstreamException {
        if (continueExpected) {
            continueExpected = false;
            if (!reader.input().hasRemaining()) {
                writer.interim(ByteBuffer.wrap(CONTINUE));
            }
        }
    }

    private int readLength(ByteBuffer into) throws DownstreamException {
        int most = (int) Math.min(into.remaining(), remaining);
        ByteBuffer buffered = reader.input();
        int count;
        if (buffered.hasRemaining()) {
            count = Math.min(most, buffered.remaining());
            into.put(into.position(), buffered, buffered.position(), count);
            into.position(into.position() + count);
            buffered.position(buffered.position() + count);
        } else {
            int limit = into.limit();
            into.limit(into.position() + most);
            try {
                count = receive(into);
            } finally {
                into.limit(limit);
            }
        }
        remaining -= count;
        ended = remaining == 0;
        return count;
    }

    private int readChunks(ByteBuffer into) throws DownstreamException {
        if (early != null && early.hasRemaining()) {
            int count = Math.min(into.remaining(), early.remaining());
            into.put(into.position(), early, early.position(), count);
            into.position(into.position() + count);
            early.position(early.position() + count);
            return count;
        }
        if (earlyBroken) {
            throw new DownstreamException(Kind.BAD_BODY, "client sent invalid chunked body");
        }
        while (true) {
            int count = chunks.decode(into);
            if (count == ChunkedInput.BROKEN) {
                throw new DownstreamException(Kind.BAD_BODY, "client sent invalid chunked body");
            }
            if (count != ChunkedInput.MORE) {
                return count;
            }
            chunks.received(receive(chunks.space()));
        }
    }

    /** Within a body, the end of what the client sends is premature, be it orderly or a reset. */
    private int receive(ByteBuffer into) throws DownstreamException {
        int count;
        try {
            count = socket.read(into, timeout);
        } catch (DownstreamException failed) {
            throw failed.kind() == Kind.GONE ? new DownstreamException(Kind.CUT_BODY, PREMATURE, failed) : failed;
        }
        if (count < 0) {
            throw new DownstreamException(Kind.CUT_BODY, PREMATURE);
        }
        return count;
    }
}
