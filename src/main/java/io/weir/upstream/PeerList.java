package io.weir.upstream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The primaries or the backups of a group, in configuration order. Immutable; what the peers are doing is in their
 * states. The weights in it are those of the moment when it was made.
 */
final class PeerList {

    /** Fine enough for a weight of one to grow in steps. */
    private static final int SLOW_START_UNIT = 256;

    private final List<Peer> peers;
    private final PeerState[] states;

    /** Where the share of each peer begins when all weights are laid side by side. */
    private final int[] starts;

    private final int totalWeight;
    private final int unit;
    private final @Nullable Map<String, Integer> byId;

    /** @param withIds whether peers will be looked up by their id */
    PeerList(List<Peer> peers, boolean withIds) {
        this.peers = List.copyOf(peers);
        this.states = peers.stream().map(peer -> peer.state).toArray(PeerState[]::new);
        this.starts = new int[states.length];
        int total = 0;
        boolean slowStart = false;
        for (int i = 0; i < states.length; i++) {
            starts[i] = total;
            total = Math.addExact(total, states[i].weight);
            slowStart |= states[i].slowStartMillis > 0;
        }
        this.totalWeight = total;
        this.unit = slowStart ? SLOW_START_UNIT : 1;
        this.byId = withIds ? ids(peers) : null;
    }

    private static Map<String, Integer> ids(List<Peer> peers) {
        Map<String, Integer> ids = new HashMap<>();
        for (int i = 0; i < peers.size(); i++) {
            ids.putIfAbsent(peers.get(i).id(), i); // the first of equal ones, as a search would find
        }
        return ids;
    }

    int size() {
        return states.length;
    }

    Peer get(int index) {
        return peers.get(index);
    }

    List<Peer> peers() {
        return peers;
    }

    /** Not to be changed. */
    PeerState[] states() {
        return states;
    }

    /** Peers that are down included. */
    int totalWeight() {
        return totalWeight;
    }

    /** What a weight of one counts as in the round. */
    int unit() {
        return unit;
    }

    /** The peer whose share of all weights a number from 0 to the total falls into. */
    int indexAt(int position) {
        int low = 0;
        int high = starts.length;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (position < starts[middle]) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return low;
    }

    /** The peer with an id, or {@link Balancer#NONE}. */
    int indexOf(String id) {
        return byId == null ? Balancer.NONE : byId.getOrDefault(id, Balancer.NONE);
    }

    /** Peers that count as tries. */
    int tries() {
        int tries = 0;
        for (PeerState state : states) {
            if ((state.barriers & (PeerState.DOWN | PeerState.DRAINING)) == 0) {
                tries++;
            }
        }
        return tries;
    }
}
