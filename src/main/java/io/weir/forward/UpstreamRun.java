package io.weir.forward;

import io.weir.config.HandlerSettings.Condition;
import io.weir.config.LocationConfig.Target;
import io.weir.exchange.AttemptRecord;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.Handled;
import io.weir.exchange.Handled.Refused;
import io.weir.log.Phase;
import io.weir.protocol.InvalidRequestException;
import io.weir.protocol.Protocol;
import io.weir.protocol.RequestHead;
import io.weir.upstream.Pick;
import io.weir.upstream.Selection;
import io.weir.upstream.Upstream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One run of a request through the upstream phases (nginx-semantics 1.12): receive the body, build the request, then attempt
 * after attempt until one delivers a response or there is nothing left to try.
 */
final class UpstreamRun {

    private final Exchange exchange;
    private Destination to;
    private final @Nullable HostLookup lookup;
    private final Protocol protocol;
    private final Resources resources;
    private final ExchangeLog log;

    /** @param lookup finds the group of {@code to}; null when it has one */
    UpstreamRun(Exchange exchange, Destination to, @Nullable HostLookup lookup, Target target, Resources resources) {
        this.exchange = exchange;
        this.to = to;
        this.lookup = lookup;
        this.protocol = to.handler().newRun(exchange, target, resources.log());
        this.resources = resources;
        this.log = resources.log();
    }

    /**
     * @return how the exchange goes on: usually not at all
     * @throws DownstreamException when the client's side failed
     */
    Handled run() throws DownstreamException {
        BodyToSend body = new BodyReception(resources).receive(exchange, to.handler());
        RequestHead request;
        try {
            request = protocol.createRequest(body.length());
        } catch (InvalidRequestException invalid) {
            if (invalid.isAlert()) {
                log.alert(exchange, invalid.getMessage());
            } else {
                log.error(exchange, invalid.getMessage());
            }
            return new Refused(500);
        }
        exchange.upstream().startRun();
        if (lookup != null) {
            Upstream found = lookup.find(exchange, !to.settings().ignoreClientAbort(), log);
            if (found == null) {
                return new Refused(502);
            }
            to = to.at(found);
        }
        Selection selection =
                to.upstream().select(exchange, peer -> log.warn(exchange, "upstream server temporarily disabled"));
        RetryRule retry = new RetryRule(to.settings().nextUpstream(), exchange, selection, body.streamed());

        while (true) {
            Pick pick = selection.pick();
            if (pick == null && selection.mayWait()) {
                pick = await(selection);
            }
            if (pick == null) {
                return new Refused(noLiveUpstreams());
            }
            if (pick.cookie() != null) {
                exchange.upstream().cookie(pick.cookie());
            }
            switch (new Attempt(exchange, to, protocol, request, body, pick, retry, resources).run()) {
                case Outcome.Delivered _ -> {
                    return Handled.SENT;
                }
                case Outcome.Ended ended -> {
                    return ended.how();
                }
                case Outcome.Failed failed when retry.allows(failed) -> protocol.reinit();
                case Outcome.Failed failed -> {
                    return new Refused(failed.condition().status());
                }
            }
        }
    }

    /** Waits in the group's queue; the client may lose its patience meanwhile. */
    private @Nullable Pick await(Selection selection) throws DownstreamException {
        exchange.phase(Phase.CONNECTING_TO_UPSTREAM);
        Downstream client = exchange.downstream();
        boolean watched = !to.settings().ignoreClientAbort();
        AtomicBoolean gone = new AtomicBoolean();
        if (watched) {
            client.watch(() -> {
                gone.set(true);
                selection.stopWaiting();
            });
        }
        Pick pick;
        try {
            pick = selection.await();
        } finally {
            if (watched) {
                client.unwatch();
            }
        }
        if (pick == null && gone.get()) {
            throw new DownstreamException(
                    DownstreamException.Kind.GONE, "client prematurely closed connection while it was queued");
        }
        return pick;
    }

    private int noLiveUpstreams() {
        String group = to.upstream().name();
        AttemptRecord attempt = exchange.upstream().startAttempt(group);
        exchange.phase(Phase.CONNECTING_TO_UPSTREAM);
        exchange.upstream().asks(protocol.schema(), group, protocol.uri());
        log.error(exchange, "no live upstreams");
        attempt.failed(Condition.ERROR.status());
        attempt.ended(0, 0, 0);
        return Condition.ERROR.status();
    }
}
