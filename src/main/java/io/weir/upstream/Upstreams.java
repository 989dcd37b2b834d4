package io.weir.upstream;

import io.weir.config.Configuration;
import io.weir.time.SteadyMillis;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All groups of one configuration, explicit and implicit. Immutable; the state of peers behind it is shared with its
 * successor.
 */
public final class Upstreams {

    private final Map<String, Upstream> byKey;
    private final LongSupplier millis;

    private Upstreams(Map<String, Upstream> byKey, LongSupplier millis) {
        this.byKey = byKey;
        this.millis = millis;
    }

    /**
     * Makes the groups of {@code configuration}.
     *
     * @param previous those of the configuration it replaces: a peer whose group name and address are unchanged keeps
     *     its counters (nginx starts from zero). Goes on working for the requests that hold it.
     */
    public static Upstreams of(Configuration configuration, @Nullable Upstreams previous) {
        return of(configuration, previous, previous == null ? new SteadyMillis() : previous.millis);
    }

    static Upstreams of(Configuration configuration, @Nullable Upstreams previous, LongSupplier millis) {
        Map<String, Upstream> byKey = new LinkedHashMap<>();
        configuration.upstreams().forEach((key, config) -> {
            Upstream before = previous == null ? null : previous.get(key);
            byKey.put(key, new Upstream(config, millis, before == null ? new GroupState() : before.group()));
        });
        return new Upstreams(byKey, millis);
    }

    /** The group with a key of {@link Configuration#upstreams()}, or null. */
    public @Nullable Upstream get(String key) {
        return byKey.get(key);
    }

    /** In the order of the configuration. */
    public Collection<Upstream> all() {
        return byKey.values();
    }
}
