package io.weir.upstream;

/**
 * Who wants to know when a group gets or loses peers at run time. Called by the thread that makes the change, one change
 * after the other; must not change the group itself.
 */
public interface MembersListener {

    void added(Peer peer);

    void removed(Peer peer);
}
