package io.weir.limit;

import io.weir.config.LimitSettings;
import io.weir.config.LimitSettings.Rate;
import io.weir.config.LimitSettings.Refusal;
import io.weir.config.LimitSettings.Zone;
import io.weir.exchange.Admission.Limited;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.Handled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code limit_req}: {@code ngx_http_limit_req_handler}. */
final class RateLimiting {

    private static final int LONGEST_KEY = 65_535;

    private final Function<Zone, RateZone> zones;
    private final Delay delay;
    private final ExchangeLog log;

    RateLimiting(Function<Zone, RateZone> zones, Delay delay, ExchangeLog log) {
        this.zones = zones;
        this.delay = delay;
        this.log = log;
    }

    /** A zone that would let the request in. */
    private record Hold(Rate limit, RateZone zone, RateZone.Bucket bucket) {}

    /** The limit that delays the request most. */
    private record Slowest(Zone zone, long excess, long millis) {
        Slowest or(Rate limit, RateZone zone, long excess) {
            long other = zone.delay(excess, limit.delay());
            return other > millis ? new Slowest(limit.zone(), excess, other) : this;
        }
    }

    @Nullable
    Handled check(Exchange exchange, LimitSettings settings) throws DownstreamException {
        if (settings.rates().isEmpty() || exchange.admission().rate() != null) {
            return null;
        }
        List<Hold> holds = new ArrayList<>();
        Slowest slowest = null;
        for (int i = 0; i < settings.rates().size(); i++) {
            Rate limit = settings.rates().get(i);
            String key = key(exchange, limit.zone());
            if (key.isEmpty()) {
                continue;
            }
            RateZone zone = zones.apply(limit.zone());
            boolean last = i == settings.rates().size() - 1;
            switch (zone.ask(key, limit.burst(), last)) {
                case RateZone.Counted counted ->
                    slowest = new Slowest(limit.zone(), 0, 0).or(limit, zone, counted.excess());
                case RateZone.Held held -> holds.add(new Hold(limit, zone, held.bucket()));
                case RateZone.Exceeded exceeded -> {
                    Refusal rule = settings.rateRefusal();
                    log.log(
                            rule.level(),
                            exchange,
                            "limiting requests" + excess(rule, exceeded.excess()) + zone(limit.zone()));
                    return refused(exchange, settings, holds);
                }
                case RateZone.Full _ -> {
                    log.alert(
                            exchange,
                            "could not allocate node in limit_req zone \""
                                    + limit.zone().name() + "\"");
                    return refused(exchange, settings, holds);
                }
            }
        }
        if (slowest == null && holds.isEmpty()) {
            return null; // no zone had a key to count
        }
        for (Hold hold : holds.reversed()) {
            long excess = hold.zone().settle(hold.bucket());
            slowest = (slowest == null ? new Slowest(hold.limit().zone(), 0, 0) : slowest)
                    .or(hold.limit(), hold.zone(), excess);
        }
        pass(exchange, settings.rateRefusal(), slowest);
        return null;
    }

    private String key(Exchange exchange, Zone zone) {
        String key = zone.key().evaluate(exchange);
        if (key.length() > LONGEST_KEY) {
            log.error(
                    exchange, "the value of the \"" + zone.key() + "\" key is more than 65535 bytes: \"" + key + "\"");
            return "";
        }
        return key;
    }

    private static @Nullable Handled refused(Exchange exchange, LimitSettings settings, List<Hold> holds) {
        for (Hold hold : holds) {
            hold.zone().abandon(hold.bucket());
        }
        Refusal rule = settings.rateRefusal();
        exchange.admission().rate(rule.dryRun() ? Limited.REJECTED_DRY_RUN : Limited.REJECTED);
        return rule.dryRun() ? null : new Handled.Refused(rule.status());
    }

    private void pass(Exchange exchange, Refusal rule, Slowest slowest) throws DownstreamException {
        if (slowest.millis() == 0) {
            exchange.admission().rate(Limited.PASSED);
            return;
        }
        log.log(
                rule.delayLevel(),
                exchange,
                "delaying request" + excess(rule, slowest.excess()) + "," + zone(slowest.zone()));
        exchange.admission().rate(rule.dryRun() ? Limited.DELAYED_DRY_RUN : Limited.DELAYED);
        if (!rule.dryRun()) {
            delay.await(exchange, slowest.millis());
        }
    }

    private static String excess(Refusal rule, long excess) {
        String thousandths = Long.toString(1000 + excess % 1000).substring(1);
        return (rule.dryRun() ? ", dry run" : "") + ", excess: " + excess / 1000 + "." + thousandths;
    }

    private static String zone(Zone zone) {
        return " by zone \"" + zone.name() + "\"";
    }
}
