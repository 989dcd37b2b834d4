package io.weir.forward;

import io.weir.config.ProxySettings;
import io.weir.config.ProxySettings.Condition;
import io.weir.exchange.AttemptRecord;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.log.Phase;
import io.weir.protocol.InvalidRequestException;
import io.weir.protocol.Protocol;
import io.weir.protocol.RequestHead;
import io.weir.upstream.Pick;
import io.weir.upstream.Selection;

/**
 * One run of a request through the upstream phases (nginx-semantics 1.12): build the request, then attempt after attempt
 * until one delivers a response or there is nothing left to try.
 */
final class UpstreamRun {

    private final Exchange exchange;
    private final Destination to;
    private final Protocol protocol;
    private final Resources resources;
    private final ProxySettings settings;
    private final RetryRule retry;

    UpstreamRun(Exchange exchange, Destination to, Protocol protocol, Resources resources) {
        this.exchange = exchange;
        this.to = to;
        this.protocol = protocol;
        this.resources = resources;
        this.settings = to.settings();
        this.retry = new RetryRule(settings.nextUpstream(), exchange, System.nanoTime());
    }

    /**
     * @return 0 when the exchange is over, else the status of the response that the proxy has to make itself
     * @throws DownstreamException when the client's side failed
     */
    int run() throws DownstreamException {
        BodyToSend body = BodyToSend.receive(exchange, settings, resources);
        RequestHead request;
        try {
            request = protocol.createRequest(body.length());
        } catch (InvalidRequestException invalid) {
            resources.log().error(exchange, invalid.getMessage());
            return 500;
        }
        Selection selection = to.upstream().select();
        retry.begin(selection.tries(), body.streamed());
        exchange.startRun();

        while (true) {
            Pick pick = selection.pick();
            if (pick == null) {
                return noLiveUpstreams();
            }
            Outcome outcome = new Attempt(exchange, to, protocol, request, body, pick, retry, resources).run();
            switch (outcome) {
                case Outcome.Delivered _ -> {
                    return 0;
                }
                case Outcome.Ended ended -> {
                    return ended.status();
                }
                case Outcome.Failed failed when retry.allows(failed, selection.tries()) -> protocol.reinit();
                case Outcome.Failed failed -> {
                    return failed.condition().status();
                }
            }
        }
    }

    private int noLiveUpstreams() {
        AttemptRecord attempt = exchange.startAttempt(to.upstream().name());
        exchange.phase(Phase.CONNECTING_TO_UPSTREAM);
        exchange.upstreamUrl(protocol.schema() + to.upstream().name() + protocol.uri());
        resources.log().error(exchange, "no live upstreams");
        attempt.failed(Condition.ERROR.status());
        attempt.ended(0, 0, 0);
        return Condition.ERROR.status();
    }
}
