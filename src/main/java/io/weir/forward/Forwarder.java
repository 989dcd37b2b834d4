package io.weir.forward;

import io.weir.config.LocationConfig;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.Handled;
import io.weir.exchange.Handled.Refused;

/** The content handler that asks an upstream: one call is one run of the request (nginx-semantics 1.1). */
public final class Forwarder {

    private final Plans plans;
    private final Resources resources;

    public Forwarder(Plans plans, Resources resources) {
        this.plans = plans;
        this.resources = resources;
    }

    /**
     * Reads the client's body to its end, so that it can be sent more than once; does nothing when there is none or it is
     * read already. Blocks.
     *
     * @throws DownstreamException when the client sends no valid body, or too much of it
     */
    public void receiveBody(Exchange exchange) throws DownstreamException {
        new BodyReception(resources).receiveWhole(exchange);
    }

    /**
     * Asks the upstream of a location and passes its response on. Blocks until the response is sent.
     *
     * @throws DownstreamException when the client's side failed
     */
    public Handled forward(Exchange exchange, LocationConfig location) throws DownstreamException {
        ProxyPlan plan = plans.proxy(location);
        if (!plan.handler().allows(exchange.method())) {
            return new Refused(405);
        }
        return switch (plan.destination(exchange)) {
            case ProxyPlan.Unusable unusable -> {
                resources.log().error(exchange, unusable.why());
                yield new Refused(unusable.status());
            }
            case ProxyPlan.Usable usable ->
                new UpstreamRun(exchange, usable.to(), usable.lookup(), usable.target(), resources).run();
        };
    }
}
