package io.weir.config;

import io.weir.config.LocationConfig.Pass;
import io.weir.config.LocationConfig.ProxyPass;
import io.weir.config.LocationConfig.Target;
import io.weir.config.LocationConfig.UwsgiPass;
import io.weir.config.UpstreamConfig.PeerConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The value of a {@code *_pass} with variables, once it has been evaluated (nginx-semantics 1.3 and 6.1). */
public final class PassUrl {

    /** A value that nothing can be passed to; nginx answers 500. The message is nginx's, for the log. */
    public static final class InvalidUrlException extends Exception {

        private static final long serialVersionUID = 1L;

        InvalidUrlException(String message) {
            super(message);
        }
    }

    private PassUrl() {}

    /**
     * @param pass whose value it is
     * @param value a byte string
     */
    public static Target parse(Pass pass, String value) throws InvalidUrlException {
        if (pass instanceof ProxyPass) {
            return proxyUrl(value);
        }
        String address = withoutScheme(pass instanceof UwsgiPass, value);
        try {
            Endpoint endpoint = Endpoint.address(address, 0);
            return address(pass instanceof UwsgiPass && isSecureUwsgi(value), endpoint, key(endpoint));
        } catch (BadValue malformed) {
            throw new InvalidUrlException(malformed.getMessage() + " in upstream \"" + address + "\"");
        }
    }

    private static Target proxyUrl(String value) throws InvalidUrlException {
        boolean https = value.regionMatches(true, 0, "https://", 0, 8);
        if (!https && !value.regionMatches(true, 0, "http://", 0, 7)) {
            throw new InvalidUrlException("invalid URL prefix in \"" + value + "\"");
        }
        int defaultPort = https ? 443 : 80;
        String url = value.substring(https ? 8 : 7);
        try {
            return target(https, Endpoint.withUri(url, defaultPort), defaultPort);
        } catch (BadValue malformed) {
            throw new InvalidUrlException(malformed.getMessage() + " in upstream \"" + url + "\"");
        }
    }

    private static Target target(boolean https, Endpoint endpoint, int defaultPort) {
        if (endpoint.unixPath() != null) {
            return new Target(https, "localhost", 0, endpoint.unixPath(), "localhost", endpoint.uri(), key(endpoint));
        }
        String host = endpoint.host();
        boolean portWritten = endpoint.portText() != null;
        boolean portShown = portWritten && endpoint.port() != defaultPort;
        return new Target(
                https,
                host,
                portWritten ? endpoint.port() : 0,
                null,
                portShown ? host + ":" + endpoint.portText() : host,
                endpoint.uri(),
                key(endpoint));
    }

    private static String key(Endpoint endpoint) {
        if (endpoint.unixPath() != null) {
            return "unix:" + endpoint.unixPath();
        }
        String host = endpoint.host().toLowerCase(Locale.ROOT);
        return endpoint.portText() == null ? host : host + ":" + endpoint.port();
    }

    /** What is left of a {@code uwsgi_pass} without its scheme; of other addresses all. */
    static String withoutScheme(boolean uwsgi, String text) {
        if (uwsgi && isSecureUwsgi(text)) {
            return text.substring(9);
        }
        return uwsgi && text.regionMatches(true, 0, "uwsgi://", 0, 8) ? text.substring(8) : text;
    }

    /** uwsgi over TLS. */
    static boolean isSecureUwsgi(String text) {
        return text.regionMatches(true, 0, "suwsgi://", 0, 9);
    }

    /** The target of a pass without a URI. */
    static Target address(boolean tls, Endpoint endpoint, String upstream) {
        boolean unix = endpoint.unixPath() != null;
        String host = unix ? "localhost" : ByteStrings.of(endpoint.host());
        return new Target(
                tls,
                host,
                endpoint.portText() == null ? 0 : endpoint.port(),
                endpoint.unixPath(),
                host,
                null,
                upstream);
    }

    /** The port that holds when none is written; 0 when one has to be. */
    public static int defaultPort(Pass pass, Target target) {
        return pass instanceof ProxyPass ? (target.https() ? 443 : 80) : 0;
    }

    /** The key of the implicit group that a literal {@code *_pass} to the same place would have made. */
    public static String implicitKey(Target target, int defaultPort) {
        return target.unixPath() != null || target.port() > 0
                ? target.upstream()
                : target.upstream() + ":" + defaultPort;
    }

    /** The peer that a literal address names; null for a name, which needs a resolver. Does not block. */
    public static @Nullable PeerConfig literalPeer(Target target, int defaultPort) {
        PeerAddress address = target.unixPath() != null
                ? new PeerAddress.Unix(Path.of(target.unixPath()))
                : literalAddress(target, defaultPort);
        return address == null ? null : new PeerConfig(address.name(), address, 1, 1, 10, 0, false, false, null);
    }

    private static @Nullable PeerAddress literalAddress(Target target, int defaultPort) {
        InetAddress address = AddressText.literal(target.host());
        return address == null ? null : new PeerAddress.Inet(address, port(target, defaultPort));
    }

    private static int port(Target target, int defaultPort) {
        return target.port() > 0 ? target.port() : defaultPort;
    }

    /** The peers that a name turned out to have, in the order of the addresses. */
    public static List<PeerConfig> peers(Target target, int defaultPort, List<InetAddress> addresses) {
        List<PeerConfig> peers = new ArrayList<>(addresses.size());
        for (InetAddress address : addresses) {
            PeerAddress peer = new PeerAddress.Inet(address, port(target, defaultPort));
            peers.add(new PeerConfig(target.host(), peer, 1, 1, 10, 0, false, false, null));
        }
        return peers;
    }
}
