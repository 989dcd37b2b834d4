package io.weir.connect;

import io.weir.config.PeerAddress;
import io.weir.config.UpstreamConfig.KeepaliveConfig;
import io.weir.time.Deadline;
import io.weir.time.Ticker;
import io.weir.tls.TlsClient;
import io.weir.upstream.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Owns the idle connections of one group (nginx's {@code keepalive}): at most so many for the whole group, the most
 * recently used reused first, the oldest closed when there are too many or when it was idle too long. Thread-safe; no
 * operation waits for a peer.
 */
public final class KeepalivePool implements AutoCloseable {

    private final LongSupplier nanoClock;
    private final Deadline sweep;
    private volatile KeepaliveConfig config;

    private final Object lock = new Object(); // no I/O under it
    private final IdleConnections idle = new IdleConnections(); // guarded by lock
    private boolean closed; // guarded by lock

    private final LongAdder stale = new LongAdder();
    private final LongAdder stray = new LongAdder();

    KeepalivePool(KeepaliveConfig config, Ticker ticker, LongSupplier nanoClock) {
        this.config = config;
        this.nanoClock = nanoClock;
        this.sweep = ticker.deadline(this::sweep);
        armSweep(config.timeoutMillis());
    }

    /**
     * Takes the most recently used idle connection to the peer's address, if one is usable; closes those found
     * unusable. The next request on it has begun. The caller closes it or puts it back.
     *
     * @param locationTag compared by identity when the group's connections are {@code local}, and always when it is the
     *     location's {@link TlsClient}
     * @return null when there is none: open a new one
     */
    public @Nullable PeerConnection take(Peer peer, Object locationTag) {
        KeepaliveConfig limits = config;
        if (limits.connections() == 0) {
            return null;
        }
        while (true) {
            PeerConnection connection;
            synchronized (lock) {
                connection = idle.pollNewest(peer.address(), tag(limits, locationTag));
            }
            if (connection == null) {
                return null;
            }
            switch (connection.idleCheck()) {
                case USABLE -> {
                    connection.beginRequest();
                    return connection;
                }
                case CLOSED -> stale.increment();
                // Bytes that no request asked for would be taken for the next response.
                case STRAY_BYTES -> stray.increment();
            }
            connection.close();
        }
    }

    /**
     * Keeps a connection whose protocol says that it may be kept, or closes it: when it has served {@code
     * keepalive_requests}, is older than {@code keepalive_time}, is closed, when its peer has left the group, or when
     * the pool is closed or keeps nothing. The caller must not use it any more.
     *
     * @return whether it is kept
     */
    public boolean put(PeerConnection connection, Peer peer, Object locationTag) {
        KeepaliveConfig limits = config;
        if (connection.address() != peer.address() && !connection.address().equals(peer.address())) {
            throw new IllegalArgumentException(
                    "a connection to " + connection.address().name() + " is none to " + peer);
        }
        List<PeerConnection> surplus = List.of();
        boolean kept = false;
        if (mayBeKept(connection, limits)) {
            synchronized (lock) {
                if (!closed && !peer.isRemoved()) { // looked at under the lock that evict takes after the removal
                    surplus = trim(limits.connections() - 1);
                    idle.add(connection, tag(limits, locationTag), nanoClock.getAsLong());
                    kept = true;
                }
            }
        }
        if (!kept) {
            connection.close();
        }
        surplus.forEach(PeerConnection::close);
        return kept;
    }

    /** Idle connections now. */
    public int idleConnections() {
        synchronized (lock) {
            return idle.size();
        }
    }

    /** Idle connections that were found closed by the peer when they were to be reused. */
    public long staleConnections() {
        return stale.sum();
    }

    /** Idle connections that were discarded because bytes had arrived on them. */
    public long strayConnections() {
        return stray.sum();
    }

    /** Closes all idle connections; those put back later are closed too. */
    @Override
    public void close() {
        List<PeerConnection> all;
        synchronized (lock) {
            closed = true;
            all = trim(0);
        }
        sweep.close();
        all.forEach(PeerConnection::close);
    }

    /** Closes the idle connections to addresses that are none of the group's any more. */
    void evict(Predicate<PeerAddress> addresses) {
        List<PeerConnection> orphans;
        synchronized (lock) {
            orphans = idle.pollAll(addresses);
        }
        orphans.forEach(PeerConnection::close);
    }

    /** Applies the limits of a new configuration to what is idle and to what comes. */
    void configure(KeepaliveConfig limits) {
        KeepaliveConfig before = config;
        config = limits;
        // Tags of another "local" setting are never asked for again.
        int room = before.local() == limits.local() ? limits.connections() : 0;
        List<PeerConnection> surplus;
        synchronized (lock) {
            surplus = trim(room);
        }
        surplus.forEach(PeerConnection::close);
        sweep.arm(0);
    }

    private boolean mayBeKept(PeerConnection connection, KeepaliveConfig limits) {
        return limits.connections() > 0
                && limits.timeoutMillis() > 0
                && connection.isOpen()
                && connection.requests() < limits.requests()
                && nanoClock.getAsLong() - connection.openedAt() <= TimeUnit.MILLISECONDS.toNanos(limits.timeMillis());
    }

    /** Whatever the setting, TLS of one location is not that of another, which may trust others or show another name. */
    private static @Nullable Object tag(KeepaliveConfig limits, Object locationTag) {
        return limits.local() || locationTag instanceof TlsClient ? locationTag : null;
    }

    /**
     * Takes out the oldest until {@code room} are left; the caller closes them without the lock. Call with the lock.
     */
    private List<PeerConnection> trim(int room) {
        if (idle.size() <= room) {
            return List.of();
        }
        List<PeerConnection> surplus = new ArrayList<>();
        while (idle.size() > room) {
            surplus.add(idle.pollOldest());
        }
        return surplus;
    }

    /**
     * Closes what was idle too long. Runs on the ticker's thread when the oldest is due; when nothing is idle, a whole
     * time-out later, before which nothing that comes can be due. So {@link #put} never has to arm anything.
     */
    private void sweep() {
        long timeout = TimeUnit.MILLISECONDS.toNanos(config.timeoutMillis());
        long next = timeout;
        List<PeerConnection> overdue = new ArrayList<>();
        synchronized (lock) {
            long now = nanoClock.getAsLong();
            while (idle.size() > 0 && now - idle.oldestSince() >= timeout) {
                overdue.add(idle.pollOldest());
            }
            if (idle.size() > 0) {
                next = timeout - (now - idle.oldestSince());
            }
            idle.prune();
        }
        overdue.forEach(PeerConnection::close);
        armSweep(TimeUnit.NANOSECONDS.toMillis(next) + 1);
    }

    private void armSweep(long millis) {
        if (config.timeoutMillis() > 0) {
            sweep.arm(millis);
        }
    }
}
