package io.weir.config;

import io.weir.config.LocationConfig.Target;
import io.weir.config.UpstreamConfig.PeerConfig;
import java.net.InetAddress;
import java.nio.file.Path;
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
        String host = target.host();
        boolean v6 = host.startsWith("[") && host.endsWith("]");
        String text = v6 ? host.substring(1, host.length() - 1) : host;
        try {
            InetAddress address = v6 ? java.net.Inet6Address.ofLiteral(text) : java.net.Inet4Address.ofLiteral(text);
            return new PeerAddress.Inet(address, target.port() > 0 ? target.port() : target.https() ? 443 : 80);
        } catch (IllegalArgumentException name) {
            return null;
        }
    }
}
