package io.weir.exchange;

import io.weir.config.SizeText;
import io.weir.http.StatusText;
import io.weir.log.LogTime;
import io.weir.route.Captures;
import io.weir.route.RequestTarget;
import io.weir.variable.CoreVariable;
import io.weir.variable.Custom;
import io.weir.variable.Variable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** The values of variables for one exchange (nginx-semantics 7). Evaluated when asked; only what is random is remembered. */
final class ExchangeVariables {

    private static final LogTime TIME = LogTime.system();
    private static final String HOSTNAME = hostname();
    private static final String PID = Long.toString(ProcessHandle.current().pid());

    private static final @Nullable String[] NOTHING_MADE = {};

    private final Exchange exchange;
    /** Of the main request, when this is a subrequest that shares what is assigned and remembered; else null. */
    private final @Nullable ExchangeVariables main;

    private @Nullable String requestId;
    /** Values of the configuration's own variables by their slots; null for those that have none yet. */
    private @Nullable String[] made = NOTHING_MADE;

    ExchangeVariables(Exchange exchange, @Nullable ExchangeVariables main) {
        this.exchange = exchange;
        this.main = main;
    }

    /** For a subrequest that goes its own way from here on. */
    ExchangeVariables copy(Exchange other) {
        ExchangeVariables copy = new ExchangeVariables(other, null);
        copy.requestId = requestId(); // one for all, even if nobody has asked for it yet
        copy.made = made.length == 0 ? made : made.clone();
        return copy;
    }

    private ExchangeVariables holder() {
        return main == null ? this : main;
    }

    @Nullable
    String value(Variable variable) {
        return switch (variable) {
            case Variable.Core core -> core(core.id());
            case Variable.Named named -> named(named);
            case Variable.Capture capture ->
                captures() == null ? null : captures().group(capture.group());
            case Variable.NamedCapture capture ->
                captures() == null ? null : captures().named(capture.name());
            case Variable.Made made -> made(made.custom());
        };
    }

    private @Nullable String made(Custom custom) {
        int slot = custom.slot();
        @Nullable String[] known = holder().made;
        if (slot < known.length && known[slot] != null) {
            return known[slot];
        }
        Custom.Computation computation = custom.computation();
        if (computation == null) {
            // Never assigned: a named group of an expression may have the same name.
            String captured =
                    captures() == null ? null : captures().named(Variable.NamedCapture.groupName(custom.name()));
            return captured == null && custom.emptyAtFirst() ? "" : captured;
        }
        String value = computation.compute(exchange);
        if (value != null && computation.remembered()) {
            holder().remember(custom, value);
        }
        return value;
    }

    void assign(Variable variable, String value) {
        switch (variable) {
            case Variable.Made(Custom custom) -> holder().remember(custom, value);
            case Variable.Core(CoreVariable id) when id == CoreVariable.ARGS -> exchange.args(value);
            case Variable.Core(CoreVariable id)
            when id == CoreVariable.LIMIT_RATE -> exchange.rate().is(SizeText.bytes(value));
            case Variable.Core _, Variable.Named _, Variable.Capture _, Variable.NamedCapture _ -> {}
        }
    }

    private void remember(Custom custom, String value) {
        if (custom.slot() >= made.length) {
            made = Arrays.copyOf(made, custom.slot() + 8);
        }
        made[custom.slot()] = value;
    }

    private @Nullable String core(CoreVariable id) {
        Downstream client = exchange.downstream();
        RequestTarget target = exchange.target();
        return switch (id) {
            case ARGS, QUERY_STRING -> target.args();
            case IS_ARGS -> target.isArgs();
            case URI, DOCUMENT_URI -> target == RequestTarget.UNKNOWN ? null : target.uri();
            case DOCUMENT_ROOT -> FileName.root(exchange);
            case REALPATH_ROOT -> FileName.realRoot(exchange);
            case REQUEST_FILENAME -> FileName.path(exchange);
            case REQUEST_URI -> target.raw().isEmpty() ? null : target.raw();
            case REQUEST -> client.requestLine();
            case REQUEST_METHOD ->
                target == RequestTarget.UNKNOWN ? null : exchange.main().method();
            case HOST -> exchange.host() == null ? exchange.server().firstName() : exchange.host();
            case SCHEME -> "http";
            case HTTPS -> "";
            case IS_REQUEST_PORT -> RequestValues.requestPort(client).isEmpty() ? "" : ":";
            case REQUEST_PORT -> RequestValues.requestPort(client);
            case SERVER_NAME -> exchange.server().firstName();
            case SERVER_ADDR -> RequestValues.address(client.localAddress());
            case SERVER_PORT -> RequestValues.port(client.localAddress());
            case SERVER_PROTOCOL -> client.protocol();
            case REMOTE_ADDR -> client.remoteText();
            case REMOTE_PORT -> RequestValues.port(client.remoteAddress());
            case BINARY_REMOTE_ADDR -> RequestValues.binaryAddress(client.remoteAddress());
            case REALIP_REMOTE_ADDR, REALIP_REMOTE_PORT, LIMIT_REQ_STATUS, LIMIT_CONN_STATUS -> admitted(id, client);
            case REMOTE_USER -> RequestValues.remoteUser(client.fields());
            case CONTENT_LENGTH -> contentLength(client);
            case CONTENT_TYPE -> client.fields().get(HttpHeader.CONTENT_TYPE);
            case CONNECTION -> Long.toString(client.connectionNumber());
            case CONNECTION_REQUESTS -> Long.toString(client.connectionRequests());
            case CONNECTION_TIME -> LogTime.seconds(sinceMillis(client.connectionStartNanos()));
            case PIPE -> client.pipelined() ? "p" : ".";
            case REQUEST_LENGTH -> Long.toString(client.requestLength());
            case REQUEST_TIME -> LogTime.seconds(sinceMillis(client.startNanos()));
            case REQUEST_COMPLETION -> exchange.completed() ? "OK" : "";
            case REQUEST_ID -> holder().requestId();
            case REQUEST_BODY -> bodyText();
            case REQUEST_BODY_FILE -> bodyFile();
            case STATUS -> StatusText.number(exchange.status());
            case BYTES_SENT -> Long.toString(client.bytesSent());
            case BODY_BYTES_SENT -> Long.toString(Math.max(0, client.bytesSent() - client.headBytesSent()));
            case FASTCGI_SCRIPT_NAME -> FastcgiScript.of(exchange).name();
            case FASTCGI_PATH_INFO -> FastcgiScript.of(exchange).pathInfo();
            case LIMIT_RATE -> Long.toString(exchange.rate().value());
            case PROXY_HOST -> exchange.upstream().proxyHost();
            case PROXY_PORT -> exchange.upstream().proxyPort();
            case PROXY_ADD_X_FORWARDED_FOR -> RequestValues.forwardedFor(client);
            case UPSTREAM_ADDR,
                    UPSTREAM_STATUS,
                    UPSTREAM_CONNECT_TIME,
                    UPSTREAM_HEADER_TIME,
                    UPSTREAM_RESPONSE_TIME,
                    UPSTREAM_RESPONSE_LENGTH,
                    UPSTREAM_BYTES_RECEIVED,
                    UPSTREAM_BYTES_SENT ->
                AttemptLists.value(exchange.upstream().attempts(), id);
            // There is no cache yet, no listener takes the PROXY protocol, and Java does not tell what the kernel knows
            // of a
            // connection.
            case UPSTREAM_CACHE_STATUS,
                    UPSTREAM_CACHE_ETAG,
                    UPSTREAM_CACHE_LAST_MODIFIED,
                    PROXY_PROTOCOL_ADDR,
                    PROXY_PROTOCOL_PORT,
                    PROXY_PROTOCOL_SERVER_ADDR,
                    PROXY_PROTOCOL_SERVER_PORT,
                    TCPINFO_RTT,
                    TCPINFO_RTTVAR,
                    TCPINFO_SND_CWND,
                    TCPINFO_RCV_SPACE -> null;
            case HOSTNAME -> HOSTNAME;
            case PID -> PID;
            case NGINX_VERSION -> "1.31.5";
            case MSEC -> TIME.msec();
            case TIME_LOCAL -> TIME.now().local();
            case TIME_ISO8601 -> TIME.now().iso8601();
        };
    }

    /** What the phases before the content know. */
    private @Nullable String admitted(CoreVariable id, Downstream client) {
        Admission admission = exchange.admissionIfAny();
        RealIpSide realIp = admission == null ? null : admission.realIp();
        return switch (id) {
            case REALIP_REMOTE_ADDR -> realIp == null ? client.remoteText() : realIp.connectionText();
            case REALIP_REMOTE_PORT ->
                RequestValues.port(realIp == null ? client.remoteAddress() : realIp.connectionAddress());
            case LIMIT_REQ_STATUS -> admission == null ? null : Admission.text(admission.rate());
            default -> admission == null ? null : Admission.text(admission.connections());
        };
    }

    private @Nullable String named(Variable.Named named) {
        return switch (named.kind()) {
            case REQUEST_HEADER ->
                RequestValues.joined(
                        exchange.downstream().fields(),
                        named.field(),
                        named.field().equals("cookie") ? "; " : ", ");
            case COOKIE -> RequestValues.cookie(exchange.downstream().fields(), named.name());
            case ARGUMENT -> RequestValues.argument(exchange.target().args(), named.name());
            case SENT_HEADER -> SentFields.value(exchange, named.field());
            case UPSTREAM_HEADER ->
                exchange.upstream().head() == null
                        ? null
                        : RequestValues.joined(exchange.upstream().head().fields(), named.field(), ", ");
            case UPSTREAM_COOKIE -> RequestValues.setCookie(exchange.upstream().head(), named.name());
            case SENT_TRAILER -> RequestValues.joined(exchange.downstream().sentTrailers(), named.field(), ", ");
            case UPSTREAM_TRAILER -> RequestValues.joined(exchange.upstream().trailers(), named.field(), ", ");
        };
    }

    private @Nullable String contentLength(Downstream client) {
        String declared = client.fields().get(HttpHeader.CONTENT_LENGTH);
        return declared == null && exchange.body() != null
                ? Long.toString(exchange.body().length())
                : declared;
    }

    private @Nullable String bodyText() {
        ByteBuffer memory = exchange.body() == null ? null : exchange.body().memory();
        return memory == null
                ? null
                : StandardCharsets.ISO_8859_1.decode(memory).toString();
    }

    private @Nullable String bodyFile() {
        return exchange.body() == null || exchange.body().fileName() == null
                ? null
                : exchange.body().fileName().toString();
    }

    private String requestId() {
        if (requestId == null) {
            byte[] random = new byte[16];
            ThreadLocalRandom.current().nextBytes(random);
            requestId = HexFormat.of().formatHex(random);
        }
        return requestId;
    }

    private @Nullable Captures captures() {
        return exchange.captures();
    }

    private static long sinceMillis(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static String hostname() {
        String name = System.getenv("HOSTNAME");
        if (name != null && !name.isEmpty()) {
            return name;
        }
        try {
            return java.net.InetAddress.getLocalHost().getHostName();
        } catch (java.net.UnknownHostException unnamed) {
            return "localhost";
        }
    }
}
