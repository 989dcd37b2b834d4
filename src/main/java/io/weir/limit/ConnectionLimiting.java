package io.weir.limit;

import io.weir.config.LimitSettings;
import io.weir.config.LimitSettings.Connections;
import io.weir.config.LimitSettings.Refusal;
import io.weir.config.LimitSettings.Zone;
import io.weir.exchange.Admission;
import io.weir.exchange.Admission.Limited;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.Handled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code limit_conn}: {@code ngx_http_limit_conn_handler}. What it counts is released with the exchange's admission. */
final class ConnectionLimiting {

    private static final int LONGEST_KEY = 255;

    private final Function<Zone, ConnectionZone> zones;
    private final ExchangeLog log;

    /** One request counted in one zone. */
    private record Place(ConnectionZone zone, String key) {
        void leave() {
            zone.leave(key);
        }
    }

    ConnectionLimiting(Function<Zone, ConnectionZone> zones, ExchangeLog log) {
        this.zones = zones;
        this.log = log;
    }

    @Nullable
    Handled check(Exchange exchange, LimitSettings settings) {
        if (settings.connections().isEmpty() || exchange.admission().connections() != null) {
            return null;
        }
        Admission admission = exchange.admission();
        List<Place> entered = new ArrayList<>();
        for (Connections limit : settings.connections()) {
            String key = key(exchange, limit.zone());
            if (key.isEmpty()) {
                continue;
            }
            admission.connections(Limited.PASSED);
            ConnectionZone zone = zones.apply(limit.zone());
            switch (zone.enter(key, limit.most())) {
                case COUNTED -> entered.add(new Place(zone, key));
                case EXCEEDED -> {
                    Refusal rule = settings.connRefusal();
                    log.log(
                            rule.level(),
                            exchange,
                            "limiting connections" + (rule.dryRun() ? ", dry run," : "") + " by zone \""
                                    + limit.zone().name() + "\"");
                    return refused(admission, rule, entered);
                }
                case FULL -> {
                    return refused(admission, settings.connRefusal(), entered);
                }
            }
        }
        keep(exchange, admission, List.copyOf(entered));
        return null;
    }

    /** Until the client has its response: the moment it has, its next request may be here on another connection. */
    private static void keep(Exchange exchange, Admission admission, List<Place> entered) {
        if (entered.isEmpty()) {
            return;
        }
        AtomicBoolean left = new AtomicBoolean();
        Runnable leave = () -> {
            if (!left.getAndSet(true)) {
                entered.forEach(Place::leave);
            }
        };
        admission.hold(leave);
        if (!exchange.isSubrequest()) {
            exchange.filter(new CountedSide(exchange.downstream(), leave));
        }
    }

    private String key(Exchange exchange, Zone zone) {
        String key = zone.key().evaluate(exchange);
        if (key.length() > LONGEST_KEY) {
            log.error(exchange, "the value of the \"" + zone.key() + "\" key is more than 255 bytes: \"" + key + "\"");
            return "";
        }
        return key;
    }

    private static @Nullable Handled refused(Admission admission, Refusal rule, List<Place> entered) {
        entered.forEach(Place::leave);
        admission.connections(rule.dryRun() ? Limited.REJECTED_DRY_RUN : Limited.REJECTED);
        return rule.dryRun() ? null : new Handled.Refused(rule.status());
    }
}
