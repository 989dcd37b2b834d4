package io.weir.upstream;

import org.jspecify.annotations.Nullable;

/** A peer leased for one attempt. Whoever picked it releases it, once, however the attempt ends. */
public final class Pick {

    private final Selection selection;
    private final Peer peer;
    private final @Nullable String cookie;
    private boolean released; // guarded by the group

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

    /** The head of the peer's response has arrived and will be passed on. */
    public void headerArrived(long headerNanos) {
        selection.headerArrived(peer, headerNanos);
    }

    /** Remembers why the attempt failed, for those who ask what is wrong with the peer. */
    public void failed(String phase, String message) {
        selection.failed(peer, phase, message);
    }

    /** Releases without measured times. */
    public void release(Release result) {
        release(result, Times.UNKNOWN);
    }

    /**
     * Gives the peer back and books what became of the attempt.
     *
     * @throws IllegalStateException when it was released before
     */
    public void release(Release result, Times times) {
        selection.released(this, result, times);
    }

    /** Marks it as released; false when it was before. The group is locked. */
    boolean end() {
        boolean first = !released;
        released = true;
        return first;
    }
}
