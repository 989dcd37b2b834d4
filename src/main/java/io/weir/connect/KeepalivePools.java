package io.weir.connect;

import io.weir.config.PeerAddress;
import io.weir.config.UpstreamConfig.KeepaliveConfig;
import io.weir.time.Ticker;
import io.weir.upstream.MembersListener;
import io.weir.upstream.Peer;
import io.weir.upstream.Upstream;
import io.weir.upstream.Upstreams;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Owns the keepalive pools of all groups. A group keeps its pool across reloads. Thread-safe. */
public final class KeepalivePools implements AutoCloseable {

    private final Ticker ticker;
    private final LongSupplier nanoClock;
    private final KeepalivePool none;
    private final Map<Object, KeepalivePool> pools = new ConcurrentHashMap<>(); // changed with this locked
    private boolean closed; // guarded by this

    public KeepalivePools(Ticker ticker) {
        this(ticker, System::nanoTime);
    }

    KeepalivePools(Ticker ticker, LongSupplier nanoClock) {
        this.ticker = ticker;
        this.nanoClock = nanoClock;
        this.none = new KeepalivePool(new KeepaliveConfig(0, false, 0, 0, 0), ticker, nanoClock);
    }

    /**
     * The pool of a group. Groups that keep nothing, such as implicit ones, share one that takes and gives nothing.
     * Cheap enough for every request.
     */
    public KeepalivePool of(Upstream upstream) {
        if (upstream.config().keepalive().connections() == 0) {
            return none;
        }
        KeepalivePool pool = pools.get(upstream.identity());
        return pool != null ? pool : make(upstream);
    }

    /** Closes the idle connections of a group's peers when they leave it; else they would stay for {@code keepalive_timeout}. */
    public void watch(Upstream upstream) {
        upstream.watch(new MembersListener() {
            @Override
            public void added(Peer peer) {}

            @Override
            public void removed(Peer peer) {
                KeepalivePool pool = pools.get(upstream.identity());
                boolean shared = upstream.peers().stream()
                        .anyMatch(other -> other.address().equals(peer.address()));
                if (pool != null && !shared) {
                    pool.evict(peer.address()::equals);
                }
            }
        });
    }

    /** Idle connections of all groups now. */
    public synchronized int idleConnections() {
        return pools.values().stream().mapToInt(KeepalivePool::idleConnections).sum();
    }

    /** Deadlines that the pools and their idle connections have registered now. */
    public synchronized int deadlines() {
        return (closed ? 0 : pools.size() + 1) + PeerConnection.DEADLINES * idleConnections();
    }

    /** After a reload: closes the pools of groups and the connections of peers that are gone, and applies changed limits. */
    public synchronized void retain(Upstreams current) {
        Map<Object, Upstream> wanted = new HashMap<>();
        for (Upstream upstream : current.all()) {
            if (upstream.config().keepalive().connections() > 0) {
                wanted.put(upstream.identity(), upstream);
            }
        }
        pools.entrySet().removeIf(entry -> {
            Upstream upstream = wanted.get(entry.getKey());
            if (upstream == null) {
                entry.getValue().close();
            } else {
                Set<PeerAddress> addresses =
                        upstream.peers().stream().map(Peer::address).collect(Collectors.toSet());
                entry.getValue().configure(upstream.config().keepalive());
                entry.getValue().evict(address -> !addresses.contains(address));
            }
            return upstream == null;
        });
    }

    /** Closes all idle connections; from here on none is kept. */
    @Override
    public synchronized void close() {
        closed = true;
        pools.values().forEach(KeepalivePool::close);
        none.close();
    }

    private synchronized KeepalivePool make(Upstream upstream) {
        return closed
                ? none
                : pools.computeIfAbsent(
                        upstream.identity(),
                        _ -> new KeepalivePool(upstream.config().keepalive(), ticker, nanoClock));
    }
}
