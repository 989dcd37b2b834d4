package io.weir.upstream;

import io.weir.config.HealthCheck;
import io.weir.config.UpstreamConfig.PeerConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a group that outlives reloads, and the monitor that guards all of its mutable state, of every generation:
 * requests of an old configuration and of the new one count on the same peers.
 */
final class GroupState {

    /** Same address twice in a group is two peers (nginx), told apart by their order. */
    private record Key(String address, int occurrence) {}

    private Map<Key, PeerState> states = Map.of(); // of the newest generation; guarded by this

    /**
     * The states for a generation's peers, in their order: kept ones where the address was there before.
     *
     * @param check by whom new ones may have to be checked first; null when nobody checks
     */
    synchronized List<PeerState> adopt(List<PeerConfig> peers, @Nullable HealthCheck check) {
        Map<Key, PeerState> next = new HashMap<>();
        List<PeerState> inOrder = new ArrayList<>(peers.size());
        Map<String, Integer> seen = new HashMap<>();
        boolean changed = peers.size() != states.size();
        for (PeerConfig peer : peers) {
            String address = peer.address().name();
            Key key = new Key(address, seen.merge(address, 1, Integer::sum));
            PeerState state = states.get(key);
            if (state == null) {
                state = newcomer(peer, check);
                changed = true;
            } else {
                changed |= state.configure(peer);
            }
            if (check == null) {
                state.judge(0); // nobody is left to say that it has recovered
            }
            next.put(key, state);
            inOrder.add(state);
        }
        if (changed) {
            restartRound(inOrder);
        }
        states = next;
        return inOrder;
    }

    /** The state of a peer that was not there before. */
    static PeerState newcomer(PeerConfig peer, @Nullable HealthCheck check) {
        PeerState state = new PeerState(peer);
        state.judge(check != null && check.mandatory() ? PeerState.CHECKING : 0);
        return state;
    }

    /**
     * Current weights sum to 0 over a group; with other members they would give the new ones a burst or a drought. The
     * group is locked.
     */
    static void restartRound(List<PeerState> members) {
        members.forEach(state -> state.currentWeight = 0);
    }
}
