package io.weir.upstream;

import io.weir.config.UpstreamConfig.Balance;
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

    /** @param bound whether clients are bound to peers, which are then found by their names */
    static Members of(Balance balance, boolean bound, List<Peer> peers) {
        List<Peer> primaries = new ArrayList<>();
        List<Peer> backups = new ArrayList<>();
        for (Peer peer : peers) {
            (peer.config().backup() ? backups : primaries).add(peer);
        }
        PeerList first = new PeerList(primaries, bound);
        return of(first, new PeerList(backups, bound), Balancer.of(balance, first));
    }

    private static Members of(PeerList primaries, PeerList backups, Balancer balancer) {
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
