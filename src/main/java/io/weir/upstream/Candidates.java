package io.weir.upstream;

import org.jspecify.annotations.Nullable;

/**
 * The list of peers that a run picks from, primaries or backups, and which of them it has tried. Used with the group
 * locked.
 *
 * <p>It also plays nginx's round among some of them: each that takes part gains its weight, the richest leads, and pays
 * what all gained when it is picked.
 */
final class Candidates {

    private static final int BITS = Long.SIZE;

    private final PeerList list;
    private final PeerState[] states;
    private long tried;
    private final long @Nullable [] triedBeyond; // those that do not fit into one word
    private long seconds;
    private long millis;
    private @Nullable String boundTo;

    private int leader;
    private long stake;

    Candidates(PeerList list) {
        this.list = list;
        this.states = list.states();
        this.triedBeyond = list.size() <= BITS ? null : new long[(list.size() - 1) / BITS];
    }

    /**
     * Sets the moment for which is answered.
     *
     * @param boundTo the id of the peer that {@code sticky} asks for; null for none
     */
    Candidates at(long millis, @Nullable String boundTo) {
        this.millis = millis;
        this.seconds = millis / 1000;
        this.boundTo = boundTo;
        return this;
    }

    long millis() {
        return millis;
    }

    long seconds() {
        return seconds;
    }

    PeerList list() {
        return list;
    }

    int size() {
        return states.length;
    }

    PeerState state(int index) {
        return states[index];
    }

    boolean isEligible(int index) {
        return states[index].isFree(seconds) && !isTried(index);
    }

    /** The peer that {@code sticky} asks for, when it can be had; else {@link Balancer#NONE}. */
    int bound() {
        int index = boundTo == null ? Balancer.NONE : list.indexOf(boundTo);
        return index != Balancer.NONE && !isTried(index) && states[index].isFreeForBound(seconds)
                ? index
                : Balancer.NONE;
    }

    private boolean isTried(int index) {
        long word = triedBeyond == null || index < BITS ? tried : triedBeyond[index / BITS - 1];
        return (word & 1L << index) != 0;
    }

    Peer pick(int index) {
        if (triedBeyond == null || index < BITS) {
            tried |= 1L << index;
        } else {
            triedBeyond[index / BITS - 1] |= 1L << index;
        }
        states[index].probed(seconds);
        states[index].picked();
        return list.get(index);
    }

    /** Begins a round; nobody takes part yet. */
    void startRound() {
        leader = Balancer.NONE;
        stake = 0;
    }

    /** Lets a peer take part. Of equally rich ones the first leads. */
    void join(int index) {
        PeerState state = states[index];
        long gain = state.gain(list.unit(), millis);
        state.currentWeight += gain;
        stake += gain;
        if (state.effectiveWeight < state.weight) {
            state.effectiveWeight++; // a peer that failed earns its weight back, one a round
        }
        if (leader == Balancer.NONE || state.currentWeight > states[leader].currentWeight) {
            leader = index;
        }
    }

    /** Ends the round: who leads pays. {@link Balancer#NONE} when nobody took part. */
    int endRound() {
        if (leader != Balancer.NONE) {
            states[leader].currentWeight -= stake;
        }
        return leader;
    }
}
