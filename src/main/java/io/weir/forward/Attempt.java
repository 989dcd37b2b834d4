package io.weir.forward;

import io.weir.config.ProxySettings;
import io.weir.config.ProxySettings.Condition;
import io.weir.connect.ConnectFailedException;
import io.weir.connect.PeerConnection;
import io.weir.connect.TimedOutException;
import io.weir.exchange.AttemptRecord;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.log.Phase;
import io.weir.protocol.HeaderProgress;
import io.weir.protocol.Protocol;
import io.weir.protocol.RequestHead;
import io.weir.protocol.UpstreamHead;
import io.weir.upstream.Pick;
import io.weir.upstream.Release;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One try at one peer, phase by phase: connect, send, read the header, decide, relay, keep or close. Every failure before the
 * response is passed on becomes a value here, in one place.
 */
final class Attempt {

    private final Exchange exchange;
    private final Downstream client;
    private final Destination to;
    private final ProxySettings settings;
    private final Protocol protocol;
    private final RequestHead request;
    private final BodyToSend body;
    private final Pick pick;
    private final RetryRule retry;
    private final Resources resources;
    private final AttemptRecord record;

    private @Nullable PeerConnection connection;
    private @Nullable RequestSender sender;
    private boolean requestSent;
    /** Set by the watch on another thread; read after the connection that it cut has failed. */
    private volatile boolean clientGone;

    Attempt(
            Exchange exchange,
            Destination to,
            Protocol protocol,
            RequestHead request,
            BodyToSend body,
            Pick pick,
            RetryRule retry,
            Resources resources) {
        this.exchange = exchange;
        this.client = exchange.downstream();
        this.to = to;
        this.settings = to.settings();
        this.protocol = protocol;
        this.request = request;
        this.body = body;
        this.pick = pick;
        this.retry = retry;
        this.resources = resources;
        this.record = exchange.startAttempt(pick.peer().name());
        exchange.upstreamUrl(protocol.schema() + pick.peer().name() + protocol.uri());
    }

    Outcome run() throws DownstreamException {
        ResponseBuffer buffer = resources.acquire(settings.buffering().headerSize());
        try {
            connect();
            send();
            UpstreamHead head = readHeader(buffer);
            if (movesOn(head)) {
                return next(head);
            }
            return deliver(head, buffer);
        } catch (AttemptFailure failure) {
            return failed(failure);
        } finally {
            client.unwatch();
            buffer.release();
            end();
        }
    }

    private void connect() throws AttemptFailure {
        exchange.phase(Phase.CONNECTING_TO_UPSTREAM);
        if (!settings.ignoreClientAbort()) {
            client.watch(this::clientGone);
        }
        try {
            connection = to.connections().acquire(pick.peer(), settings);
        } catch (TimedOutException slow) {
            throw new AttemptFailure(Condition.TIMEOUT, "upstream timed out (110: Connection timed out)");
        } catch (ConnectFailedException refused) {
            throw new AttemptFailure(Condition.ERROR, refused.getMessage());
        }
        record.connected(connection.reused());
    }

    private void send() throws AttemptFailure, DownstreamException {
        exchange.phase(Phase.SENDING_REQUEST_TO_UPSTREAM);
        requestSent = true;
        sender = new RequestSender(connection, client, request, body, settings);
        try {
            sender.send();
        } catch (TimedOutException slow) {
            throw new AttemptFailure(Condition.TIMEOUT, "upstream timed out (110: Connection timed out)");
        }
    }

    /** Reads until the protocol has the whole head. What arrived behind it stays in the buffer as the first of the body. */
    private UpstreamHead readHeader(ResponseBuffer buffer) throws AttemptFailure, DownstreamException {
        exchange.phase(Phase.READING_RESPONSE_HEADER_FROM_UPSTREAM);
        while (true) {
            readInto(buffer);
            switch (protocol.processHeader(buffer.unparsed())) {
                case HeaderProgress.Complete complete -> {
                    record.headerReceived(complete.head().status());
                    exchange.upstreamHead(complete.head());
                    return complete.head();
                }
                case HeaderProgress.Invalid invalid ->
                    throw new AttemptFailure(Condition.INVALID_HEADER, invalid.message());
                case HeaderProgress.NeedMore _ -> {
                    if (!buffer.hasSpace()) {
                        throw new AttemptFailure(Condition.INVALID_HEADER, "upstream sent too big header");
                    }
                }
            }
        }
    }

    private void readInto(ResponseBuffer buffer) throws AttemptFailure, DownstreamException {
        try {
            int count = connection.read(buffer.space(), sender.readTimeout());
            buffer.received();
            if (count < 0) {
                throw new AttemptFailure(Condition.ERROR, "upstream prematurely closed connection");
            }
        } catch (TimedOutException slow) {
            throw new AttemptFailure(Condition.TIMEOUT, "upstream timed out (110: Connection timed out)");
        } catch (IOException broken) {
            // The sender may know better why: a client that sent no valid body, a write that failed first.
            sender.rethrowClientFailure();
            throw new AttemptFailure(Condition.ERROR, SocketErrors.recv(broken));
        }
    }

    /** nginx's test_next: the status itself may be the reason to ask another peer. */
    private boolean movesOn(UpstreamHead head) {
        if (head.status() < 300) {
            return false;
        }
        Condition condition = condition(head.status());
        return condition != null && retry.allowsStatus(condition);
    }

    private Outcome next(UpstreamHead head) {
        Condition condition = condition(head.status());
        // 403 and 404 say nothing about the peer's health.
        boolean blame = condition != Condition.HTTP_403 && condition != Condition.HTTP_404;
        pick.release(blame ? Release.FAILED : Release.NEXT);
        return new Outcome.Failed(condition, true, false);
    }

    private static @Nullable Condition condition(int status) {
        return switch (status) {
            case 500 -> Condition.HTTP_500;
            case 502 -> Condition.HTTP_502;
            case 503 -> Condition.HTTP_503;
            case 504 -> Condition.HTTP_504;
            case 403 -> Condition.HTTP_403;
            case 404 -> Condition.HTTP_404;
            case 429 -> Condition.HTTP_429;
            default -> null;
        };
    }

    /** Passes the response on. From here on no other peer is tried: a failure cuts the client's connection. */
    private Outcome deliver(UpstreamHead head, ResponseBuffer buffer) throws DownstreamException {
        new Delivery(exchange, settings, protocol, head, connection, buffer, resources, sender.readTimeout(), () -> clientGone)
                .relay(this::upstreamDone);
        return Outcome.Delivered.INSTANCE;
    }

    /**
     * The upstream's part is over, however much the client still has to take: the connection goes back to the pool or is
     * closed, and the peer is free for others.
     */
    private void upstreamDone(boolean reusable) {
        record.ended(connection.bytesSent(), connection.bytesReceived(), 0);
        pick.release(Release.SUCCESS);
        PeerConnection done = connection;
        connection = null;
        if (reusable && sender.sentCompletely()) {
            to.connections().release(done, pick.peer());
        } else {
            done.close();
        }
    }

    private Outcome failed(AttemptFailure failure) throws DownstreamException {
        if (sender != null) {
            sender.rethrowClientFailure();
        }
        if (clientGone) {
            throw new DownstreamException(
                    DownstreamException.Kind.GONE,
                    "client prematurely closed connection, so upstream connection is closed too");
        }
        resources.log().error(exchange, failure.getMessage());
        record.failed(failure.condition().status());
        boolean kept = connection != null && connection.reused();
        pick.release(Release.FAILED);
        return new Outcome.Failed(failure.condition(), requestSent, kept);
    }

    /** Whatever happened: nothing of this attempt stays open. */
    private void end() {
        if (sender != null) {
            sender.stop();
        }
        if (connection != null) {
            record.ended(connection.bytesSent(), connection.bytesReceived(), 0);
            connection.close();
        }
        pick.releaseIfHeld();
    }

    /** On the ticker's thread: the client has left while nobody was looking. */
    private void clientGone() {
        clientGone = true;
        PeerConnection open = connection;
        if (open != null) {
            open.abort();
        }
    }
}
