package io.weir.upstream;

import io.weir.config.UpstreamConfig.PeerConfig;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a peer in this moment. Outlives a reload while group, address and position among equal addresses
 * stay. Every field is guarded by the group's {@link GroupState}; seconds and milliseconds are of the group's clock.
 *
 * <p>Whether a peer may be picked is asked for every peer of a group at every pick, so the answer is kept ready in
 * {@link #barriers}, by whoever changes what it depends on.
 */
final class PeerState {

    // Reasons not to pick a peer.
    static final int DOWN = 1;
    static final int DRAINING = 2;
    /** Taken out of the group while runs that began before still have it in their list. */
    static final int REMOVED = 4;
    /** At {@code max_conns}. */
    static final int FULL = 8;
    /** At {@code max_fails}; holds until {@code fail_timeout} has passed. */
    static final int FAILED = 16;
    /** Active checks have failed. */
    static final int UNHEALTHY = 32;
    /** No active check has passed yet, and the group wants one ({@code mandatory}). */
    static final int CHECKING = 64;

    private static final int CHECKED = UNHEALTHY | CHECKING;

    int barriers;

    int weight;
    int effectiveWeight;
    long currentWeight;
    int conns; // attempts in flight, not idle connections

    int fails;
    long accessed; // last failure, in seconds
    long checked; // last failure or last probe, in seconds

    int maxFails;
    long failTimeout;
    int maxConns;
    long slowStartMillis;
    long recoveredAt; // in milliseconds; 0 when the peer has its whole weight

    final PeerHistory history = new PeerHistory();
    final LoadTimes times = new LoadTimes();

    PeerState(PeerConfig config) {
        this.weight = config.weight();
        this.effectiveWeight = config.weight();
        configure(config);
    }

    /** Takes over what a configuration says; whether that changes the peer's part in the round. */
    boolean configure(PeerConfig config) {
        maxFails = config.maxFails();
        failTimeout = config.failTimeoutSeconds();
        maxConns = config.maxConns();
        slowStartMillis = config.slowStartMillis();
        barriers = barriers & CHECKED | (config.down() ? DOWN : config.drain() ? DRAINING : 0);
        count();
        return reweigh(config.weight());
    }

    boolean reweigh(int newWeight) {
        boolean changed = weight != newWeight;
        if (changed) {
            weight = newWeight;
            effectiveWeight = newWeight;
        }
        return changed;
    }

    /** Puts one of the administrator's reasons in place of the others. */
    void mark(int barrier) {
        barriers = barriers & (FULL | FAILED | CHECKED) | barrier;
    }

    /** Puts the verdict of active checks in place of the last one; 0 for no objection. */
    void judge(int barrier) {
        barriers = barriers & ~CHECKED | barrier;
    }

    /** Whether the balancer may pick it. */
    boolean isFree(long seconds) {
        return barriers == 0 || isFreeBehind(barriers, seconds);
    }

    /** The same for a request that is bound to it: that one may come while the peer is draining. */
    boolean isFreeForBound(long seconds) {
        return isFreeBehind(barriers & ~DRAINING, seconds);
    }

    /** The limit of {@code fail_timeout} itself still is time out of service. */
    private boolean isFreeBehind(int reasons, long seconds) {
        return reasons == 0 || (reasons == FAILED && seconds - checked > failTimeout);
    }

    /** Books an attempt. */
    void picked() {
        conns++;
        history.picks++;
        count();
    }

    /**
     * Notes that this attempt probes a peer that had been out: until its end, or for another {@code fail_timeout},
     * nobody else comes here.
     */
    void probed(long seconds) {
        if (seconds - checked > failTimeout) {
            checked = seconds;
        }
    }

    /** Books a failure; returns whether it disables the peer. */
    boolean failed(long seconds) {
        fails++;
        accessed = seconds;
        checked = seconds;
        if (maxFails == 0) {
            return false;
        }
        effectiveWeight = Math.max(0, effectiveWeight - weight / maxFails);
        count();
        return fails >= maxFails;
    }

    /** Books a success, which forgives only when the peer was probed since its last failure. */
    void succeeded(long millis) {
        if (accessed < checked && fails > 0) {
            boolean recovered = (barriers & FAILED) != 0;
            forgive();
            if (recovered) {
                startSlowly(millis);
            }
        }
    }

    void forgive() {
        fails = 0;
        count();
    }

    /** Ends an attempt. */
    void released() {
        conns--;
        count();
    }

    /** The weight begins to grow from zero, where {@code slow_start} says so. */
    void startSlowly(long millis) {
        if (slowStartMillis > 0) {
            recoveredAt = millis;
        }
    }

    /**
     * The effective weight in units of one {@code unit}th, less what a slow start still withholds.
     *
     * @param unit so fine that a weight of one can grow too; 1 in groups without slow start
     */
    long gain(int unit, long millis) {
        if (recoveredAt == 0) {
            return (long) effectiveWeight * unit;
        }
        return Math.min((long) effectiveWeight * unit, allowedWeight(unit, millis));
    }

    /** The whole weight in the same units, less what a slow start still withholds. */
    long allowedWeight(int unit, long millis) {
        long full = (long) weight * unit;
        if (recoveredAt == 0) {
            return full;
        }
        long elapsed = millis - recoveredAt;
        if (elapsed >= slowStartMillis) {
            recoveredAt = 0;
            return full;
        }
        return full * Math.max(0, elapsed) / slowStartMillis;
    }

    /** Brings the barriers that follow from counters up to date. */
    private void count() {
        int reasons = barriers & ~(FULL | FAILED);
        if (maxConns > 0 && conns >= maxConns) {
            reasons |= FULL;
        }
        if (maxFails > 0 && fails >= maxFails) {
            reasons |= FAILED;
        }
        barriers = reasons;
    }

    @Nullable
    PeerError lastError() {
        return history.lastError;
    }
}
