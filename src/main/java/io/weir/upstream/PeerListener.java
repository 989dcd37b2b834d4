package io.weir.upstream;

/** Hears what the accounting of a run decides. Called by the thread that releases, with no lock held. */
@FunctionalInterface
public interface PeerListener {

    /** Ignores everything. */
    PeerListener NONE = _ -> {};

    /** The peer has reached {@code max_fails}: nginx warns {@code upstream server temporarily disabled}. */
    void temporarilyDisabled(Peer peer);
}
