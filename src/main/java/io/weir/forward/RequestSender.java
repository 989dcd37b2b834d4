package io.weir.forward;

import io.weir.body.RequestBody;
import io.weir.config.HandlerSettings;
import io.weir.connect.PeerConnection;
import io.weir.connect.TimedOutException;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.protocol.BodyFraming;
import io.weir.protocol.RequestHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to a peer. What the socket takes at once is sent by the exchange's own thread, which is every request but
 * large uploads; those get a second thread, because a peer may answer before it has read everything, and its answer must not
 * wait (nginx-semantics 1.8).
 */
final class RequestSender {

    private final PeerConnection connection;
    private final Downstream client;
    private final RequestHead head;
    private final BodyToSend body;
    private final HandlerSettings settings;
    private final Resources resources;
    private final Runnable onSent;
    private @Nullable BodyPump pump;
    private @Nullable IOException failure;

    /** @param onSent run when the request is sent and the response has not begun; perhaps by the second thread */
    RequestSender(
            PeerConnection connection,
            Downstream client,
            RequestHead head,
            BodyToSend body,
            HandlerSettings settings,
            Resources resources,
            Runnable onSent) {
        this.connection = connection;
        this.client = client;
        this.head = head;
        this.body = body;
        this.settings = settings;
        this.resources = resources;
        this.onSent = onSent;
    }

    /**
     * Sends head and body, or begins to. A write that fails is no failure yet: the peer may have answered before it closed,
     * and reading will tell.
     *
     * @throws TimedOutException when the peer took nothing for {@code proxy_send_timeout}
     */
    void send() throws TimedOutException {
        ByteBuffer[] first = firstBuffers();
        boolean more = needsPump();
        try {
            if (more || BufferedRelay.remaining(first) > BodyPump.PIECE) {
                connection.tryWrite(first, 0, first.length);
                if (more || BufferedRelay.remaining(first) > 0) {
                    pump = BodyPump.start(connection, client, first, head, body, settings, resources, onSent);
                }
            } else {
                connection.write(first, 0, first.length, settings.sendTimeout());
            }
            if (pump == null) {
                onSent.run();
            }
        } catch (TimedOutException slow) {
            throw slow;
        } catch (IOException broken) {
            failure = broken;
        }
    }

    private ByteBuffer[] firstBuffers() {
        ByteBuffer headBytes = ByteBuffer.wrap(head.bytes());
        if (head.replacement().length > 0) {
            return new ByteBuffer[] {headBytes, ByteBuffer.wrap(head.replacement())};
        }
        RequestBody read = body.read();
        ByteBuffer memory = head.sendBody() && read != null ? read.memory() : null;
        if (memory == null) {
            return new ByteBuffer[] {headBytes};
        }
        BodyFraming framing = head.framing();
        return framing == null ? new ByteBuffer[] {headBytes, memory} : framed(headBytes, framing, memory);
    }

    private static ByteBuffer[] framed(ByteBuffer head, BodyFraming framing, ByteBuffer body) {
        ByteBuffer[] wrapped = framing.wrap(body);
        ByteBuffer[] all = new ByteBuffer[wrapped.length + 2];
        all[0] = head;
        System.arraycopy(wrapped, 0, all, 1, wrapped.length);
        all[all.length - 1] = framing.end();
        return all;
    }

    /** Whether there is a body that is not in memory. */
    private boolean needsPump() {
        return head.sendBody()
                && (body.streamed() || (body.read() != null && body.read().inFile()));
    }

    /** The read time-out that holds now: none while the request is still being sent (nginx-semantics 1.4). */
    long readTimeout() {
        return pump == null || pump.done() ? settings.readTimeout() : Long.MAX_VALUE;
    }

    /** The first bytes of the response are here. */
    void responseBegun() {
        if (pump != null) {
            pump.responseBegun();
        }
    }

    /** The response is about to be passed on. */
    void responsePasses() {
        if (pump != null) {
            pump.responsePasses();
        }
    }

    /** Whether waiting for the response, after the request had been sent by the second thread, took too long. */
    boolean responseOverdue() {
        return pump != null && pump.responseOverdue();
    }

    /** Whether the whole request was sent, so that the connection may be kept. */
    boolean sentCompletely() {
        return failure == null && (pump == null || pump.sentCompletely());
    }

    /** What a write failed with, if one did: the system tells the reason for a broken connection only once. */
    @Nullable
    IOException failure() {
        return pump == null ? failure : pump.failure();
    }

    /** When the reason for a failed connection is the client, which did not send its body, says so. */
    void rethrowClientFailure() throws DownstreamException {
        if (pump != null && pump.clientFailure() != null) {
            throw pump.clientFailure();
        }
    }

    /** Ends the second thread, if there is one; blocks until it has ended. */
    void stop() {
        if (pump != null) {
            pump.stop();
        }
    }
}
