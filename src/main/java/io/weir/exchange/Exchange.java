package io.weir.exchange;

import io.weir.body.RequestBody;
import io.weir.config.LocationConfig;
import io.weir.config.ServerConfig;
import io.weir.log.Phase;
import io.weir.route.Captures;
import io.weir.route.RequestTarget;
import io.weir.variable.Scope;
import io.weir.variable.Variable;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * One downstream request and its response, with all attempts: what nginx keeps in its request structure. Confined to the
 * exchange's thread, but for {@link #phase()}, which anyone may
 * ask.
 */
public final class Exchange implements Scope {

    private final Downstream downstream;
    private final ExchangeVariables variables = new ExchangeVariables(this);
    private final List<AttemptRecord> attempts = new ArrayList<>(2);

    private final RequestTarget target;
    private final String host;
    private final ServerConfig server;
    private LocationConfig location;
    private final String method;
    private @Nullable Captures captures;
    private boolean newRun = true;

    private String proxyHost = "";
    private String proxyPort = "";
    private @Nullable String memcachedKey;
    private long unsatisfiedLength = -1;
    private @Nullable UpstreamHead upstreamHead;
    private HttpFields upstreamTrailers = HttpFields.EMPTY;
    private @Nullable RequestBody body;
    private @Nullable ResponseHead responseHead;
    private int status;
    private boolean completed;

    private volatile Phase phase = Phase.READING_REQUEST_HEADERS;
    /** Schema, peer and URI of the current attempt: put together only for a line of the error log. */
    private String upstreamSchema = "";

    private String upstreamPeer = "";
    private String upstreamUri = "";

    /**
     * @param target the parsed request target
     * @param host the request's host in lower case without port, or the server's first name
     * @param server chosen for the socket and host; its root is the location until one is found
     * @param captures of the {@code server_name} expression, if one chose the server
     */
    public Exchange(
            Downstream downstream,
            RequestTarget target,
            String host,
            ServerConfig server,
            @Nullable Captures captures) {
        this.downstream = downstream;
        this.target = target;
        this.host = host;
        this.server = server;
        this.location = server.root();
        this.captures = captures;
        this.method = downstream.method();
    }

    @Override
    public @Nullable String value(Variable variable) {
        return variables.value(variable);
    }

    public Downstream downstream() {
        return downstream;
    }

    /** The current method: becomes GET after an internal redirect that says so. */
    public String method() {
        return method;
    }

    /** The current URI and arguments; the raw target never changes. */
    public RequestTarget target() {
        return target;
    }

    public String host() {
        return host;
    }

    public ServerConfig server() {
        return server;
    }

    public LocationConfig location() {
        return location;
    }

    /** Enters a location, with what the regular expressions on the way there have captured. */
    public void enter(LocationConfig found, @Nullable Captures captured) {
        location = found;
        captures = captured;
    }

    /** Of the regular expressions so far; null when none matched. */
    public @Nullable Captures captures() {
        return captures;
    }

    /** {@code $remote_addr}. */
    public String clientAddress() {
        return downstream.remoteText();
    }

    /** {@code $request}: the first line as received. */
    public String requestLine() {
        return downstream.requestLine();
    }

    /** What the exchange is doing now, in the error log's words. From any thread. */
    public Phase phase() {
        return phase;
    }

    public void phase(Phase now) {
        phase = now;
    }

    /** Schema, peer and URI of the current attempt for the error log; null before the first. */
    public @Nullable String upstreamUrl() {
        if (upstreamSchema.isEmpty()) {
            return null;
        }
        // nginx sets a colon between a socket's path and the URI.
        return upstreamSchema + upstreamPeer + (upstreamPeer.startsWith("unix:") ? ":" : "") + upstreamUri;
    }

    /** @param peer the peer's name, or the group's when no peer is live */
    public void upstreamIs(String schema, String peer, String uri) {
        upstreamSchema = schema;
        upstreamPeer = peer;
        upstreamUri = uri;
    }

    /** {@code $proxy_host} and {@code $proxy_port}. */
    public void proxyTo(String hostHeader, String port) {
        proxyHost = hostHeader;
        proxyPort = port;
    }

    /** {@code $memcached_key}, as the rewrite directives set it; null to unset it. */
    public void memcachedKey(@Nullable String key) {
        memcachedKey = key;
    }

    @Nullable
    String memcachedKey() {
        return memcachedKey;
    }

    /** The client asked for a range that a response of this length does not have; -1 when it did not. */
    public long unsatisfiedLength() {
        return unsatisfiedLength;
    }

    public void unsatisfied(long length) {
        unsatisfiedLength = length;
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
        upstreamHead = null;
        upstreamTrailers = HttpFields.EMPTY;
        attempts.add(attempt);
        return attempt;
    }

    /** All attempts of all runs, in order. */
    public List<AttemptRecord> attempts() {
        return attempts;
    }

    /** The head of the last attempt's response; null when there was none. */
    public @Nullable UpstreamHead upstreamHead() {
        return upstreamHead;
    }

    public void upstreamHead(UpstreamHead head) {
        upstreamHead = head;
    }

    HttpFields upstreamTrailers() {
        return upstreamTrailers;
    }

    public void upstreamTrailers(HttpFields trailers) {
        upstreamTrailers = trailers;
    }

    /** The client's body when it was read before the upstream was asked; null when there is none or it is streamed. */
    public @Nullable RequestBody body() {
        return body;
    }

    public void body(RequestBody read) {
        body = read;
    }

    /** The head of the response as given to the client's side; null before. */
    public @Nullable ResponseHead responseHead() {
        return responseHead;
    }

    /** Hands the head of the response to the client's side. From here on the exchange has its status. */
    public void respond(ResponseHead head) {
        responseHead = head;
        status = head.status();
        downstream.begin(head);
    }

    /** {@code $status}; 0 while nothing is decided. */
    public int status() {
        return status;
    }

    /** The status of an exchange that ends without a response: 499, 408, 400. A status that was sent stays. */
    public void endedWithout(int unsentStatus) {
        if (responseHead == null || !downstream.committed()) {
            status = unsentStatus;
        }
    }

    /** Whether the response was sent completely, as far as the proxy can see. */
    public boolean completed() {
        return completed;
    }

    public void complete() {
        completed = true;
    }
}
