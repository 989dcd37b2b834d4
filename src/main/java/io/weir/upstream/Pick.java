package io.weir.upstream;

import org.jspecify.annotations.Nullable;

/** A peer leased for one attempt. Whoever picked it releases it, once, however the attempt ends. */
public final class Pick {

    /** A time that was not reached. */
    public static final long NEVER = -1;

    private @Nullable Selection selection; // null once it is released; set to that with the group locked
    private final Peer peer;
    private final @Nullable String cookie;

    Pick(Selection selection, Peer peer, @Nullable String cookie) {
        this.selection = selection;
        this.peer = peer;
        this.cookie = cookie;
    }

    public Peer peer() {
        return peer;
    }

    /** The value of the {@code Set-Cookie} that binds the client to this peer; null when the group sets none. */
    public @Nullable String cookie() {
        return cookie;
    }

    /**
     * The head of the peer's response has arrived and will be passed on.
     *
     * @param headerNanos since the attempt began
     */
    public void headerArrived(long headerNanos) {
        leased().headerArrived(peer, headerNanos);
    }

    /** Remembers why the attempt failed, for those who ask what is wrong with the peer. */
    public void failed(String phase, String message) {
        leased().failed(peer, phase, message);
    }

    /** Releases without measured times. */
    public void release(Release result) {
        release(result, NEVER, NEVER);
    }

    /**
     * Gives the peer back and books what became of the attempt.
     *
     * @param headerNanos from the attempt's beginning to the response's head, or {@link #NEVER}
     * @param responseNanos from the attempt's beginning to the end of the upstream's part, or {@link #NEVER}
     * @throws IllegalStateException when it was released before
     */
    public void release(Release result, long headerNanos, long responseNanos) {
        leased().released(this, result, headerNanos, responseNanos);
    }

    /** Marks it as released. The group is locked. */
    void end() {
        leased();
        selection = null;
    }

    private Selection leased() {
        Selection of = selection;
        if (of == null) {
            throw new IllegalStateException("the pick of peer " + peer + " was released twice");
        }
        return of;
    }
}
