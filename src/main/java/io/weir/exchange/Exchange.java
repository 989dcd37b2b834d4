package io.weir.exchange;

import io.weir.body.RequestBody;
import io.weir.config.LocationConfig;
import io.weir.config.ServerConfig;
import io.weir.log.Phase;
import io.weir.route.Captures;
import io.weir.route.RequestTarget;
import io.weir.variable.Scope;
import io.weir.variable.Variable;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/**
 * One downstream request and its response, with all attempts: what nginx keeps in its request structure. Confined to the
 * exchange's thread, but for {@link #phase()}, which anyone may ask.
 */
public final class Exchange implements Scope {

    private final Course course = new Course();
    private final UpstreamSide upstream = new UpstreamSide();
    private final ClientRate rate = new ClientRate();
    private Downstream downstream;
    private final ExchangeVariables variables;
    /** The request that this one is a part of; null for a client's own. */
    private final @Nullable Exchange main;

    private @Nullable Admission admission;
    private RequestTarget target;
    private final @Nullable String host;
    private final ServerConfig server;
    private LocationConfig location;
    private String method;
    private @Nullable Captures captures;
    private boolean wholeAliased;
    private @Nullable RequestBody body;
    private @Nullable ResponseHead responseHead;
    private int status;
    private boolean completed;
    private volatile Phase phase = Phase.READING_REQUEST_HEADERS;

    /**
     * @param target the parsed request target
     * @param host the request's host in lower case without port; null without one
     * @param server chosen for the socket and host; its root is the location until one is found
     * @param captures of the {@code server_name} expression, if one chose the server
     */
    public Exchange(
            Downstream downstream,
            RequestTarget target,
            @Nullable String host,
            ServerConfig server,
            @Nullable Captures captures) {
        this.variables = new ExchangeVariables(this, null);
        this.main = null;
        this.downstream = downstream;
        this.target = target;
        this.host = host;
        this.server = server;
        this.location = server.root();
        this.captures = captures;
        this.method = downstream.method();
    }

    private Exchange(Exchange main, SubrequestSide side, String uri, @Nullable String args) {
        this.variables = side.apart() ? main.variables.copy(this) : new ExchangeVariables(this, main.variables);
        this.main = main;
        this.downstream = side;
        RequestTarget its = main.target;
        this.target = new RequestTarget(its.raw(), uri, args, its.host(), its.quoted(), false);
        this.host = main.host;
        this.server = main.server;
        this.location = main.server.root();
        this.captures = main.captures;
        this.method = side.requestMethod();
        course.becomeInternal();
        this.body = side.body();
        this.admission = side.apart() && main.admission != null ? main.admission.copy() : null;
    }

    /**
     * A request inside of this one: to the same server, with the same fields, for another URI (nginx's subrequest).
     *
     * @param side where its response goes
     * @param uri normalized
     * @param args raw; null for none
     */
    public Exchange subrequest(SubrequestSide side, String uri, @Nullable String args) {
        return new Exchange(this, side, uri, args);
    }

    /** Whether this is a request inside of another one. */
    public boolean isSubrequest() {
        return main != null;
    }

    /** The client's own request: this one, or the one that this is inside of. */
    Exchange main() {
        return main == null ? this : main;
    }

    /** What the phases before the content have done to the client's request. Made when first asked for. */
    public Admission admission() {
        if (admission == null) {
            admission = main == null || apart() ? new Admission() : main.admission();
        }
        return admission;
    }

    /** The same as far as it exists: null for most requests. */
    public @Nullable Admission admissionIfAny() {
        return admission != null || main == null || apart() ? admission : main.admission;
    }

    /** Whether it runs beside its main request, on another thread. */
    private boolean apart() {
        return downstream instanceof SubrequestSide side && side.apart();
    }

    @Override
    public @Nullable String value(Variable variable) {
        return variables.value(variable);
    }

    /** How far the exchange has come through the phases. */
    public Course course() {
        return course;
    }

    /** What is known of the upstream. */
    public UpstreamSide upstream() {
        return upstream;
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

    /** The method becomes GET with an error page or an {@code X-Accel-Redirect}, unless it is HEAD. */
    public void methodBecomesGet() {
        if (!method.equals("HEAD")) {
            method = "GET";
        }
    }

    /** {@code set $args}: from here on what the client sent is not passed on as it was. */
    public void args(String args) {
        target = new RequestTarget(target.raw(), target.uri(), args, target.host(), target.quoted(), false);
    }

    /**
     * The URI becomes another one, by {@code rewrite} or an internal redirect: what the client sent is not passed on any more,
     * and what follows counts as internal.
     *
     * @param uri normalized
     * @param args raw; null for none
     */
    public void moveTo(String uri, @Nullable String args) {
        target = new RequestTarget(target.raw(), uri, args, target.host(), target.quoted(), false);
        course.becomeInternal();
        wholeAliased = false;
    }

    /**
     * {@code try_files} has found a file: the URI becomes its name, and nothing else changes.
     *
     * @param underAlias whether it has to be added to the {@code alias} of a regex location, which stands for a whole path
     *     otherwise
     */
    public void found(String uri, boolean underAlias) {
        target =
                new RequestTarget(target.raw(), uri, target.args(), target.host(), target.quoted(), target.rawUsable());
        wholeAliased |= underAlias;
    }

    /** nginx's {@code add_uri_to_alias}, see {@link #found}. */
    boolean wholeAliased() {
        return wholeAliased;
    }

    /** Puts something between the exchange and its client; before the response begins. */
    public void filter(Downstream outer) {
        downstream = outer;
    }

    /** Gives a variable that the configuration makes, or one of the few of nginx's own that can be set, its value. */
    public void assign(Variable variable, String value) {
        variables.assign(variable, value);
    }

    /** In lower case without port; null when the client named none. */
    public @Nullable String host() {
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

    /** A regular expression has matched: {@code $1} is its first group from now on. */
    @Override
    public void matched(MatchResult match) {
        captures = new Captures(match, captures);
    }

    /** What the exchange is doing now, in the error log's words. From any thread. */
    public Phase phase() {
        return phase;
    }

    public void phase(Phase now) {
        phase = now;
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
        rate.applyTo(downstream, this);
        responseHead = head;
        status = head.status();
        course.errorStatus(0);
        downstream.begin(head);
    }

    /** How fast the client gets the response. */
    public ClientRate rate() {
        return rate;
    }

    /** {@code $status}; 0 while nothing is decided. */
    public int status() {
        return course.errorStatus() != 0 ? course.errorStatus() : status;
    }

    /** A handler has chosen the status of its response, which variables may name before the head is complete. */
    public void willRespond(int chosen) {
        status = chosen;
    }

    /** The head but for what is added to it, whose values may ask for {@code $sent_http_} and {@code $status}. */
    public void willRespond(ResponseHead made) {
        responseHead = made;
        status = made.status();
    }

    /** The status of an exchange that ends without a response: 499, 408, 400. A status that was sent stays. */
    public void endedWithout(int unsentStatus) {
        if (responseHead == null || !downstream.committed()) {
            status = unsentStatus;
            course.errorStatus(0);
        }
    }

    /** Whether the response was sent completely, as far as the proxy can see. */
    public boolean completed() {
        return completed;
    }

    public void complete() {
        completed = main == null; // nginx says so of clients' own requests only
    }
}
