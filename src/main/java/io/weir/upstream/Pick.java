package io.weir.upstream;

import java.util.concurrent.atomic.AtomicBoolean;

/** A peer leased for one attempt. Whoever picked it releases it, once, however the attempt ends. */
public final class Pick {

    private final Selection selection;
    private final Peer peer;
    private final AtomicBoolean released = new AtomicBoolean();

    Pick(Selection selection, Peer peer) {
        this.selection = selection;
        this.peer = peer;
    }

    public Peer peer() {
        return peer;
    }

    /**
     * Gives the peer back and books what became of the attempt.
     *
     * @throws IllegalStateException when it was released before
     */
    public void release(Release result) {
        if (!released.compareAndSet(false, true)) {
            throw new IllegalStateException("the pick of peer " + peer + " was released twice");
        }
        selection.released(peer, result);
    }
}
