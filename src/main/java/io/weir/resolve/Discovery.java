package io.weir.resolve;

import io.weir.config.ResolverSettings;
import io.weir.config.UpstreamConfig;
import io.weir.config.UpstreamConfig.NamedServer;
import io.weir.log.ErrorLog;
import io.weir.time.Ticker;
import io.weir.upstream.Upstream;
import io.weir.upstream.Upstreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps the peers of all {@code server NAME resolve} up to date: one virtual thread for each name, until it is closed. */
public final class Discovery implements AutoCloseable {

    /** Until the first answers are there, but not longer: nginx too starts with groups that have no peers yet. */
    private static final long FIRST_ANSWERS_MILLIS = 1000;

    private final List<Thread> threads = new ArrayList<>();

    private Discovery() {}

    /**
     * Begins to resolve. Blocks until every name was looked up once, for a second at most.
     *
     * @param groups the configuration's, by their key
     * @param log where names that cannot be resolved are told
     */
    public static Discovery start(
            Map<String, UpstreamConfig> groups, Upstreams upstreams, Resolvers resolvers, Ticker ticker, ErrorLog log) {
        List<NamedPeers> names = new ArrayList<>();
        groups.forEach((key, group) -> {
            Upstream upstream = upstreams.get(key);
            if (group.discovery() != null && upstream != null) {
                ResolverSettings settings = group.discovery().resolver();
                Resolver resolver = resolvers.of(settings.resolver());
                for (NamedServer server : group.discovery().servers()) {
                    names.add(new NamedPeers(server, group, upstream, settings.timeoutMillis(), resolver, log));
                }
            }
        });
        Discovery discovery = new Discovery();
        if (!names.isEmpty()) {
            CountDownLatch first = new CountDownLatch(names.size());
            for (NamedPeers name : names) {
                discovery.threads.add(
                        Thread.ofVirtual().name("discover " + name).start(() -> name.run(ticker, first::countDown)));
            }
            awaitFirst(first);
        }
        return discovery;
    }

    private static void awaitFirst(CountDownLatch first) {
        try {
            first.await(FIRST_ANSWERS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Names that are watched; each has one deadline registered. */
    public int names() {
        return (int) threads.stream().filter(Thread::isAlive).count();
    }

    /** Ends all threads; blocks until they have ended. The peers stay as they are. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
