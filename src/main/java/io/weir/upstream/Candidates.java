package io.weir.upstream;

import org.jspecify.annotations.Nullable;

/**
 * The list of peers that a run picks from, primaries or backups, and which of them it has tried. Used with the group
 * locked.
 */
final class Candidates {

    private static final int BITS = Long.SIZE;

    private final PeerList list;
    private long tried;
    private final long @Nullable [] triedBeyond; // those that do not fit into one word
    private long seconds;
    private long millis;
    private @Nullable String boundTo;

    Candidates(PeerList list) {
        this.list = list;
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
        return list.size();
    }

    PeerState state(int index) {
        return list.states()[index];
    }

    boolean isEligible(int index) {
        return list.states()[index].isFree(seconds) && !isTried(index);
    }

    /** The peer that {@code sticky} asks for, when it can be had; else {@link Balancer#NONE}. */
    int bound() {
        int index = boundTo == null ? Balancer.NONE : list.indexOf(boundTo);
        return index != Balancer.NONE && !isTried(index) && list.states()[index].isFreeForBound(seconds)
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
        list.states()[index].probed(seconds);
        list.states()[index].picked();
        return list.get(index);
    }
}
