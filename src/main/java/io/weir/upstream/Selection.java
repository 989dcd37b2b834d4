package io.weir.upstream;

import org.jspecify.annotations.Nullable;

/**
 * One run's view of a group: which peers it has tried, whether it has gone over to the backups, how many tries are
 * left. Belongs to the run's thread. Never blocks but for the group's short lock.
 */
public final class Selection {

    private final Upstream upstream;
    private final Balancer.Run run;
    private final PeerListener listener;
    private Candidates candidates;
    private boolean onBackups;
    private int tries;

    Selection(Upstream upstream, Balancer.Run run, PeerListener listener) {
        this.upstream = upstream;
        this.run = run;
        this.listener = listener;
        this.candidates = new Candidates(upstream.primaries());
        this.tries = upstream.tries();
    }

    public Upstream upstream() {
        return upstream;
    }

    /**
     * Leases a peer for one attempt. The caller releases it.
     *
     * @return null when no peer is live: nginx's {@code no live upstreams}
     */
    public @Nullable Pick pick() {
        long now = upstream.now();
        synchronized (upstream.group()) {
            Peer peer = upstream.isSingle() ? pickSingle() : pickAmongMany(now);
            return peer == null ? null : new Pick(this, peer);
        }
    }

    /**
     * Attempts still allowed. At the start all peers that are not {@code down}, backups included; each release takes
     * one, and that of a group's only peer takes all.
     */
    public int tries() {
        return tries;
    }

    /** Applies {@code next_upstream_tries} at the start of a run. 0 means no limit. */
    public void limitTries(int limit) {
        if (limit > 0 && tries > limit) {
            tries = limit;
        }
    }

    /**
     * Grants one more: a kept connection that failed with {@code error} may only have gone stale (nginx's {@code
     * cached}).
     */
    public void addTry() {
        tries++;
    }

    private @Nullable Peer pickSingle() {
        Peer peer = upstream.primaries().getFirst();
        if (!peer.isUpAndNotFull()) {
            return null;
        }
        peer.picked();
        return peer;
    }

    private @Nullable Peer pickAmongMany(long now) {
        int index = run.next(candidates.at(now));
        if (index == Balancer.NONE && !onBackups && !upstream.backups().isEmpty()) {
            // For the rest of the run, with nobody tried yet; the next run begins with the primaries again.
            onBackups = true;
            candidates = new Candidates(upstream.backups());
            index = run.next(candidates.at(now));
        }
        return index == Balancer.NONE ? null : candidates.pick(index);
    }

    /** Ends an attempt on {@code peer}. Called once for each pick. */
    void released(Peer peer, Release result) {
        boolean disabled = false;
        long now = upstream.now();
        synchronized (upstream.group()) {
            if (upstream.isSingle()) {
                peer.state.fails = 0;
                tries = 0;
                if (result == Release.FAILED) {
                    peer.state.failures++;
                }
            } else {
                switch (result) {
                    case FAILED -> disabled = peer.failed(now);
                    case SUCCESS, NEXT -> peer.succeeded();
                }
                tries = Math.max(0, tries - 1);
            }
            peer.released();
        }
        if (disabled) {
            listener.temporarilyDisabled(peer);
        }
    }
}
