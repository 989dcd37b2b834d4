package io.weir.upstream;

/**
 * What is known of a peer beyond its configuration. Outlives a reload while group, address and position among equal
 * addresses stay. Every field is guarded by the group's {@link GroupState}; moments are whole seconds of the group's
 * clock.
 */
final class PeerState {

    /** Weight that {@link #effectiveWeight} was made for; another one in a new configuration starts anew. */
    int weight;

    int effectiveWeight;
    int currentWeight;

    int fails;
    long accessed; // last failure
    long checked; // last failure or last probe
    int conns; // attempts in flight, not idle connections

    long picks; // since the start, for the admin API
    long failures;

    PeerState(int weight) {
        this.weight = weight;
        this.effectiveWeight = weight;
    }
}
