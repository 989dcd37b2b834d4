package io.weir.forward;

import io.weir.config.HandlerSettings;
import io.weir.config.HandlerSettings.Condition;
import io.weir.connect.ConnectFailedException;
import io.weir.connect.Connector;
import io.weir.connect.PeerConnection;
import io.weir.connect.TimedOutException;
import io.weir.exchange.AttemptRecord;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.Handled;
import io.weir.exchange.UpstreamHead;
import io.weir.log.Phase;
import io.weir.protocol.Protocol;
import io.weir.protocol.RequestHead;
import io.weir.upstream.Pick;
import io.weir.upstream.Release;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One try at one peer, phase by phase: connect, send, read the header, decide, relay, keep or close. Every failure before the
 * response is passed on becomes a value here, in one place.
 */
final class Attempt {

    private final Exchange exchange;
    private final Downstream client;
    private final Destination to;
    private final HandlerSettings settings;
    private final Protocol protocol;
    private final RequestHead request;
    private final BodyToSend body;
    private final Pick pick;
    private final RetryRule retry;
    private final Resources resources;
    private final AttemptRecord record;

    /** Written by the exchange's thread; read by the watch, which cuts it when the client has left. */
    private volatile @Nullable PeerConnection connection;

    private @Nullable RequestSender sender;
    private boolean pickReleased;
    private int headLength;
    /** nginx counts only a body that is for the client as {@code $upstream_response_length}, and nothing of a tunnel. */
    private boolean passesBody;

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
        this.record = exchange.upstream().startAttempt(pick.peer().name());
        exchange.upstream().asks(protocol.schema(), pick.peer().name(), protocol.uri());
    }

    Outcome run() throws DownstreamException {
        ResponseBuffer buffer =
                new ResponseBuffer(resources.buffers(), settings.buffering().headerSize());
        try {
            connect();
            send();
            UpstreamHead head = receiveHead(buffer);
            Condition worse = retry.movesOn(head.status());
            if (worse != null) {
                return next(worse);
            }
            if (head.status() == 404 && to.handler().answersNotFound()) {
                keepOrClose(!buffer.unparsed().hasRemaining());
                return new Outcome.Ended(new Handled.Refused(404));
            }
            Handled elsewhere = Interception.of(exchange, to, protocol, head, resources.log());
            if (elsewhere != null) {
                discard(head, buffer);
                return new Outcome.Ended(elsewhere);
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
        PeerConnection kept = to.pool() == null ? null : to.pool().take(pick.peer(), to.tag());
        connection = kept != null ? kept : open();
        record.connected(connection.reused());
    }

    private PeerConnection open() throws AttemptFailure {
        try {
            InetSocketAddress local = LocalBinding.of(exchange, settings.socket(), resources.log());
            PeerConnection opening =
                    Connector.prepare(pick.peer().address(), true, settings.socket(), local, resources.ticker());
            connection = opening; // so that the watch can cut it while it connects
            opening.connect(settings.connectTimeout());
            if (to.tls() != null) {
                to.tls().secure(opening, exchange, settings.connectTimeout());
            }
            return opening;
        } catch (TimedOutException slow) {
            throw new AttemptFailure(Condition.TIMEOUT, TimedOutException.TEXT);
        } catch (ConnectFailedException refused) {
            throw new AttemptFailure(Condition.ERROR, refused.getMessage());
        } catch (IOException noSocket) {
            throw new AttemptFailure(null, String.valueOf(noSocket.getMessage()));
        }
    }

    private void send() throws AttemptFailure {
        exchange.phase(Phase.SENDING_REQUEST_TO_UPSTREAM);
        sender = new RequestSender(connection, client, request, body, settings, resources, this::requestSent);
        if (body.streamed()) {
            client.unwatch(); // the thread that reads the body finds out by itself
        }
        try {
            sender.send();
        } catch (TimedOutException slow) {
            throw new AttemptFailure(Condition.TIMEOUT, TimedOutException.TEXT);
        }
    }

    /** Nothing more is to be sent; on the thread that sent it. */
    private void requestSent() {
        exchange.phase(Phase.READING_UPSTREAM_HEADER);
        if (body.streamed() && !settings.ignoreClientAbort()) {
            client.watch(this::clientGone); // until here, whoever read the body would have noticed
        }
    }

    private UpstreamHead receiveHead(ResponseBuffer buffer) throws AttemptFailure, DownstreamException {
        Runnable watch = settings.ignoreClientAbort() ? null : this::clientGone;
        HeadReception reception =
                new HeadReception(exchange, to, protocol, connection, sender, record, resources.turns(), watch);
        UpstreamHead head = reception.receive(buffer, resources.log());
        headLength = reception.length();
        return head;
    }

    private Outcome next(Condition condition) {
        // 403 and 404 say nothing about the peer's health.
        boolean blame = condition != Condition.HTTP_403 && condition != Condition.HTTP_404;
        if (blame) {
            pick.failed(exchange.phase().text(), "upstream sent status " + condition.status());
        }
        releasePick(blame ? Release.FAILED : Release.NEXT);
        return new Outcome.Failed(condition, true, false);
    }

    /** The response is not for the client: its body is not worth the wait, so only without one the connection is kept. */
    private void discard(UpstreamHead head, ResponseBuffer buffer) {
        client.unwatch();
        boolean bodyless = protocol.body(head).contentLength() == 0;
        keepOrClose(bodyless && !buffer.unparsed().hasRemaining());
    }

    /** Passes the response on. From here on no other peer is tried: a failure cuts the client's connection. */
    private Outcome deliver(UpstreamHead head, ResponseBuffer buffer) throws DownstreamException {
        client.unwatch();
        sender.responsePasses();
        pick.headerArrived(record.headerNanos());
        Relay relay = new Delivery(exchange, to, resources, connection, buffer, this::clientGone, () -> clientGone)
                .begin(head, protocol, sender.sentCompletely());
        if (relay == null) {
            return new Outcome.Ended(new Handled.Refused(416));
        }
        passesBody = !(relay instanceof Tunnel || relay instanceof HeadOnlyRelay) && hasBody(head.status());
        try (relay) {
            relay.readUpstream();
            keepOrClose(relay.connectionReusable());
            exchange.phase(Phase.SENDING_TO_CLIENT);
            relay.finish();
        }
        return Outcome.Delivered.INSTANCE;
    }

    /** Whether the response to the client has one; what the upstream may have sent does not matter. */
    private boolean hasBody(int status) {
        return status != 204 && status != 304 && !exchange.method().equals("HEAD");
    }

    /** The upstream's part is over. The peer is released last: whoever waits for it finds the connection. */
    private void keepOrClose(boolean reusable) {
        PeerConnection done = connection;
        connection = null;
        recordEnd(done);
        if (reusable && to.pool() != null && exchange.upstream().head().keepable() && sender.sentCompletely()) {
            to.pool().put(done, pick.peer(), to.tag());
        } else {
            done.finish(!sender.sentCompletely());
        }
        releasePick(Release.SUCCESS);
    }

    /** The one place where a failure becomes a value. */
    private Outcome failed(AttemptFailure failure) throws DownstreamException {
        boolean sent = sender != null;
        if (sent) {
            sender.rethrowClientFailure();
        }
        if (clientGone) {
            throw new DownstreamException(
                    DownstreamException.Kind.GONE,
                    "client prematurely closed connection, so upstream connection is closed too");
        }
        if (failure.condition() == null) {
            resources.log().crit(exchange, failure.getMessage());
            record.neverOpened();
            return new Outcome.Ended(new Handled.Refused(500));
        }
        if (!failure.getMessage().isEmpty()) {
            resources.log().error(exchange, failure.getMessage());
        }
        record.failed(failure.condition().status());
        boolean kept = connection != null && connection.reused();
        pick.failed(exchange.phase().text(), failure.getMessage());
        releasePick(Release.FAILED);
        return new Outcome.Failed(failure.condition(), sent, kept);
    }

    /** Whatever happened: nothing of this attempt stays open. */
    private void end() {
        PeerConnection left = connection;
        if (left != null) {
            recordEnd(left);
            left.close();
        }
        if (sender != null) {
            sender.stop();
        }
        if (!pickReleased) {
            releasePick(Release.SUCCESS); // the client failed, not the peer
        }
    }

    private void releasePick(Release result) {
        pickReleased = true;
        pick.release(result, record.headerNanos(), record.responseNanos());
    }

    private void recordEnd(PeerConnection ended) {
        record.ended(ended.bytesSent(), ended.bytesReceived(), passesBody ? ended.bytesReceived() - headLength : 0);
    }

    /** On another thread: the client has left while nobody was looking, so nobody needs the upstream any more. */
    private void clientGone() {
        clientGone = true;
        PeerConnection open = connection;
        if (open != null) {
            open.abort();
        }
    }
}
