package io.weir.upstream;

import io.weir.config.UpstreamConfig.Balance;
import io.weir.variable.Scope;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A method of choosing peers: one instance for one list of members, which may hold what is computed once (the ring of a
 * consistent hash). Thread-safe.
 */
interface Balancer {

    /** What {@link Run#next} returns when no candidate is eligible. */
    int NONE = -1;

    /** The method that a configuration names, for a group with these primaries. */
    static Balancer of(Balance balance, PeerList primaries) {
        return of(balance, primaries, new SplittableRandom());
    }

    /** @param random used with the group locked only */
    static Balancer of(Balance balance, PeerList primaries, RandomGenerator random) {
        return switch (balance) {
            case Balance.RoundRobin _ -> RoundRobin.INSTANCE;
            case Balance.LeastConn _ -> LeastConn.INSTANCE;
            case Balance.LeastTime(var metric, var inflight) -> new LeastTime(metric, inflight);
            case Balance.IpHash _ -> new IpHash(primaries);
            case Balance.Hash(var key, var consistent) when consistent -> new ConsistentHash(key, primaries);
            case Balance.Hash(var key, var _) -> new KeyHash(key, primaries);
            case Balance.Random(var choice) -> new RandomChoice(choice, primaries, random);
        };
    }

    /**
     * Begins a run; here a method evaluates its key, while nothing is locked. A method without state of its own per run
     * may return the same object each time.
     *
     * @param request null for runs without a client's request
     */
    Run begin(@Nullable Scope request);

    /**
     * One run's way through the candidates; may remember hashes and misses from one attempt to the next. All methods
     * are called with the group locked, so they may change weights in motion and must not call out.
     */
    interface Run {

        /**
         * The index of a candidate that is eligible, or that the request is bound to; or {@link #NONE}. After {@code
         * NONE} it is asked again with the backups, if there are any. Not asked in a group of one peer.
         */
        int next(Candidates candidates);

        /** The head of the picked peer's response has arrived and is passed on. */
        default void headerArrived(PeerState peer, long headerMillis, long now) {}

        /**
         * The attempt at the picked peer is over.
         *
         * @param headerMillis how long the response's head took; {@link Pick#NEVER} when it did not come
         * @param responseMillis how long the upstream's part took in all; {@link Pick#NEVER} when it did not end
         */
        default void released(PeerState peer, Release result, long headerMillis, long responseMillis, long now) {}
    }
}
