package io.weir.phase;

import io.weir.access.AccessPhase;
import io.weir.access.RealIp;
import io.weir.config.AccessSettings;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.Handled;
import io.weir.exchange.SubrequestSide;
import io.weir.forward.Forwarder;
import io.weir.limit.Limits;
import io.weir.response.NoBody;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a location and its content: nginx's preaccess and access phases in their order, and of the precontent
 * phase the copies.
 */
final class Gate {

    private final Phases phases;
    private final Limits limits;
    private final AccessPhase access;
    private final Mirrors mirrors;
    private final ExchangeLog log;

    Gate(Phases phases, Forwarder forwarder, Limits limits, ExchangeLog log) {
        this.phases = phases;
        this.limits = limits;
        this.log = log;
        this.mirrors = new Mirrors(phases, forwarder);
        this.access = new AccessPhase(this::subrequest, limits.delay(), log);
    }

    /** Whether the body is as short as the location wants it, as far as its length is declared. */
    boolean admitsBody(Exchange exchange) {
        long limit = exchange.location().client().maxBodySize();
        long declared = exchange.downstream().bodyLength();
        if (limit == 0 || declared <= limit || exchange.body() != null) {
            return true;
        }
        log.error(exchange, "client intended to send too large body: " + declared + " bytes");
        exchange.filter(new NoBody(exchange.downstream()));
        return false;
    }

    /**
     * Lets a request pass, now or later, or not.
     *
     * @return a refusal, or null to go on
     * @throws DownstreamException when the client leaves meanwhile
     */
    @Nullable
    Handled pass(Exchange exchange, AccessSettings settings) throws DownstreamException {
        if (settings == AccessSettings.NONE) {
            return null;
        }
        RealIp.apply(exchange, settings.realIp());
        Handled refused = limits.check(exchange, settings.limits());
        return refused != null ? refused : access.check(exchange, settings);
    }

    /**
     * Sends copies of a request that has passed to whom the settings say.
     *
     * @throws DownstreamException when a body that is to be copied cannot be read
     */
    void copy(Exchange exchange, AccessSettings settings) throws DownstreamException {
        if (settings != AccessSettings.NONE) {
            mirrors.start(exchange, settings.mirror());
        }
    }

    private Exchange subrequest(Exchange main, String uri) throws DownstreamException {
        Exchange inside = main.subrequest(SubrequestSide.within(main), uri, null);
        phases.serveInside(inside);
        return inside;
    }
}
