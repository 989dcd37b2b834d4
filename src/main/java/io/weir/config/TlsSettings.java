package io.weir.config;

import io.weir.tls.Credentials;
import io.weir.tls.PeerTrust;
import io.weir.variable.Template;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code *_ssl_*} directives of a location that proxies to TLS servers, their files read.
 *
 * @param protocols {@code _protocols} in Java's names
 * @param cipherSuites {@code _ciphers} in Java's names, in order
 * @param credentials {@code _certificate} and its key; null when there is none or its name has variables
 * @param computed the same when a name has variables; else null
 * @param name {@code _name}; null for the host of the URL
 * @param serverName {@code _server_name}: whether the name is sent
 * @param sessionReuse {@code _session_reuse}
 * @param trust {@code _trusted_certificate}, {@code _crl} and {@code _verify_depth}; null without {@code _verify}
 */
public record TlsSettings(
        List<String> protocols,
        List<String> cipherSuites,
        @Nullable Credentials credentials,
        @Nullable ComputedCredentials computed,
        @Nullable Template name,
        boolean serverName,
        boolean sessionReuse,
        @Nullable PeerTrust trust) {

    /**
     * A certificate whose file is known only when the connection is made.
     *
     * @param certificate an empty value: none is shown
     * @param directory what relative paths are relative to
     * @param passwords {@code _password_file}, line by line
     */
    public record ComputedCredentials(Template certificate, Template key, Path directory, List<String> passwords) {}
}
