package io.weir.limit;

import io.weir.config.LimitSettings;
import io.weir.config.LimitSettings.Zone;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.Handled;
import io.weir.time.Ticker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The part of nginx's preaccess phase that counts: {@code limit_req}, then {@code limit_conn}. Owns the zones. */
public final class Limits {

    private final Map<String, RateZone> rates = new ConcurrentHashMap<>();
    private final Map<String, ConnectionZone> connections = new ConcurrentHashMap<>();
    private final Delay delay;
    private final RateLimiting rateLimiting;
    private final ConnectionLimiting connectionLimiting;

    /** @param ticker for those who are delayed */
    public Limits(Ticker ticker, ExchangeLog log) {
        delay = new Delay(ticker);
        rateLimiting = new RateLimiting(this::rates, delay, log);
        connectionLimiting = new ConnectionLimiting(this::connections, log);
    }

    private RateZone rates(Zone zone) {
        return rates.computeIfAbsent(zone.name(), _ -> new RateZone(zone, () -> System.nanoTime() / 1_000_000));
    }

    private ConnectionZone connections(Zone zone) {
        return connections.computeIfAbsent(zone.name(), _ -> new ConnectionZone(zone));
    }

    /** For whoever else lets requests wait. */
    public Delay delay() {
        return delay;
    }

    /**
     * Counts a request; blocks while it is delayed.
     *
     * @return a refusal, or null to go on
     * @throws DownstreamException when the client leaves while it is delayed
     */
    public @Nullable Handled check(Exchange exchange, LimitSettings settings) throws DownstreamException {
        if (settings == LimitSettings.NONE) {
            return null;
        }
        Handled refused = rateLimiting.check(exchange, settings);
        return refused != null ? refused : connectionLimiting.check(exchange, settings);
    }
}
