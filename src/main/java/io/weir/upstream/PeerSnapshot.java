package io.weir.upstream;

import org.jspecify.annotations.Nullable;

/**
 * A peer in one moment, for those who look from outside.
 *
 * @param number what the peer is called in its group, from 0 on in the order in which peers came; never used again
 * @param status whether it can be picked, and if not, why
 * @param retryAtEpochSecond when a peer that failed is tried again at the earliest, or an unhealthy one
 *     is checked again; 0 for others
 * @param weight as it is now
 * @param effectiveWeight less recent failures
 * @param active attempts in flight
 * @param requests attempts since the start
 * @param failures those of them that counted as failures
 * @param fails failures in the current window
 * @param lastError null when there was none
 * @param responseTimes of the attempts that received a response
 */
public record PeerSnapshot(
        int number,
        String name,
        String server,
        String id,
        boolean backup,
        Status status,
        long retryAtEpochSecond,
        int weight,
        int effectiveWeight,
        int active,
        long requests,
        long failures,
        int fails,
        @Nullable PeerError lastError,
        ResponseTimes responseTimes) {

    /** Whether a peer can be picked. */
    public enum Status {
        UP("up"),
        STARTING("slow start after recovery"),
        PROBING("may be tried once after failures"),
        FULL("max_conns reached"),
        FAILED("max_fails reached"),
        UNHEALTHY("health check failed"),
        CHECKING("no health check has passed yet"),
        DRAINING("draining"),
        DOWN("down"),
        REMOVED("removed from the group");

        private final String reason;

        Status(String reason) {
            this.reason = reason;
        }

        /** In words. */
        public String reason() {
            return reason;
        }
    }

    /** Called with the group locked. */
    static PeerSnapshot of(Peer peer, PeerState state, long epochMillis) {
        Status status = status(state, epochMillis);
        return new PeerSnapshot(
                peer.number(),
                peer.name(),
                peer.server(),
                peer.id(),
                peer.config().backup(),
                status,
                retryAt(state),
                state.weight,
                state.effectiveWeight,
                state.conns,
                state.history.picks,
                state.history.failures,
                state.fails,
                state.lastError(),
                state.history.responseTimes());
    }

    private static long retryAt(PeerState state) {
        if ((state.barriers & (PeerState.UNHEALTHY | PeerState.CHECKING)) != 0) {
            return (state.history.nextCheck + 999) / 1000;
        }
        return (state.barriers & PeerState.FAILED) == 0 ? 0 : state.checked + state.failTimeout + 1;
    }

    private static Status status(PeerState state, long epochMillis) {
        int barriers = state.barriers;
        if ((barriers & PeerState.REMOVED) != 0) {
            return Status.REMOVED;
        }
        if ((barriers & PeerState.DOWN) != 0) {
            return Status.DOWN;
        }
        if ((barriers & PeerState.DRAINING) != 0) {
            return Status.DRAINING;
        }
        if ((barriers & PeerState.UNHEALTHY) != 0) {
            return Status.UNHEALTHY;
        }
        if ((barriers & PeerState.CHECKING) != 0) {
            return Status.CHECKING;
        }
        if ((barriers & PeerState.FAILED) != 0) {
            return epochMillis / 1000 - state.checked > state.failTimeout ? Status.PROBING : Status.FAILED;
        }
        if ((barriers & PeerState.FULL) != 0) {
            return Status.FULL;
        }
        boolean starting = state.recoveredAt != 0 && epochMillis - state.recoveredAt < state.slowStartMillis;
        return starting ? Status.STARTING : Status.UP;
    }
}
