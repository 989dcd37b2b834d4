package io.weir.upstream;

import java.util.ArrayList;
import java.util.List;

/**
 * Who belongs to a group, and the method that picks among them. Immutable: a change makes new ones, and a run goes on
 * with those that it began with.
 *
 * @param balancer made for these primaries
 * @param tries attempts that a run may make: peers that are neither down nor draining
 */
record Members(PeerList primaries, PeerList backups, Balancer balancer, int tries) {

    static Members of(PeerList primaries, PeerList backups, Balancer balancer) {
        return new Members(primaries, backups, balancer, primaries.tries() + backups.tries());
    }

    /** The same after a peer has gone down or come up. */
    Members recounted() {
        return of(primaries, backups, balancer);
    }

    /** nginx's {@code peers->single}: such a peer is never disabled, for there is nobody else to ask. */
    boolean isSingle() {
        return primaries.size() == 1 && backups.size() == 0;
    }

    /** The primaries first. */
    List<Peer> all() {
        List<Peer> all = new ArrayList<>(primaries.peers());
        all.addAll(backups.peers());
        return all;
    }
}
