package io.weir.upstream;

/** What active checks say about one peer: a voice of its own next to the accounting of requests. Thread-safe. */
public final class PeerHealth {

    private final Upstream upstream;
    private final Peer peer;

    PeerHealth(Upstream upstream, Peer peer) {
        this.upstream = upstream;
        this.peer = peer;
    }

    /** Nobody needs to know whether a peer is well that nobody may use: {@code down}, or removed. */
    public boolean isWanted() {
        synchronized (upstream.group()) {
            return (peer.state.barriers & (PeerState.DOWN | PeerState.REMOVED)) == 0;
        }
    }

    /** Whether checks keep it from being picked, because they have failed or because none has passed yet. */
    public boolean isBarred() {
        synchronized (upstream.group()) {
            return (peer.state.barriers & (PeerState.UNHEALTHY | PeerState.CHECKING)) != 0;
        }
    }

    /** It may be picked; its failures are forgotten, its weight grows with {@code slow_start}. */
    public void healthy() {
        synchronized (upstream.group()) {
            peer.state.judge(0);
            peer.state.forgive();
            peer.state.startSlowly(upstream.millis());
            upstream.serveLine();
        }
    }

    /** Nobody picks it until it is healthy; what is in flight goes on. */
    public void unhealthy(String phase, String message) {
        PeerError error = new PeerError(phase, message, upstream.millis());
        synchronized (upstream.group()) {
            peer.state.judge(PeerState.UNHEALTHY);
            peer.state.history.lastError = error;
        }
    }

    /** Announces the next check, for those who ask when a peer may come back. */
    public void checkedAgainIn(long millis) {
        long next = upstream.millis() + millis;
        synchronized (upstream.group()) {
            peer.state.history.nextCheck = next;
        }
    }
}
