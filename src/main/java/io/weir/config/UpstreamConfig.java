package io.weir.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An {@code [[upstream]]} group, or the implicit group of a literal {@code proxy_pass} host.
 *
 * @param name as written; names compare without case
 * @param implicit true for the group that a literal host in a {@code *_pass} makes; it has no keepalive pool
 * @param peers one per resolved address, in configuration order (nginx: several addresses are several peers)
 * @param balance how a peer is picked
 * @param keepalive the idle connections to keep
 */
public record UpstreamConfig(
        String name, boolean implicit, List<PeerConfig> peers, Balance balance, KeepaliveConfig keepalive) {

    /** The {@code balance} key. More methods join this type as they are built. */
    public sealed interface Balance {
        record RoundRobin() implements Balance {}
    }

    /**
     * {@code keepalive N [local]} and its limits (nginx 1.31: 32 local by default in explicit groups).
     *
     * @param connections idle connections kept for the group; 0 keeps none
     * @param local an idle connection is reused only by the location that opened it
     * @param requests a connection is not kept after so many requests
     * @param timeMillis a connection older than this is not kept after its next request
     * @param timeoutMillis an idle connection is closed after this
     */
    public record KeepaliveConfig(int connections, boolean local, int requests, long timeMillis, long timeoutMillis) {}

    /**
     * One address of a group.
     *
     * @param server the server line's address as written, the identity that hashing and logs of the group use
     * @param address where to connect
     * @param maxFails 0: failures are not counted
     * @param failTimeoutSeconds both the counting window and the time out of service
     * @param maxConns 0: no limit
     */
    public record PeerConfig(
            String server,
            PeerAddress address,
            int weight,
            int maxFails,
            long failTimeoutSeconds,
            int maxConns,
            boolean backup,
            boolean down,
            @Nullable String route) {}
}
