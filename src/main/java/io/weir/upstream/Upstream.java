package io.weir.upstream;

import io.weir.config.UpstreamConfig;
import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.KeepaliveConfig;
import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.variable.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A group of peers as one configuration describes it. Thread-safe. */
public final class Upstream {

    private static final KeepaliveConfig NOTHING_KEPT = new KeepaliveConfig(0, false, 0, 0, 0);

    private final UpstreamConfig config;
    private final LongSupplier seconds;
    private final GroupState group;
    private final List<Peer> primaries;
    private final List<Peer> backups;
    private final int tries;
    private final Balancer balancer;

    Upstream(UpstreamConfig config, LongSupplier seconds, GroupState group) {
        this.config = config;
        this.seconds = seconds;
        this.group = group;
        List<PeerState> states = group.adopt(config.peers());
        List<Peer> primaries = new ArrayList<>();
        List<Peer> backups = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            PeerConfig peer = config.peers().get(i);
            (peer.backup() ? backups : primaries).add(new Peer(peer, group, states.get(i)));
        }
        this.primaries = List.copyOf(primaries);
        this.backups = List.copyOf(backups);
        this.tries = (int) config.peers().stream().filter(peer -> !peer.down()).count();
        this.balancer = switch (config.balance()) {
            case Balance.RoundRobin _ -> RoundRobin.INSTANCE;
        };
    }

    /**
     * A group of its own that no configuration holds, such as the addresses that a resolver returned for one request.
     * Its state ends with it, and none of its connections are kept.
     *
     * @param seconds whole seconds, see {@link io.weir.time.WholeSeconds}
     */
    public static Upstream ofPeers(String name, List<PeerConfig> peers, LongSupplier seconds) {
        UpstreamConfig config = new UpstreamConfig(name, true, peers, new Balance.RoundRobin(), NOTHING_KEPT);
        return new Upstream(config, seconds, new GroupState());
    }

    /** As written; {@code $upstream_addr} of an attempt that found no live peer. */
    public String name() {
        return config.name();
    }

    /** How many idle connections are kept, and for how long. */
    public KeepaliveConfig keepalive() {
        return config.keepalive();
    }

    /** All peers, the primaries first, each in configuration order. */
    public List<Peer> peers() {
        List<Peer> all = new ArrayList<>(primaries);
        all.addAll(backups);
        return all;
    }

    /**
     * Equal for the groups of one name in successive configurations, and for no other; to key what outlives a reload.
     */
    public Object identity() {
        return group;
    }

    /** Begins a run without a request to take a key from, and tells nobody what the accounting decides. */
    public Selection select() {
        return select(null, PeerListener.NONE);
    }

    /**
     * Begins a run.
     *
     * @param request what keys of the balancing method are evaluated against, now; null when there is no request
     */
    public Selection select(@Nullable Scope request, PeerListener listener) {
        return new Selection(this, balancer.begin(request), listener);
    }

    /** nginx's {@code peers->single}: such a peer is never disabled, for there is nobody else to ask. */
    boolean isSingle() {
        return primaries.size() == 1 && backups.isEmpty();
    }

    List<Peer> primaries() {
        return primaries;
    }

    List<Peer> backups() {
        return backups;
    }

    int tries() {
        return tries;
    }

    GroupState group() {
        return group;
    }

    long now() {
        return seconds.getAsLong();
    }
}
