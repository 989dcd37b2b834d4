package io.weir.upstream;

import io.weir.config.PeerAddress;
import io.weir.config.UpstreamConfig.PeerConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One address of a group as one configuration describes it, with counters that it shares with its successors of later
 * configurations. Thread-safe.
 */
public final class Peer {

    private final PeerConfig config;
    private final GroupState group;
    private final int number;
    private volatile boolean removed;
    private @Nullable String id; // computed when asked for; two threads compute the same

    /** Guarded by {@link #group}. */
    final PeerState state;

    Peer(int number, PeerConfig config, GroupState group, PeerState state) {
        this.number = number;
        this.config = config;
        this.group = group;
        this.state = state;
        this.id = config.route();
    }

    private static String md5(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** The name in {@code $upstream_addr} and the logs. */
    public String name() {
        return config.address().name();
    }

    public PeerAddress address() {
        return config.address();
    }

    /** The address as written in the {@code server} line; several peers share it when a name has several addresses. */
    public String server() {
        return config.server();
    }

    /** What it is called in its group: from 0 on, in the order in which peers came; never used again. */
    public int number() {
        return number;
    }

    /** What {@code sticky} calls it: its {@code route}, or the MD5 of its name in hex. */
    public String id() {
        String known = id;
        if (known == null) {
            known = md5(name());
            id = known;
        }
        return known;
    }

    /** Weight, limits and flags as configured; what has changed since is in {@link #snapshot}. */
    public PeerConfig config() {
        return config;
    }

    /** Whether it has been taken out of its group; what is in flight goes on. For good: an address that returns is a new peer. */
    public boolean isRemoved() {
        return removed;
    }

    /** The group is locked. */
    void remove() {
        removed = true;
        state.mark(PeerState.REMOVED);
    }

    /** Everything about it in this moment. */
    public PeerSnapshot snapshot(long epochMillis) {
        synchronized (group) {
            return PeerSnapshot.of(this, state, epochMillis);
        }
    }

    /** Failures in the current window; {@code max_fails} of them disable the peer for {@code fail_timeout}. */
    public int fails() {
        synchronized (group) {
            return state.fails;
        }
    }

    /** Attempts in flight. */
    public int conns() {
        synchronized (group) {
            return state.conns;
        }
    }

    /** Attempts since the start, those in flight included. */
    public long picks() {
        synchronized (group) {
            return state.history.picks;
        }
    }

    /** Attempts since the start that counted as failures. */
    public long failures() {
        synchronized (group) {
            return state.history.failures;
        }
    }

    /** Weight less recent failures, between 0 and the weight. */
    public int effectiveWeight() {
        synchronized (group) {
            return state.effectiveWeight;
        }
    }

    /** The weight that it has now; differs from the configured one after {@link Upstream#setWeight}. */
    public int weight() {
        synchronized (group) {
            return state.weight;
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
