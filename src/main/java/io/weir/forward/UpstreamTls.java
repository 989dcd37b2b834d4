package io.weir.forward;

import io.weir.config.HandlerSettings.Condition;
import io.weir.config.TlsSettings;
import io.weir.config.TlsSettings.ComputedCredentials;
import io.weir.connect.PeerConnection;
import io.weir.connect.SystemError;
import io.weir.connect.TimedOutException;
import io.weir.exchange.Exchange;
import io.weir.log.Phase;
import io.weir.tls.Credentials;
import io.weir.tls.CredentialsException;
import io.weir.tls.NameCheck;
import io.weir.tls.PeerTrust;
import io.weir.tls.ServerNames;
import io.weir.tls.TlsClient;
import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/** TLS towards the peers of one location: handshake, then the checks of the peer's certificate. Immutable. */
final class UpstreamTls {

    private final TlsSettings settings;
    private final TlsClient client;
    private final String host;

    UpstreamTls(TlsSettings settings) {
        this(
                settings,
                new TlsClient(
                        settings.protocols(), settings.cipherSuites(), settings.credentials(), settings.sessionReuse()),
                "");
    }

    private UpstreamTls(TlsSettings settings, TlsClient client, String host) {
        this.settings = settings;
        this.client = client;
        this.host = host;
    }

    /** The same towards a host, whose name is the peers' unless the location sets another. */
    UpstreamTls named(String defaultName) {
        return new UpstreamTls(settings, client, defaultName);
    }

    /** What a kept connection must have been opened with. */
    TlsClient client() {
        return client;
    }

    /**
     * Secures a connection that was just opened. Blocks for the handshake; the caller closes the connection if it fails.
     *
     * @param timeoutMillis for the handshake alone
     */
    void secure(PeerConnection connection, Exchange exchange, long timeoutMillis) throws AttemptFailure {
        if (connection.idleCheck() == PeerConnection.Idle.STRAY_BYTES) {
            // What somebody else has sent before TLS began must not be taken for a response.
            exchange.phase(Phase.READING_UPSTREAM_HEADER);
            throw new AttemptFailure(Condition.ERROR, "upstream prematurely sent response");
        }
        exchange.phase(Phase.SSL_HANDSHAKING_TO_UPSTREAM);
        String name = settings.serverName() || settings.trust() != null ? name(exchange) : "";
        String sent = settings.serverName() && ServerNames.mayBeSent(name) ? name : null;
        SSLEngine engine = clientFor(exchange).engine(connection.address().name(), sent);
        try {
            connection.secure(engine, timeoutMillis);
        } catch (TimedOutException slow) {
            throw new AttemptFailure(Condition.TIMEOUT, TimedOutException.TEXT);
        } catch (IOException failed) {
            throw new AttemptFailure(Condition.ERROR, SystemError.ofHandshake(failed));
        }
        if (settings.trust() != null) {
            verify(chain(engine, name), settings.trust(), name);
        }
    }

    private String name(Exchange exchange) {
        return ServerNames.withoutPort(
                settings.name() == null ? host : settings.name().evaluate(exchange));
    }

    private TlsClient clientFor(Exchange exchange) throws AttemptFailure {
        ComputedCredentials computed = settings.computed();
        if (computed == null) {
            return client;
        }
        String certificate = computed.certificate().evaluate(exchange);
        if (certificate.isEmpty()) {
            return client;
        }
        try {
            return client.with(Credentials.load(
                    computed.directory(), certificate, computed.key().evaluate(exchange), computed.passwords()));
        } catch (CredentialsException unusable) {
            throw new AttemptFailure(null, unusable.getMessage());
        }
    }

    private static void verify(List<X509Certificate> chain, PeerTrust trust, String name) throws AttemptFailure {
        String error = trust.verify(chain, Instant.now());
        if (error != null) {
            throw new AttemptFailure(Condition.ERROR, "upstream SSL certificate verify error: (" + error + ")");
        }
        if (!NameCheck.matches(chain.getFirst(), name)) {
            throw new AttemptFailure(Condition.ERROR, "upstream SSL certificate does not match \"" + name + "\"");
        }
    }

    private static List<X509Certificate> chain(SSLEngine engine, String name) throws AttemptFailure {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate : engine.getSession().getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
        } catch (SSLPeerUnverifiedException anonymous) {
            throw new AttemptFailure(Condition.ERROR, "upstream SSL certificate does not match \"" + name + "\"");
        }
        return chain;
    }
}
