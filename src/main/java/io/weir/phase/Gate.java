package io.weir.phase;

import io.weir.access.AccessPhase;
import io.weir.access.RealIp;
import io.weir.config.AccessSettings;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.Handled;
import io.weir.exchange.SubrequestSide;
import io.weir.limit.Limits;
import org.jspecify.annotations.Nullable;

/** What stands between a location and its content: nginx's preaccess and access phases in their order. */
final class Gate {

    private final Phases phases;
    private final Limits limits;
    private final AccessPhase access;

    Gate(Phases phases, Limits limits, ExchangeLog log) {
        this.phases = phases;
        this.limits = limits;
        this.access = new AccessPhase(this::subrequest, limits.delay(), log);
    }

    /**
     * Lets a request pass, now or later, or not.
     *
     * @return a refusal, or null to go on
     * @throws DownstreamException when the client leaves meanwhile
     */
    @Nullable
    Handled pass(Exchange exchange, AccessSettings settings) throws DownstreamException {
        RealIp.apply(exchange, settings.realIp());
        Handled refused = limits.check(exchange, settings.limits());
        return refused != null ? refused : access.check(exchange, settings);
    }

    private Exchange subrequest(Exchange main, String uri) throws DownstreamException {
        Exchange inside = main.subrequest(SubrequestSide.within(main), uri, null);
        phases.serveInside(inside);
        return inside;
    }
}
