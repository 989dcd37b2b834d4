package io.weir.tls;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of TLS with one set of settings: makes engines, and keeps the sessions that they can resume. Immutable
 * and thread-safe.
 */
public final class TlsClient {

    private final List<String> protocols;
    private final List<String> cipherSuites;
    private final boolean sessionReuse;
    private final SSLContext context;

    /**
     * @param protocols Java's names
     * @param cipherSuites Java's names, in order of preference
     * @param credentials what is shown to servers that ask for a certificate; null for nothing
     * @param sessionReuse whether a session with a peer is resumed by later connections
     */
    public TlsClient(
            List<String> protocols,
            List<String> cipherSuites,
            @Nullable Credentials credentials,
            boolean sessionReuse) {
        this.protocols = protocols;
        this.cipherSuites = cipherSuites;
        this.sessionReuse = sessionReuse;
        try {
            context = SSLContext.getInstance("TLS");
            KeyManager[] keys = credentials == null ? new KeyManager[0] : new KeyManager[] {new OneKey(credentials)};
            context.init(keys, new TrustManager[] {new AcceptAnything()}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }

    /** The same with another certificate; sessions are not shared. */
    public TlsClient with(Credentials credentials) {
        return new TlsClient(protocols, cipherSuites, credentials, sessionReuse);
    }

    /**
     * An engine for one connection. It accepts any certificate: as in nginx, whoever wants it verified does that after the
     * handshake.
     *
     * @param peer what sessions are kept by
     * @param serverName sent in the server name extension; null for none
     */
    public SSLEngine engine(String peer, @Nullable String serverName) {
        // Without a peer there is nothing that a session could be found by. The name belongs to it because a session
        // that is
        // resumed names the server that it began with.
        String session = serverName == null ? peer : peer + "/" + serverName;
        SSLEngine engine = sessionReuse ? context.createSSLEngine(session, 0) : context.createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols.toArray(String[]::new));
        parameters.setCipherSuites(cipherSuites.toArray(String[]::new));
        // An empty list, unlike none, keeps Java from sending the peer's name by itself.
        parameters.setServerNames(serverName == null ? List.of() : List.of(new ServerName(serverName)));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Sent as it is: Java's own class takes only what it considers a host's name. */
    private static final class ServerName extends SNIServerName {
        ServerName(String name) {
            super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** Shows the one certificate to whoever asks, whichever authorities they name, as OpenSSL does. */
    private static final class OneKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "key";

        private final X509Certificate[] chain;
        private final PrivateKey key;

        OneKey(Credentials credentials) {
            chain = credentials.chain().toArray(X509Certificate[]::new);
            key = credentials.key();
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
            String algorithm = chain[0].getPublicKey().getAlgorithm();
            return Arrays.asList(keyTypes).contains(algorithm) ? ALIAS : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }

    private static final class AcceptAnything extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
