package io.weir.config;

import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.KeepaliveConfig;
import io.weir.config.UpstreamConfig.PeerConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All groups: the {@code [[upstream]]} tables, and one implicit group for every other literal host of a {@code *_pass}.
 */
final class Upstreams {

    /** Implicit groups have no keepalive pool (nginx 1.29.7 and later: only explicit ones). */
    private static final KeepaliveConfig NO_KEEPALIVE = new KeepaliveConfig(0, false, 1000, 3_600_000, 60_000);

    private final Reading reading;
    private final Map<String, UpstreamConfig> groups = new LinkedHashMap<>();

    Upstreams(Reading reading) {
        this.reading = reading;
    }

    /** Explicit groups come first, as names win over hosts wherever they stand in the file. */
    boolean addExplicit(UpstreamConfig group) {
        return groups.putIfAbsent(key(group.name()), group) == null;
    }

    Map<String, UpstreamConfig> inOrder() {
        return Collections.unmodifiableMap(groups);
    }

    /** Whether an {@code [[upstream]]} has this name. */
    boolean isGroup(String host) {
        UpstreamConfig group = groups.get(key(host));
        return group != null && !group.implicit();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /**
     * The key of the group that a {@code *_pass} means, making the implicit one when no group has the name. Resolves,
     * so it may block.
     *
     * @return null after a mistake
     */
    @Nullable
    String keyFor(Place place, Endpoint endpoint) {
        String unixPath = endpoint.unixPath();
        if (unixPath != null) {
            String key = "unix:" + unixPath;
            groups.computeIfAbsent(key, name -> implicit(name, unixPeers(place, unixPath)));
            return key;
        }
        UpstreamConfig explicit = groups.get(key(endpoint.host()));
        if (explicit != null && !explicit.implicit()) {
            if (endpoint.portText() == null) {
                return key(endpoint.host());
            }
            reading.mistake(place, "upstream \"" + endpoint.host() + "\" may not have port " + endpoint.port());
            return null;
        }
        String key = key(endpoint.host()) + ":" + endpoint.port();
        if (!groups.containsKey(key)) {
            List<PeerAddress> addresses = inetPeers(endpoint);
            if (addresses.isEmpty()) {
                reading.mistake(place, "host not found in upstream \"" + endpoint.host() + "\"");
                return null;
            }
            groups.put(key, implicit(key, addresses));
        }
        return key;
    }

    private static UpstreamConfig implicit(String name, List<PeerAddress> addresses) {
        List<PeerConfig> peers = addresses.stream()
                .map(address -> new PeerConfig(name, address, 1, 1, 10, 0, false, false, null))
                .toList();
        return new UpstreamConfig(name, true, peers, new Balance.RoundRobin(), NO_KEEPALIVE);
    }

    /** The addresses of an endpoint; empty when the host is not found. Blocks. */
    List<PeerAddress> addresses(Place place, Endpoint endpoint) {
        String unixPath = endpoint.unixPath();
        return unixPath != null ? unixPeers(place, unixPath) : inetPeers(endpoint);
    }

    private List<PeerAddress> unixPeers(Place place, String unixPath) {
        Path path = reading.path(place, unixPath);
        return List.of(new PeerAddress.Unix(path));
    }

    private List<PeerAddress> inetPeers(Endpoint endpoint) {
        List<PeerAddress> peers = new ArrayList<>();
        for (InetAddress address : reading.addresses(endpoint.host())) {
            peers.add(new PeerAddress.Inet(address, endpoint.port()));
        }
        return List.copyOf(peers);
    }
}
