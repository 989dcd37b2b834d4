package io.weir.upstream;

import io.weir.variable.Scope;
import org.jspecify.annotations.Nullable;

/**
 * nginx's smooth weighted round robin: each eligible peer gains its effective weight, the richest is picked and pays
 * what all gained. Weights 5, 1, 1 give a a b a c a a.
 */
final class RoundRobin implements Balancer, Balancer.Run {

    static final RoundRobin INSTANCE = new RoundRobin();

    private RoundRobin() {}

    @Override
    public Balancer.Run begin(@Nullable Scope request) {
        return this; // all its state is in the peers
    }

    @Override
    public int next(Candidates candidates) {
        int best = NONE;
        int bestWeight = 0;
        int total = 0;
        for (int i = 0; i < candidates.size(); i++) {
            if (!candidates.isEligible(i)) {
                continue;
            }
            PeerState state = candidates.get(i).state;
            state.currentWeight += state.effectiveWeight;
            total += state.effectiveWeight;
            if (state.effectiveWeight < state.weight) {
                state.effectiveWeight++; // a peer that failed earns its weight back, one a round
            }
            if (best == NONE || state.currentWeight > bestWeight) { // ties: the first wins
                best = i;
                bestWeight = state.currentWeight;
            }
        }
        if (best != NONE) {
            candidates.get(best).state.currentWeight -= total;
        }
        return best;
    }
}
