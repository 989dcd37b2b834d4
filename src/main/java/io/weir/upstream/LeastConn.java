package io.weir.upstream;

import io.weir.variable.Scope;
import org.jspecify.annotations.Nullable;

/** The peer with the fewest attempts in flight for its weight; round robin among equals. */
final class LeastConn implements Balancer, Balancer.Run {

    static final LeastConn INSTANCE = new LeastConn();

    private LeastConn() {}

    @Override
    public Balancer.Run begin(@Nullable Scope request) {
        return this;
    }

    @Override
    public int next(Candidates candidates) {
        int best = candidates.bound();
        if (best != NONE) {
            return best;
        }
        boolean many = false;
        int size = candidates.size();
        for (int i = 0; i < size; i++) {
            if (!candidates.isEligible(i)) {
                continue;
            }
            int order = best == NONE ? -1 : compare(candidates, i, best);
            if (order < 0) {
                best = i;
                many = false;
            } else if (order == 0) {
                many = true;
            }
        }
        return many ? takeTurns(candidates, best) : best;
    }

    /** @param first of the equal ones */
    private static int takeTurns(Candidates candidates, int first) {
        Round round = new Round(candidates);
        for (int i = first; i < candidates.size(); i++) {
            if (candidates.isEligible(i) && compare(candidates, i, first) == 0) {
                round.join(i);
            }
        }
        return round.end();
    }

    /** Which is less busy for its weight; crosswise, so that nothing is rounded. */
    static int compare(Candidates candidates, int one, int other) {
        PeerState a = candidates.state(one);
        PeerState b = candidates.state(other);
        int unit = candidates.list().unit();
        if (unit == 1 || (a.recoveredAt == 0 && b.recoveredAt == 0)) {
            return Long.compare((long) a.conns * b.weight, (long) b.conns * a.weight);
        }
        // A peer that has just recovered has no connections yet: what counts is what one more would make of it.
        long weightOfA = a.allowedWeight(unit, candidates.millis());
        long weightOfB = b.allowedWeight(unit, candidates.millis());
        return Long.compare((a.conns + 1) * weightOfB, (b.conns + 1) * weightOfA);
    }
}
