package io.weir.upstream;

/**
 * nginx's round among some of the candidates: each that takes part gains its weight, the richest leads, and pays what
 * all gained when it is picked. Used with the group locked.
 */
final class Round {

    private final Candidates candidates;
    private final int unit;
    private int leader = Balancer.NONE;
    private long leaderWeight;
    private long stake;

    Round(Candidates candidates) {
        this.candidates = candidates;
        this.unit = candidates.list().unit();
    }

    /** Lets a peer take part. Of equally rich ones the first leads. */
    void join(int index) {
        PeerState state = candidates.state(index);
        long gain = state.gain(unit, candidates.millis());
        long current = state.currentWeight + gain;
        state.currentWeight = current;
        stake += gain;
        if (state.effectiveWeight < state.weight) {
            state.effectiveWeight++; // a peer that failed earns its weight back, one a round
        }
        if (leader == Balancer.NONE || current > leaderWeight) {
            leader = index;
            leaderWeight = current;
        }
    }

    /** Who leads, after it has paid; {@link Balancer#NONE} when nobody took part. */
    int end() {
        return leader == Balancer.NONE ? leader : endWith(leader);
    }

    /** Somebody else, who pays in the leader's place. */
    int endWith(int payer) {
        candidates.state(payer).currentWeight -= stake;
        return payer;
    }
}
