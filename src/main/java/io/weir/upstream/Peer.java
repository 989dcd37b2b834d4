package io.weir.upstream;

import io.weir.config.PeerAddress;
import io.weir.config.UpstreamConfig.PeerConfig;

/**
 * One address of a group as one configuration describes it, with counters that it shares with its successors of later
 * configurations. Thread-safe.
 */
public final class Peer {

    private final PeerConfig config;
    private final GroupState group;

    /** Guarded by {@link #group}. */
    final PeerState state;

    Peer(PeerConfig config, GroupState group, PeerState state) {
        this.config = config;
        this.group = group;
        this.state = state;
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

    /** Weight, limits and flags. */
    public PeerConfig config() {
        return config;
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
            return state.picks;
        }
    }

    /** Attempts since the start that counted as failures. */
    public long failures() {
        synchronized (group) {
            return state.failures;
        }
    }

    /** Weight less recent failures, between 0 and the configured weight. */
    public int effectiveWeight() {
        synchronized (group) {
            return state.effectiveWeight;
        }
    }

    int weight() {
        return config.weight();
    }

    /** Whether {@code down} and {@code max_conns} let it be picked. The group is locked. */
    boolean isUpAndNotFull() {
        return !config.down() && (config.maxConns() == 0 || state.conns < config.maxConns());
    }

    /** Whether it is out of service for its failures; the limit itself still is ({@code <=}). The group is locked. */
    boolean isDisabled(long now) {
        return config.maxFails() > 0
                && state.fails >= config.maxFails()
                && now - state.checked <= config.failTimeoutSeconds();
    }

    /** Books an attempt. The group is locked. */
    void picked() {
        state.conns++;
        state.picks++;
    }

    /**
     * Notes that this attempt probes a peer that had been out: until its end, or for another {@code fail_timeout},
     * nobody else comes here. The group is locked.
     */
    void probed(long now) {
        if (now - state.checked > config.failTimeoutSeconds()) {
            state.checked = now;
        }
    }

    /** Books a failure; returns whether it disables the peer. The group is locked. */
    boolean failed(long now) {
        state.fails++;
        state.failures++;
        state.accessed = now;
        state.checked = now;
        if (config.maxFails() == 0) {
            return false;
        }
        state.effectiveWeight = Math.max(0, state.effectiveWeight - config.weight() / config.maxFails());
        return state.fails >= config.maxFails();
    }

    /** Books a success, which forgives only when the peer was probed since its last failure. The group is locked. */
    void succeeded() {
        if (state.accessed < state.checked) {
            state.fails = 0;
        }
    }

    /** Ends an attempt. The group is locked. */
    void released() {
        state.conns--;
    }

    @Override
    public String toString() {
        return name();
    }
}
