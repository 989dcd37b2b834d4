package io.weir.forward;

import io.weir.body.BodyTooLargeException;
import io.weir.config.HandlerSettings;
import io.weir.connect.PeerConnection;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.protocol.RequestHead;
import io.weir.time.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The thread that sends a long request body while the exchange's thread waits for the response. It ends when the body is sent,
 * when the peer or the client fails, or when the response is through.
 */
final class BodyPump implements Runnable {

    /** Bytes of one piece: what a socket takes at once in most cases. */
    static final int PIECE = 64 * 1024;

    private final PeerConnection connection;
    private final Downstream client;
    private final ByteBuffer[] rest;
    private final RequestHead head;
    private final BodyToSend body;
    private final HandlerSettings settings;
    private final Resources resources;
    private final Runnable onSent;
    private final Deadline responseDeadline;
    private @Nullable Thread thread;

    private volatile boolean answered;
    private volatile boolean stopped;
    private volatile boolean done;
    private volatile boolean sent;
    private volatile @Nullable DownstreamException clientFailure;
    private volatile @Nullable IOException failure;
    /** Guarded by this: the deadline is armed by one thread and disarmed by the other. */
    private boolean responseSeen;

    private boolean overdue;

    private BodyPump(
            PeerConnection connection,
            Downstream client,
            ByteBuffer[] rest,
            RequestHead head,
            BodyToSend body,
            HandlerSettings settings,
            Resources resources,
            Runnable onSent) {
        this.resources = resources;
        this.connection = connection;
        this.client = client;
        this.rest = rest;
        this.head = head;
        this.body = body;
        this.settings = settings;
        this.onSent = onSent;
        this.responseDeadline = resources.ticker().deadline(connection::abort);
    }

    /**
     * @param rest what the socket did not take at once of the head and what is in memory
     * @param onSent run when nothing more is to be sent, unless the response has begun before
     */
    static BodyPump start(
            PeerConnection connection,
            Downstream client,
            ByteBuffer[] rest,
            RequestHead head,
            BodyToSend body,
            HandlerSettings settings,
            Resources resources,
            Runnable onSent) {
        BodyPump pump = new BodyPump(connection, client, rest, head, body, settings, resources, onSent);
        Thread thread = Thread.ofVirtual()
                .name(Thread.currentThread().getName() + " body")
                .unstarted(pump);
        pump.thread = thread;
        if (body.streamed()) {
            client.bodyReader(thread);
        }
        thread.start();
        return pump;
    }

    @Override
    public void run() {
        try {
            send(rest);
            if (head.sendBody() && body.streamed()) {
                stream();
            } else if (head.sendBody() && body.read() != null && body.read().inFile()) {
                body.read().writeTo(piece -> write(wrapped(piece)));
                if (head.framing() != null) {
                    write(new ByteBuffer[] {head.framing().end()});
                }
            }
            endOfBody();
        } catch (DownstreamException clientFailed) {
            if (!answered) {
                clientFailure = clientFailed;
                connection.abort();
            }
        } catch (IOException peerFailed) {
            // The peer may have answered before it stopped reading; the exchange's thread finds out.
            failure = peerFailed;
        } finally {
            done = true;
            armResponseDeadline();
        }
    }

    private void stream() throws IOException {
        LeasedSlabs slabs = new LeasedSlabs(resources.buffers());
        ByteBuffer piece = slabs.acquire(PIECE);
        try {
            stream(piece);
        } finally {
            slabs.release(piece);
        }
    }

    private void stream(ByteBuffer piece) throws IOException {
        long received = 0;
        while (!stopped) {
            piece.clear().limit(PIECE);
            int count = client.readBody(piece);
            if (count < 0) {
                if (head.framing() != null && !answered) {
                    write(new ByteBuffer[] {head.framing().end()});
                }
                return;
            }
            checkLimit(received, count);
            received += count;
            piece.flip();
            // Once the peer has answered, nobody needs the rest; but a client may read its response only after it has
            // sent all.
            if (!answered && !stopped && count > 0) {
                send(wrapped(piece));
            }
        }
    }

    /** A declared length was checked before; chunks can only be counted. */
    private void checkLimit(long received, int count) throws DownstreamException {
        if (body.length() < 0 && body.limit() > 0 && count > body.limit() - received) {
            BodyTooLargeException tooLarge = new BodyTooLargeException(received, count);
            throw new DownstreamException(DownstreamException.Kind.TOO_LARGE, tooLarge.getMessage(), tooLarge);
        }
    }

    private ByteBuffer[] wrapped(ByteBuffer piece) {
        return head.framing() == null
                ? new ByteBuffer[] {piece}
                : head.framing().wrap(piece);
    }

    /** A write that the peer did not take ends with the connection, when its answer is complete: then the rest is only read. */
    private void send(ByteBuffer[] data) throws IOException {
        try {
            connection.write(data, 0, data.length, settings.sendTimeout());
        } catch (IOException peerFailed) {
            if (!answered || !body.streamed()) {
                throw peerFailed;
            }
        }
    }

    private void write(ByteBuffer[] data) throws IOException {
        if (answered || stopped) {
            throw new IOException("the peer has answered");
        }
        connection.write(data, 0, data.length, settings.sendTimeout());
    }

    /** Only now the peer's silence counts: {@code proxy_read_timeout} runs from the end of the request. */
    private synchronized void armResponseDeadline() {
        if (!responseSeen) {
            if (sent) {
                onSent.run();
            }
            responseDeadline.arm(settings.readTimeout());
        }
    }

    synchronized void responseBegun() {
        responseSeen = true;
        overdue = !responseDeadline.disarm();
    }

    synchronized boolean responseOverdue() {
        return overdue || responseDeadline.expired();
    }

    /** The response's head is on its way to the client: from here on no more of the body is sent (nginx-semantics 1.8). */
    synchronized void responsePasses() {
        if (!sent) {
            answered = true; // so that the connection is not kept, which has no write time-out any more
            connection.unboundWrites(); // a write that the peer does not take must not end a response that it sends
        }
    }

    private synchronized void endOfBody() {
        sent = !answered && !stopped;
    }

    boolean done() {
        return done;
    }

    boolean sentCompletely() {
        return done && sent;
    }

    /** What a write failed with, if one did. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Nullable
    DownstreamException clientFailure() {
        return clientFailure;
    }

    /**
     * The response is through, or the attempt has failed: nothing more is sent. A thread that waits for the client's body is left
     * to the client's side, which ends it; one that waits for the peer has ended with the connection.
     */
    void stop() {
        stopped = true;
        synchronized (this) {
            responseSeen = true;
            responseDeadline.close();
        }
        if (body.streamed()) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
