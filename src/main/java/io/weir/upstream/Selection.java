package io.weir.upstream;

import io.weir.variable.Scope;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run's view of a group: which peers it has tried, whether it has gone over to the backups, how many tries are
 * left. Belongs to the run's thread, but for {@link #stopWaiting}. Only {@link #await} blocks for longer than the
 * group's short lock.
 */
public final class Selection {

    /** How often a waiting run looks for itself: a peer's return after {@code fail_timeout} is announced by nobody. */
    private static final long LOOK_MILLIS = 500;

    private final Upstream upstream;
    private final Members members;
    private final Balancer.Run run;
    private final @Nullable Scope request;
    private final PeerListener listener;
    private final @Nullable String said; // by the request about the peer that it belongs to
    private Candidates candidates;
    private boolean onBackups;
    private boolean fresh = true;
    private int tries;
    private volatile WaitingLine.@Nullable Place place;
    private volatile boolean stopped;

    Selection(Upstream upstream, @Nullable Scope request, PeerListener listener) {
        this.upstream = upstream;
        this.members = upstream.members();
        this.run = members.balancer().begin(request);
        this.request = request;
        this.listener = listener;
        Binding binding = upstream.binding();
        this.said = binding == null || request == null ? null : binding.said(request);
        this.candidates = new Candidates(members.primaries());
        this.tries = members.tries();
    }

    public Upstream upstream() {
        return upstream;
    }

    /**
     * Leases a peer for one attempt, without waiting for one. The caller releases it.
     *
     * @return null when no peer is live: nginx's {@code no live upstreams}; or when others wait for one already
     */
    public @Nullable Pick pick() {
        long millis = upstream.millis();
        String boundTo = boundTo(millis);
        Peer peer;
        synchronized (upstream.group()) {
            WaitingLine line = upstream.line();
            peer = line != null && !line.isEmpty() ? null : choose(millis, boundTo);
        }
        return peer == null ? null : lease(peer, millis);
    }

    /** Whether a run that got no peer may wait for one. */
    public boolean mayWait() {
        return upstream.line() != null;
    }

    /**
     * Waits in the group's queue until a peer is free. Blocks. The caller releases the pick.
     *
     * @return null when the queue is full, the time is over, or the waiting was stopped or interrupted
     */
    public @Nullable Pick await() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(upstream.queueMillis());
        String boundTo = boundTo(upstream.millis());
        WaitingLine line = upstream.line();
        WaitingLine.Place mine;
        synchronized (upstream.group()) {
            mine = line == null ? null : line.join(this, boundTo);
        }
        if (line == null || mine == null) {
            return null;
        }
        place = mine;
        Peer peer = await(line, mine, end);
        place = null;
        return peer == null ? null : lease(peer, upstream.millis());
    }

    private @Nullable Peer await(WaitingLine line, WaitingLine.Place mine, long end) {
        boolean interrupted = false;
        while (true) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            synchronized (upstream.group()) {
                if (mine.granted() == null && !mine.hasLeft()) {
                    line.serve(upstream.millis());
                }
                if (mine.granted() != null) {
                    return mine.granted();
                }
                if (left <= 0 || mine.hasLeft() || stopped || interrupted) {
                    line.leave(mine);
                    return null;
                }
            }
            try {
                mine.awaitCall(Math.min(left, LOOK_MILLIS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                interrupted = true;
            }
        }
    }

    /** Ends {@link #await}, because nobody needs the peer any more. From any thread, at any time. */
    public void stopWaiting() {
        stopped = true; // before looking: whoever takes a place after this sees it
        WaitingLine line = upstream.line();
        WaitingLine.Place waiting = place;
        if (line != null && waiting != null) {
            synchronized (upstream.group()) {
                line.leave(waiting);
            }
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

    /** Takes a retry from the group's {@code retry_budget}; false when that is used up. */
    public boolean takeRetry() {
        RetryBudget budget = upstream.retryBudget();
        return budget == null || budget.take(upstream.millis() / 1000);
    }

    /** Finds out which peer the request belongs to: a session may have got another one since the last attempt. */
    private @Nullable String boundTo(long millis) {
        Binding binding = upstream.binding();
        return binding == null || said == null ? null : binding.peerId(said, millis);
    }

    private Pick lease(Peer peer, long millis) {
        Binding binding = upstream.binding();
        String cookie = binding == null || request == null ? null : binding.cookie(peer, request, millis);
        return new Pick(this, peer, cookie);
    }

    /** Whether it has not asked any peer yet. */
    boolean isFresh() {
        return fresh;
    }

    /** Picks a peer and books the attempt. The group is locked. */
    @Nullable
    Peer choose(long millis, @Nullable String boundTo) {
        candidates.at(millis, boundTo);
        Peer peer = members.isSingle() ? chooseSingle() : chooseAmongMany(millis, boundTo);
        fresh &= peer == null;
        return peer;
    }

    private @Nullable Peer chooseSingle() {
        PeerState only = candidates.state(0);
        int barriers = candidates.bound() == Balancer.NONE ? only.barriers : only.barriers & ~PeerState.DRAINING;
        if ((barriers & ~PeerState.FAILED) != 0) {
            return null;
        }
        only.picked();
        return members.primaries().get(0);
    }

    private @Nullable Peer chooseAmongMany(long millis, @Nullable String boundTo) {
        int index = run.next(candidates);
        if (index == Balancer.NONE && !onBackups && members.backups().size() > 0) {
            // For the rest of the run, with nobody tried yet; the next run begins with the primaries again.
            onBackups = true;
            candidates = new Candidates(members.backups()).at(millis, boundTo);
            index = run.next(candidates);
        }
        return index == Balancer.NONE ? null : candidates.pick(index);
    }

    void headerArrived(Peer peer, long headerNanos) {
        long millis = upstream.millis();
        Binding binding = upstream.binding();
        if (binding != null && request != null) {
            binding.headerArrived(peer, request, said, millis);
        }
        if (upstream.watchesHeaders()) {
            synchronized (upstream.group()) {
                run.headerArrived(peer.state, inMillis(headerNanos), millis);
            }
        }
    }

    void failed(Peer peer, String phase, String message) {
        PeerError error = new PeerError(phase, message, upstream.millis());
        synchronized (upstream.group()) {
            peer.state.history.lastError = error;
        }
    }

    /** Ends an attempt. Called once for each pick. */
    void released(Pick pick, Release result, long headerNanos, long responseNanos) {
        long millis = upstream.millis();
        Peer peer = pick.peer();
        Binding binding = upstream.binding();
        if (binding != null && request != null && result == Release.SUCCESS) {
            binding.succeeded(peer, request, said, millis);
        }
        boolean disabled;
        synchronized (upstream.group()) {
            pick.end();
            run.released(peer.state, result, inMillis(headerNanos), inMillis(responseNanos), millis);
            if (headerNanos != Pick.NEVER && responseNanos != Pick.NEVER) {
                peer.state.history.responded(responseNanos);
            }
            disabled = account(peer.state, result, millis);
            WaitingLine line = upstream.line();
            if (line != null) {
                line.serve(millis);
            }
        }
        if (disabled) {
            listener.temporarilyDisabled(peer);
        }
    }

    private static long inMillis(long nanos) {
        return nanos == Pick.NEVER ? Pick.NEVER : nanos / 1_000_000;
    }

    /** Returns whether the peer is disabled from here on. The group is locked. */
    private boolean account(PeerState peer, Release result, long millis) {
        boolean disabled = false;
        if (result == Release.FAILED) {
            peer.history.failures++;
        }
        if (members.isSingle()) {
            peer.forgive();
            tries = 0;
        } else {
            switch (result) {
                case FAILED -> disabled = peer.failed(millis / 1000);
                case SUCCESS, NEXT -> peer.succeeded(millis);
            }
            tries = Math.max(0, tries - 1);
        }
        peer.released();
        return disabled;
    }
}
