package io.weir.exchange;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange knows of its upstream: where it goes, the attempts of all runs, the last response. Confined to the
 * exchange's thread.
 */
public final class UpstreamSide {

    private final List<AttemptRecord> attempts = new ArrayList<>(2);
    private boolean newRun = true;
    private String proxyHost = "";
    private String proxyPort = "";
    private @Nullable UpstreamHead head;
    private @Nullable String cookie;
    private HttpFields trailers = HttpFields.EMPTY;

    /** Schema, peer and URI of the current attempt: put together only for a line of the error log. */
    private String schema = "";

    private String peer = "";
    private String uri = "";

    /** Schema, peer and URI of the current attempt for the error log; null before the first. */
    public @Nullable String url() {
        if (schema.isEmpty()) {
            return null;
        }
        // nginx sets a colon between a socket's path and the URI.
        return schema + peer + (peer.startsWith("unix:") ? ":" : "") + uri;
    }

    /** @param peer the peer's name, or the group's when no peer is live */
    public void asks(String schema, String peer, String uri) {
        this.schema = schema;
        this.peer = peer;
        this.uri = uri;
    }

    /** {@code $proxy_host} and {@code $proxy_port}. */
    public void proxyTo(String hostHeader, String port) {
        proxyHost = hostHeader;
        proxyPort = port;
    }

    String proxyHost() {
        return proxyHost;
    }

    String proxyPort() {
        return proxyPort;
    }

    /** Begins a new run: the next attempt is the first of it. */
    public void startRun() {
        newRun = true;
    }

    /** Begins an attempt. {@code peer} is the peer's name, or the group's when no peer is live. */
    public AttemptRecord startAttempt(String peer) {
        AttemptRecord attempt = new AttemptRecord(peer, newRun);
        newRun = false;
        head = null;
        trailers = HttpFields.EMPTY;
        attempts.add(attempt);
        return attempt;
    }

    /** All attempts of all runs, in order. */
    public List<AttemptRecord> attempts() {
        return attempts;
    }

    /** The head of the last attempt's response; null when there was none. */
    public @Nullable UpstreamHead head() {
        return head;
    }

    public void head(UpstreamHead head) {
        this.head = head;
    }

    /**
     * The {@code Set-Cookie} that binds the client to the peer asked last ({@code sticky cookie}); null for none. As in
     * nginx it comes with every response from then on, the proxy's own error pages included.
     */
    public @Nullable String cookie() {
        return cookie;
    }

    public void cookie(String cookie) {
        this.cookie = cookie;
    }

    HttpFields trailers() {
        return trailers;
    }

    public void trailers(HttpFields trailers) {
        this.trailers = trailers;
    }
}
