package io.weir.exchange;

import io.weir.body.RequestBody;
import io.weir.config.LocationConfig;
import io.weir.config.ServerConfig;
import io.weir.log.Phase;
import io.weir.protocol.UpstreamHead;
import io.weir.route.RequestTarget;
import io.weir.variable.Scope;
import io.weir.variable.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * One downstream request and its response, with all attempts: what nginx keeps in its request structure. Confined to the
 * exchange's thread, but for {@link #phase()} and {@link #upstreamUrl()}, which anyone may read.
 */
public final class Exchange implements Scope {

    private final Downstream downstream;
    private final ExchangeVariables variables = new ExchangeVariables(this);
    private final List<AttemptRecord> attempts = new ArrayList<>(2);

    private RequestTarget target;
    private String host;
    private ServerConfig server;
    private LocationConfig location;
    private String method;
    private @Nullable MatchResult serverCaptures;
    private @Nullable MatchResult captures;
    private boolean newRun = true;

    private String proxyHost = "";
    private String proxyPort = "";
    private @Nullable UpstreamHead upstreamHead;
    private HttpFields upstreamTrailers = HttpFields.EMPTY;
    private @Nullable RequestBody body;
    private @Nullable ResponseHead responseHead;
    private int status;
    private boolean completed;

    private volatile Phase phase = Phase.READING_CLIENT_REQUEST_HEADERS;
    private volatile String upstreamUrl = "";

    /**
     * @param target the parsed request target
     * @param host the request's host in lower case without port, or the server's first name
     * @param server chosen for the socket and host; its root is the location until one is found
     */
    public Exchange(
            Downstream downstream,
            RequestTarget target,
            String host,
            ServerConfig server,
            @Nullable MatchResult serverCaptures) {
        this.downstream = downstream;
        this.target = target;
        this.host = host;
        this.server = server;
        this.location = server.root();
        this.serverCaptures = serverCaptures;
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

    /** Enters a location. {@code match} holds the captures of its regular expression; null keeps those of before. */
    public void enter(LocationConfig found, @Nullable MatchResult match) {
        location = found;
        if (match != null) {
            captures = match;
        }
    }

    @Nullable MatchResult captures() {
        return captures;
    }

    @Nullable MatchResult serverCaptures() {
        return serverCaptures;
    }

    /** What the exchange is doing now, in the error log's words. From any thread. */
    public Phase phase() {
        return phase;
    }

    public void phase(Phase now) {
        phase = now;
    }

    /** Schema, peer and URI of the current attempt for the error log; empty before the first. From any thread. */
    public String upstreamUrl() {
        return upstreamUrl;
    }

    public void upstreamUrl(String url) {
        upstreamUrl = url;
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
