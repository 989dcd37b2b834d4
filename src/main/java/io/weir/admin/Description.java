package io.weir.admin;

import io.weir.upstream.Peer;
import io.weir.upstream.PeerError;
import io.weir.upstream.PeerSnapshot;
import io.weir.upstream.ResponseTimes;
import io.weir.upstream.Upstream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups and peers as what becomes JSON. */
final class Description {

    private Description() {}

    static Map<String, Object> of(Upstream upstream) {
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("name", upstream.name());
        group.put("implicit", upstream.config().implicit());
        group.put("waiting", upstream.waiting());
        group.put("servers", servers(upstream));
        return group;
    }

    static List<Map<String, Object>> servers(Upstream upstream) {
        return upstream.snapshot().stream().map(Description::of).toList();
    }

    /** A peer in this moment; null when it is not there any more. */
    static @Nullable Map<String, Object> of(Upstream upstream, Peer peer) {
        for (PeerSnapshot snapshot : upstream.snapshot()) {
            if (snapshot.number() == peer.number()) {
                return of(snapshot);
            }
        }
        return null;
    }

    private static Map<String, Object> of(PeerSnapshot peer) {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("id", peer.number());
        server.put("address", peer.name());
        server.put("server", peer.server());
        server.put("backup", peer.backup());
        server.put("state", state(peer.status()));
        server.put("reason", peer.status().reason());
        server.put("retry_at", time(peer.retryAtEpochSecond() * 1000));
        server.put("weight", peer.weight());
        server.put("effective_weight", peer.effectiveWeight());
        server.put("active", peer.active());
        server.put("requests", peer.requests());
        server.put("failures", peer.failures());
        server.put("fails", peer.fails());
        server.put("last_error", error(peer.lastError()));
        server.put("response_ms", times(peer.responseTimes()));
        return server;
    }

    private static String state(PeerSnapshot.Status status) {
        return switch (status) {
            case UP, STARTING -> "up";
            case PROBING, FULL, FAILED -> "unavailable";
            case UNHEALTHY -> "unhealthy";
            case CHECKING -> "checking";
            case DRAINING -> "draining";
            case DOWN, REMOVED -> "down";
        };
    }

    /** RFC 3339, in UTC. */
    private static @Nullable String time(long epochMillis) {
        return epochMillis == 0 ? null : Instant.ofEpochMilli(epochMillis).toString();
    }

    private static @Nullable Map<String, Object> error(@Nullable PeerError error) {
        if (error == null) {
            return null;
        }
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("phase", error.phase());
        described.put("message", error.message());
        described.put("time", time(error.epochMillis()));
        return described;
    }

    private static @Nullable Map<String, Object> times(ResponseTimes times) {
        long count = times.count();
        if (count == 0) {
            return null;
        }
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("count", count);
        described.put("p50", times.percentileMicros(0.5) / 1000.0);
        described.put("p90", times.percentileMicros(0.9) / 1000.0);
        described.put("p99", times.percentileMicros(0.99) / 1000.0);
        return described;
    }
}
