package io.weir.resolve;

import io.weir.config.ResolverConfig;
import io.weir.time.Ticker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One resolver, with one cache, for each different {@code resolver} of a configuration. Thread-safe. */
public final class Resolvers implements AutoCloseable {

    private final Ticker ticker;
    private final Map<ResolverConfig, Resolver> resolvers = new ConcurrentHashMap<>();

    public Resolvers(Ticker ticker) {
        this.ticker = ticker;
    }

    /** The resolver of a configuration, made when it is first asked for. */
    public Resolver of(ResolverConfig config) {
        return resolvers.computeIfAbsent(config, key -> new Resolver(key, ticker));
    }

    /** Lookups under way, each with a thread and at most one socket. */
    public int lookups() {
        return resolvers.values().stream().mapToInt(Resolver::lookups).sum();
    }

    /** Ends all lookups; later ones fail. */
    @Override
    public void close() {
        resolvers.values().forEach(Resolver::close);
    }
}
