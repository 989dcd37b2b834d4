package io.weir.health;

import io.weir.config.Configuration;
import io.weir.config.HealthCheck;
import io.weir.config.LocationConfig;
import io.weir.config.LocationConfig.ProxyPass;
import io.weir.config.ServerConfig;
import io.weir.config.TlsSettings;
import io.weir.tls.CipherList;
import io.weir.tls.TlsClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how checks of a group speak TLS. A check proves that somebody answers, not who it is: it sends nothing that
 * anybody must not read, and verifies no certificate.
 */
final class ProbeTls {

    private static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");

    private ProbeTls() {}

    /**
     * @param group the group's key in the configuration
     * @return null when its checks are not secured
     */
    static @Nullable TlsClient of(Configuration configuration, String group, HealthCheck check) {
        if (Boolean.FALSE.equals(check.tls())) {
            return null;
        }
        TlsSettings proxied = null;
        for (ServerConfig server : configuration.servers()) {
            proxied = proxied == null ? find(server.root(), group) : proxied;
        }
        if (proxied == null && check.tls() == null) {
            return null;
        }
        return proxied == null
                ? new TlsClient(PROTOCOLS, CipherList.parse("DEFAULT"), null, true)
                : new TlsClient(proxied.protocols(), proxied.cipherSuites(), proxied.credentials(), true);
    }

    /** The settings of the first location that proxies to the group over TLS. */
    private static @Nullable TlsSettings find(LocationConfig location, String group) {
        if (location.content() instanceof ProxyPass pass
                && pass.target() != null
                && pass.target().https()
                && pass.target().upstream().equals(group)) {
            return location.proxy().handler().tls();
        }
        for (LocationConfig inner : location.inner()) {
            TlsSettings found = find(inner, group);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
