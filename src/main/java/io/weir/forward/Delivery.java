package io.weir.forward;

import io.weir.body.HoldBack;
import io.weir.body.RelayBuffer;
import io.weir.config.HandlerSettings;
import io.weir.config.HandlerSettings.Buffering;
import io.weir.config.SizeText;
import io.weir.connect.PeerConnection;
import io.weir.exchange.Exchange;
import io.weir.exchange.ResponseHead;
import io.weir.exchange.UpstreamHead;
import io.weir.log.Phase;
import io.weir.protocol.BodyFilter;
import io.weir.protocol.Protocol;
import io.weir.response.Answer;
import io.weir.response.Responder;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Passes a response's head to the client and chooses how its body follows. */
final class Delivery {

    /**
     * How long in sum a response may wait for its client before it goes to disk: a client on the same machine falls behind
     * for moments only, and a temporary file costs more than they do.
     */
    private static final long GRACE_NANOS = 80_000_000;

    private final Exchange exchange;
    private final HandlerSettings settings;
    private final Destination to;
    private final Resources resources;
    private final PeerConnection connection;
    private final ResponseBuffer buffer;
    private final Runnable onClientGone;
    private final BooleanSupplier clientGone;

    Delivery(
            Exchange exchange,
            Destination to,
            Resources resources,
            PeerConnection connection,
            ResponseBuffer buffer,
            Runnable onClientGone,
            BooleanSupplier clientGone) {
        this.exchange = exchange;
        this.to = to;
        this.settings = to.settings();
        this.resources = resources;
        this.connection = connection;
        this.buffer = buffer;
        this.onClientGone = onClientGone;
        this.clientGone = clientGone;
    }

    /**
     * @param requestSent whether nothing of the request is still under way, as a tunnel needs it
     * @return null when the client's range cannot be satisfied: 416 takes the place of the response
     */
    @Nullable
    Relay begin(UpstreamHead head, Protocol protocol, boolean requestSent) {
        BodyFilter filter = protocol.body(head);
        ResponseFields fields = new ResponseFields(exchange, to, protocol, resources.log());
        ResponseHead response = fields.head(head, filter.contentLength());
        if (!fields.buffered()) {
            exchange.rate().is(0); // the client's own speed is the limit of a response that is not buffered
        }
        if (!settings.forceRanges()) {
            Responder.respond(exchange, response);
        } else if (Responder.respondClipped(exchange, response) instanceof Answer.Refused) {
            return null;
        }
        if (head.status() == 101 && to.handler().upgrades() && requestSent && asksForUpgrade()) {
            return new Tunnel(exchange, connection, buffer, settings, resources);
        }
        if (fields.buffered()) {
            exchange.phase(Phase.READING_UPSTREAM);
        }
        UpstreamBody body = new UpstreamBody(
                exchange,
                connection,
                filter,
                to.hidden(),
                settings.readTimeout(),
                !settings.ignoreClientAbort(),
                clientGone,
                onClientGone,
                resources.log());
        long expected = filter.stillToCome();
        ByteBuffer first = buffer.unparsed();
        int raw = first.remaining();
        int payload = body.filter(first);
        exchange.phase(Phase.READING_UPSTREAM); // nginx without buffering: what came with the head belongs to its phase
        first.limit(first.position() + payload);
        if (body.end() == UpstreamBody.End.WHOLE) {
            return new WholeRelay(exchange, body, first);
        }
        if (exchange.isSubrequest()) {
            return new HeadOnlyRelay();
        }
        if (!fields.buffered()) {
            return new UnbufferedRelay(exchange, body, buffer, first);
        }
        HoldBack holdBack = new HoldBack(settings.buffering().size(), expected);
        boolean due = holdBack.read(raw, filter.stillToCome());
        RelayBuffer ring = new RelayBuffer(
                sizes(),
                settings.buffering().tempPath(),
                new LeasedSlabs(resources.buffers()),
                file -> resources.log().warn(exchange, "an upstream response is buffered to a temporary file " + file));
        return new BufferedRelay(
                exchange, body, ring, holdBack, first, due, rateLimit(body), onClientGone, resources.log());
    }

    /** A 101 that the client has not asked for is a response like any other, as in nginx. */
    private boolean asksForUpgrade() {
        return !exchange.isSubrequest() && exchange.downstream().fields().contains(HttpHeader.UPGRADE);
    }

    private @Nullable RateLimit rateLimit(UpstreamBody body) {
        if (settings.buffering().limitRate() == null) {
            return null;
        }
        long rate = SizeText.bytes(settings.buffering().limitRate().evaluate(exchange));
        if (rate <= 0) {
            return null; // nginx: no limit, for an empty value too
        }
        RateLimit limit = new RateLimit(rate, System.nanoTime(), resources.ticker());
        body.limitTo(limit);
        return limit;
    }

    private RelayBuffer.Sizes sizes() {
        Buffering buffering = settings.buffering();
        return new RelayBuffer.Sizes(
                buffering.count(),
                buffering.size(),
                buffering.busySize(),
                buffering.maxTempFileSize(),
                buffering.tempFileWriteSize(),
                GRACE_NANOS);
    }
}
