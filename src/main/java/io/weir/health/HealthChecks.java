package io.weir.health;

import io.weir.config.Configuration;
import io.weir.config.HealthCheck;
import io.weir.log.ErrorLog;
import io.weir.time.Ticker;
import io.weir.tls.TlsClient;
import io.weir.upstream.MembersListener;
import io.weir.upstream.Peer;
import io.weir.upstream.Upstream;
import io.weir.upstream.Upstreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Owns the threads that check the peers of one configuration, those that come at run time included. Thread-safe. */
public final class HealthChecks implements AutoCloseable {

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final PeerCheck.Means means;
    private final Map<Peer, Thread> threads = new HashMap<>(); // guarded by itself
    private boolean closed; // guarded by threads

    private HealthChecks(PeerCheck.Means means) {
        this.means = means;
    }

    /**
     * Begins to check. Does not block.
     *
     * @param log where changes of a peer's health are told
     */
    public static HealthChecks start(Configuration configuration, Upstreams upstreams, Ticker ticker, ErrorLog log) {
        HealthChecks checks = new HealthChecks(new PeerCheck.Means(ticker, log, new AtomicInteger()));
        configuration.upstreams().forEach((key, config) -> {
            Upstream upstream = upstreams.get(key);
            HealthCheck check = config.healthCheck();
            if (upstream != null && check != null) {
                upstream.watch(checks.new Group(check, upstream, ProbeTls.of(configuration, key, check)));
            }
        });
        return checks;
    }

    /** Peers that are checked now; each has one deadline registered, and two more while a check is under way. */
    public int running() {
        return means.running().get();
    }

    /** Ends all threads, whatever they wait for. Blocks for the moment that this takes. */
    @Override
    public void close() {
        List<Thread> all;
        synchronized (threads) {
            closed = true;
            all = new ArrayList<>(threads.values());
            threads.clear();
        }
        all.forEach(Thread::interrupt); // ends pauses, and closes the socket of whoever connects, reads or writes
        try {
            for (Thread thread : all) {
                thread.join(FAREWELL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Group implements MembersListener {
        private final HealthCheck check;
        private final Upstream upstream;
        private final @Nullable TlsClient tls;

        Group(HealthCheck check, Upstream upstream, @Nullable TlsClient tls) {
            this.check = check;
            this.upstream = upstream;
            this.tls = tls;
        }

        @Override
        public void added(Peer peer) {
            PeerCheck checks = new PeerCheck(check, upstream, peer, tls, means);
            synchronized (threads) {
                if (!closed) {
                    String name = "health check of " + peer.name() + " in " + upstream.name();
                    threads.put(peer, Thread.ofVirtual().name(name).start(checks));
                }
            }
        }

        @Override
        public void removed(Peer peer) {
            synchronized (threads) {
                Thread thread = threads.remove(peer);
                if (thread != null) {
                    thread.interrupt();
                }
            }
        }
    }
}
