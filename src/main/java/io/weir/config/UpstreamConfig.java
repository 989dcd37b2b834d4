package io.weir.config;

import io.weir.variable.Template;
import io.weir.variable.Variable;
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
 * @param sticky what binds a client to a peer; null when nothing does
 * @param queue where requests wait that find no free peer; null when they do not wait
 * @param retryBudget the share of requests that may be retries, in hundredths of a percent; -1 for no limit
 * @param healthCheck how peers are checked; null when they are not
 * @param discovery the names whose addresses come and go while the proxy runs; null when there are none
 */
public record UpstreamConfig(
        String name,
        boolean implicit,
        List<PeerConfig> peers,
        Balance balance,
        KeepaliveConfig keepalive,
        @Nullable Sticky sticky,
        @Nullable Queue queue,
        int retryBudget,
        @Nullable HealthCheck healthCheck,
        @Nullable Discovery discovery) {

    /** Without {@code sticky}, {@code queue} and {@code retry_budget}. */
    public UpstreamConfig(
            String name, boolean implicit, List<PeerConfig> peers, Balance balance, KeepaliveConfig keepalive) {
        this(name, implicit, peers, balance, keepalive, null, null, -1);
    }

    /** Without {@code health_check} and {@code server NAME resolve}. */
    public UpstreamConfig(
            String name,
            boolean implicit,
            List<PeerConfig> peers,
            Balance balance,
            KeepaliveConfig keepalive,
            @Nullable Sticky sticky,
            @Nullable Queue queue,
            int retryBudget) {
        this(name, implicit, peers, balance, keepalive, sticky, queue, retryBudget, null, null);
    }

    /** The servers of a group that have {@code resolve}. */
    public record Discovery(ResolverSettings resolver, List<NamedServer> servers) {}

    /**
     * A server whose name is resolved again and again.
     *
     * @param host its name, without port
     * @param service {@code service=}: ports, weights and priorities come from the SRV records of this; null: none
     * @param template what every peer of it is like; its address is the unresolved name with the port
     */
    public record NamedServer(String host, @Nullable String service, PeerConfig template) {}

    /** The {@code balance} key: nginx's methods. */
    public sealed interface Balance {

        /** Whether {@code backup} and {@code slow_start} mean anything to it. Where not, nginx refuses them. */
        default boolean supportsBackup() {
            return true;
        }

        record RoundRobin() implements Balance {}

        record LeastConn() implements Balance {}

        /** @param inflight whether requests that are under way for longer than the average count too */
        record LeastTime(Metric metric, boolean inflight) implements Balance {}

        record IpHash() implements Balance {
            @Override
            public boolean supportsBackup() {
                return false;
            }
        }

        record Hash(Template key, boolean consistent) implements Balance {
            @Override
            public boolean supportsBackup() {
                return false;
            }
        }

        record Random(Choice choice) implements Balance {
            @Override
            public boolean supportsBackup() {
                return false;
            }
        }
    }

    /** What {@code least_time} measures. */
    public enum Metric {
        HEADER,
        LAST_BYTE
    }

    /** How {@code random} decides. */
    public enum Choice {
        ONE,
        TWO_LEAST_CONN,
        TWO_LEAST_TIME_HEADER,
        TWO_LEAST_TIME_LAST_BYTE
    }

    /** The {@code sticky} key. */
    public sealed interface Sticky {

        /** {@code expires=max}. */
        long FOREVER = Long.MAX_VALUE;

        /**
         * A cookie that holds the peer's id and is set on every response.
         *
         * @param lookup the cookie of the request
         * @param expiresSeconds -1 for a cookie of the browser's session, {@link #FOREVER} for {@code max}
         * @param sameSite a value that is not strict, lax or none is taken for strict
         */
        record Cookie(
                String name,
                Variable lookup,
                long expiresSeconds,
                @Nullable Template domain,
                boolean httpOnly,
                boolean secure,
                @Nullable Template sameSite,
                @Nullable String path)
                implements Sticky {}

        /** The first of these that is not empty is the id. */
        record Route(List<Template> variables) implements Sticky {}

        /**
         * A table from what identifies a client's session to the peer that it was first seen with.
         *
         * @param sessions so many fit into the zone; the least recently used go first
         * @param afterHeader learn when a response's head arrives, not when the attempt is over
         */
        record Learn(
                List<Template> create,
                List<Template> lookup,
                String zone,
                int sessions,
                long timeoutMillis,
                boolean afterHeader)
                implements Sticky {}
    }

    /**
     * {@code queue = [places, timeout]}.
     *
     * @param places so many requests wait at once; others are refused as without a queue
     * @param timeoutMillis each waits so long at most
     */
    public record Queue(int places, long timeoutMillis) {}

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
     * @param down never picked
     * @param route its id for {@code sticky}; null for a hash of the address
     * @param drain picked only for requests that {@code sticky} binds to it
     * @param slowStartMillis after recovery the weight grows from zero over this time; 0: it is there at once
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
            @Nullable String route,
            boolean drain,
            long slowStartMillis) {

        /** Without {@code drain} and {@code slow_start}. */
        public PeerConfig(
                String server,
                PeerAddress address,
                int weight,
                int maxFails,
                long failTimeoutSeconds,
                int maxConns,
                boolean backup,
                boolean down,
                @Nullable String route) {
            this(server, address, weight, maxFails, failTimeoutSeconds, maxConns, backup, down, route, false, 0);
        }

        /** The same at another address, of a service that may have its own weight and be a backup. */
        public PeerConfig at(PeerAddress found, String name, int ownWeight, boolean asBackup) {
            return new PeerConfig(
                    name,
                    found,
                    ownWeight,
                    maxFails,
                    failTimeoutSeconds,
                    maxConns,
                    asBackup,
                    down,
                    route,
                    drain,
                    slowStartMillis);
        }
    }
}
