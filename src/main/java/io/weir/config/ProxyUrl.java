package io.weir.config;

import io.weir.config.LocationConfig.Target;
import io.weir.config.UpstreamConfig.PeerConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The value of a {@code proxy_pass} with variables, once it has been evaluated (nginx-semantics 1.3 and 6.1). */
public final class ProxyUrl {

    private ProxyUrl() {}

    /**
     * @param value a byte string
     * @return null when it is no URL that can be proxied to
     */
    public static @Nullable Target parse(String value) {
        boolean https = value.regionMatches(true, 0, "https://", 0, 8);
        if (!https && !value.regionMatches(true, 0, "http://", 0, 7)) {
            return null;
        }
        int defaultPort = https ? 443 : 80;
        try {
            return target(https, Endpoint.withUri(value.substring(https ? 8 : 7), defaultPort), defaultPort);
        } catch (BadValue malformed) {
            return null;
        }
    }

    private static Target target(boolean https, Endpoint endpoint, int defaultPort) {
        if (endpoint.unixPath() != null) {
            return new Target(
                    https,
                    "localhost",
                    0,
                    endpoint.unixPath(),
                    "localhost",
                    endpoint.uri(),
                    "unix:" + endpoint.unixPath());
        }
        String host = endpoint.host();
        boolean portWritten = endpoint.portText() != null;
        boolean portShown = portWritten && endpoint.port() != defaultPort;
        String key = host.toLowerCase(Locale.ROOT) + (portWritten ? ":" + endpoint.port() : "");
        return new Target(
                https,
                host,
                portWritten ? endpoint.port() : 0,
                null,
                portShown ? host + ":" + endpoint.portText() : host,
                endpoint.uri(),
                key);
    }

    /** The key of the implicit group that a literal {@code proxy_pass} to the same place would have made. */
    public static String implicitKey(Target target) {
        if (target.unixPath() != null || target.port() > 0) {
            return target.upstream();
        }
        return target.upstream() + (target.https() ? ":443" : ":80");
    }

    /** The peer that a literal address names; null for a name, which needs a resolver. Does not block. */
    public static @Nullable PeerConfig literalPeer(Target target) {
        PeerAddress address =
                target.unixPath() != null ? new PeerAddress.Unix(Path.of(target.unixPath())) : literalAddress(target);
        return address == null ? null : new PeerConfig(address.name(), address, 1, 1, 10, 0, false, false, null);
    }

    private static @Nullable PeerAddress literalAddress(Target target) {
        InetAddress address = AddressText.literal(target.host());
        return address == null ? null : new PeerAddress.Inet(address, port(target));
    }

    private static int port(Target target) {
        return target.port() > 0 ? target.port() : target.https() ? 443 : 80;
    }

    /** The peers that a name turned out to have, in the order of the addresses. */
    public static List<PeerConfig> peers(Target target, List<InetAddress> addresses) {
        List<PeerConfig> peers = new ArrayList<>(addresses.size());
        for (InetAddress address : addresses) {
            PeerAddress peer = new PeerAddress.Inet(address, port(target));
            peers.add(new PeerConfig(target.host(), peer, 1, 1, 10, 0, false, false, null));
        }
        return peers;
    }
}
