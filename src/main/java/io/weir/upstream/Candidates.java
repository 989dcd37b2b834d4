package io.weir.upstream;

import java.util.List;

/**
 * The list of peers that a run picks from, primaries or backups, and which of them it has tried. Used with the group
 * locked.
 */
final class Candidates {

    private final List<Peer> peers;
    private final long[] tried;
    private long now;

    Candidates(List<Peer> peers) {
        this.peers = peers;
        this.tried = new long[(peers.size() + 63) / 64];
    }

    /** Sets the moment for which {@link #isEligible} answers. */
    Candidates at(long now) {
        this.now = now;
        return this;
    }

    int size() {
        return peers.size();
    }

    /** In configuration order. */
    Peer get(int index) {
        return peers.get(index);
    }

    boolean isEligible(int index) {
        Peer peer = peers.get(index);
        return (tried[index >> 6] & 1L << index) == 0 && !peer.isDisabled(now) && peer.isUpAndNotFull();
    }

    Peer pick(int index) {
        tried[index >> 6] |= 1L << index;
        Peer peer = peers.get(index);
        peer.probed(now);
        peer.picked();
        return peer;
    }
}
