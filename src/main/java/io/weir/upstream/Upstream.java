package io.weir.upstream;

import io.weir.config.UpstreamConfig;
import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.KeepaliveConfig;
import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.variable.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A group of peers as one configuration describes it, and as it was changed since. Thread-safe. A change holds for runs
 * that begin after it; runs that are under way keep their list, but pick nobody who is down or removed.
 */
public final class Upstream {

    private static final KeepaliveConfig NOTHING_KEPT = new KeepaliveConfig(0, false, 0, 0, 0);

    private final UpstreamConfig config;
    private final LongSupplier millis;
    private final GroupState group;
    private final @Nullable Binding binding;
    private final @Nullable WaitingLine line; // guarded by the group
    private final @Nullable RetryBudget retryBudget;
    private final boolean watchesHeaders;

    private volatile Members members; // replaced with the group locked
    private final Object changes = new Object(); // one change at a time
    private int nextNumber; // guarded by changes
    private final List<MembersListener> listeners = new ArrayList<>(); // guarded by changes

    /** @param millis see {@link io.weir.time.SteadyMillis} */
    Upstream(UpstreamConfig config, LongSupplier millis, GroupState group) {
        this.config = config;
        this.millis = millis;
        this.group = group;
        this.binding = config.sticky() == null ? null : Binding.of(config.sticky());
        this.line =
                config.queue() == null ? null : new WaitingLine(config.queue().places());
        this.retryBudget = config.retryBudget() < 0 ? null : new RetryBudget(config.retryBudget());
        this.watchesHeaders = config.balance() instanceof Balance.LeastTime;
        List<PeerState> states = group.adopt(config.peers(), config.healthCheck());
        List<Peer> peers = new ArrayList<>(states.size());
        for (int i = 0; i < states.size(); i++) {
            peers.add(new Peer(i, config.peers().get(i), group, states.get(i)));
        }
        this.nextNumber = peers.size();
        this.members = Members.of(config.balance(), binding != null, peers);
    }

    /**
     * A group of its own that no configuration holds, such as the addresses that a resolver returned for one request.
     * Its state ends with it, and none of its connections are kept.
     *
     * @param millis see {@link io.weir.time.SteadyMillis}
     */
    public static Upstream ofPeers(String name, List<PeerConfig> peers, LongSupplier millis) {
        UpstreamConfig config = new UpstreamConfig(name, true, peers, new Balance.RoundRobin(), NOTHING_KEPT);
        return new Upstream(config, millis, new GroupState());
    }

    /** As written; {@code $upstream_addr} of an attempt that found no live peer. */
    public String name() {
        return config.name();
    }

    public UpstreamConfig config() {
        return config;
    }

    /** All peers, the primaries first, each in configuration order. */
    public List<Peer> peers() {
        return members.all();
    }

    /**
     * Equal for the groups of one name in successive configurations, and for no other; to key what outlives a reload.
     */
    public Object identity() {
        return group;
    }

    /** Runs that wait in the queue now. */
    public int waiting() {
        synchronized (group) {
            return line == null ? 0 : line.size();
        }
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
        if (retryBudget != null) {
            retryBudget.request(millis() / 1000);
        }
        return new Selection(this, request, listener);
    }

    /** Everything about each peer in this moment, in the order of {@link #peers}. */
    public List<PeerSnapshot> snapshot() {
        long now = millis();
        return peers().stream().map(peer -> peer.snapshot(now)).toList();
    }

    /**
     * Gives a peer another weight, as if it had been configured.
     *
     * @param weight at least 1
     * @throws IllegalArgumentException when the weight is less, or the peer is none of the group's
     */
    public void setWeight(Peer peer, int weight) {
        if (weight < 1) {
            throw new IllegalArgumentException("a weight is at least 1, not " + weight);
        }
        change(peers -> {
            known(peers, peer).state.reweigh(weight);
            return peers;
        });
    }

    /** Nobody picks the peer any more; what is in flight goes on. */
    public void down(Peer peer) {
        mark(peer, PeerState.DOWN);
    }

    /** Only requests that {@code sticky} binds to the peer still come to it. */
    public void drain(Peer peer) {
        mark(peer, PeerState.DRAINING);
    }

    /** Ends {@link #down} and {@link #drain}, and forgets the peer's failures; its weight grows with {@code slow_start}. */
    public void up(Peer peer) {
        mark(peer, 0);
        synchronized (group) {
            peer.state.forgive();
            peer.state.startSlowly(millis());
            serveLine();
        }
    }

    /**
     * Adds a peer behind the others.
     *
     * @throws IllegalArgumentException when it is a backup and the method knows none
     */
    public Peer add(PeerConfig added) {
        if (added.backup() && !config.balance().supportsBackup()) {
            throw new IllegalArgumentException("balancing method does not support parameter \"backup\"");
        }
        synchronized (changes) {
            Peer peer = new Peer(nextNumber++, added, group, GroupState.newcomer(added, config.healthCheck()));
            peer.state.startSlowly(millis());
            change(peers -> Stream.concat(peers.stream(), Stream.of(peer)).toList());
            listeners.forEach(listener -> listener.added(peer));
            return peer;
        }
    }

    /**
     * Exchanges peers, in one change: {@code come} are added behind the others.
     *
     * @return the new peers, in the order of {@code come}
     * @throws IllegalArgumentException when one of {@code gone} is no peer of the group
     */
    public List<Peer> exchange(Collection<Peer> gone, List<PeerConfig> come) {
        synchronized (changes) {
            List<Peer> fresh = new ArrayList<>();
            for (PeerConfig added : come) {
                fresh.add(new Peer(nextNumber++, added, group, GroupState.newcomer(added, config.healthCheck())));
            }
            change(peers -> {
                gone.forEach(peer -> known(peers, peer).remove());
                List<Peer> next = new ArrayList<>(peers);
                next.removeAll(gone);
                next.addAll(fresh);
                return next;
            });
            for (MembersListener listener : listeners) {
                gone.forEach(listener::removed);
                fresh.forEach(listener::added);
            }
            return fresh;
        }
    }

    /**
     * Takes a peer out of the group; what is in flight goes on.
     *
     * @throws IllegalArgumentException when it is none of the group's
     */
    public void remove(Peer peer) {
        exchange(List.of(peer), List.of());
    }

    /** Tells a listener of all peers that come and go, as long as the group lives; those that are there already first. */
    public void watch(MembersListener watcher) {
        synchronized (changes) {
            listeners.add(watcher);
            peers().forEach(watcher::added);
        }
    }

    /** How those who check the peer say what they found. */
    public PeerHealth health(Peer peer) {
        return new PeerHealth(this, peer);
    }

    private void mark(Peer peer, int barrier) {
        synchronized (changes) {
            synchronized (group) {
                known(members.all(), peer).state.mark(barrier);
                members = members.recounted();
            }
        }
    }

    /** Somebody may have become free. The group is locked. */
    void serveLine() {
        if (line != null) {
            line.serve(millis());
        }
    }

    private Peer known(List<Peer> peers, Peer peer) {
        if (!peers.contains(peer)) {
            throw new IllegalArgumentException(peer + " is no peer of upstream " + name());
        }
        return peer;
    }

    private void change(UnaryOperator<List<Peer>> change) {
        synchronized (changes) {
            List<Peer> peers;
            synchronized (group) {
                peers = change.apply(members.all());
            }
            // Without the group's lock: the ring of a consistent hash takes its time.
            Members next = Members.of(config.balance(), binding != null, peers);
            synchronized (group) {
                members = next;
                GroupState.restartRound(peers.stream().map(peer -> peer.state).toList());
                serveLine();
            }
        }
    }

    Members members() {
        return members;
    }

    GroupState group() {
        return group;
    }

    @Nullable
    Binding binding() {
        return binding;
    }

    /** Its content is guarded by the group. */
    @Nullable
    WaitingLine line() {
        return line;
    }

    long queueMillis() {
        return config.queue() == null ? 0 : config.queue().timeoutMillis();
    }

    @Nullable
    RetryBudget retryBudget() {
        return retryBudget;
    }

    /** Whether the method has to know when a response's head arrives. */
    boolean watchesHeaders() {
        return watchesHeaders;
    }

    long millis() {
        return millis.getAsLong();
    }
}
