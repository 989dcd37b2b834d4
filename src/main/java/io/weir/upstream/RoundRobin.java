package io.weir.upstream;

import io.weir.variable.Scope;
import org.jspecify.annotations.Nullable;

/**
 * nginx's smooth weighted round robin: each eligible peer gains its effective weight, the richest is picked and pays
 * what all gained. Weights 5, 1, 1 give a a b a c a a. Other methods fall back to it.
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
        int bound = candidates.bound();
        if (bound != NONE && hasHadItsShare(candidates, bound)) {
            return bound; // it comes all the same, but nobody is to owe or own more for it
        }
        PeerState[] states = candidates.list().states();
        Round round = new Round(candidates);
        for (int i = 0; i < states.length; i++) {
            if (candidates.isEligible(i)) {
                round.join(i);
            }
        }
        return bound == NONE ? round.end() : round.endWith(bound);
    }

    /** nginx's limit of how far bound requests may drive a peer's weight down. */
    private static boolean hasHadItsShare(Candidates candidates, int bound) {
        PeerState state = candidates.state(bound);
        long others = (long) candidates.list().totalWeight() - state.weight;
        return state.currentWeight <= -others * candidates.list().unit();
    }
}
