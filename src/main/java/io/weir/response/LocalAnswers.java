package io.weir.response;

import io.weir.config.ClientSettings;
import io.weir.config.ErrorPages;
import io.weir.config.RewriteStep.Return;
import io.weir.exchange.ContentTypes;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.Handled;
import io.weir.exchange.ResponseHead;
import io.weir.http.ProductVersion;
import io.weir.http.StatusText;
import io.weir.http.UserAgent;
import io.weir.log.Phase;
import io.weir.variable.CoreVariable;
import io.weir.variable.Variable;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Responses that the proxy makes itself: {@code return}, redirects, and the built-in error pages. */
public final class LocalAnswers {

    /** {@code Server} without and with the version. */
    private static final String NAME = "weir";

    private static final String NAME_AND_VERSION = NAME + "/" + ProductVersion.VALUE;

    /** nginx's 444: close the connection without a word. */
    private static final int CLOSE_SILENTLY = 444;

    private static final Variable LOCAL_ADDRESS = new Variable.Core(CoreVariable.SERVER_ADDR);

    private LocalAnswers() {}

    /** The value of {@code Server}. */
    public static String serverToken(Exchange exchange) {
        return exchange.location().client().serverTokens() ? NAME_AND_VERSION : NAME;
    }

    /** Answers as {@code return} says; an error without a text is refused, so that it may have its {@code error_page}. */
    public static Handled returned(Exchange exchange, Return rule) throws DownstreamException {
        if (rule.code() == CLOSE_SILENTLY) {
            exchange.endedWithout(CLOSE_SILENTLY);
            exchange.downstream().drop();
            return Handled.SENT;
        }
        if (rule.text() == null && rule.code() >= 400) {
            return new Handled.Refused(rule.code());
        }
        if (!exchange.downstream().dropBody()) {
            return new Handled.Refused(400); // nginx drops the body first
        }
        exchange.willRespond(rule.code());
        String text = rule.text() == null ? "" : rule.text().evaluate(exchange);
        if (isRedirect(rule.code())) {
            return redirect(exchange, rule.code(), text);
        }
        byte[] body = text.getBytes(StandardCharsets.ISO_8859_1);
        return send(exchange, rule.code(), fields(ContentTypes.of(exchange)), body);
    }

    /** The statuses that {@code return} and {@code error_page} take a URL for. */
    public static boolean isRedirect(int code) {
        return code == 301 || code == 302 || code == 303 || code == 307 || code == 308;
    }

    /** The {@code error_page} that a status has here, if none is being made already or it may recurse; else null. */
    public static ErrorPages.@Nullable Page errorPage(Exchange exchange, int status) {
        boolean none = exchange.course().errorPage() || !exchange.course().canMoveOn();
        return none ? null : exchange.location().errorPages().of(status);
    }

    /**
     * Redirects the client, a path becomes a URL where {@code absolute_redirect} says so; or refuses, when there is an {@code
     * error_page} for redirects, which is sent with the {@code Location}.
     */
    public static Handled redirect(Exchange exchange, int code, String location) throws DownstreamException {
        exchange.course().carryNoMore(HttpHeader.LOCATION);
        if (errorPage(exchange, code) != null) {
            exchange.course().carry(new HttpField(HttpHeader.LOCATION, singleLine(absolute(exchange, location))));
            return new Handled.Refused(code);
        }
        sendRedirect(exchange, code, location);
        return Handled.SENT;
    }

    /** Redirects the client to a path that ends with a slash, with the arguments of the request. */
    public static Handled toDirectory(Exchange exchange, String path) throws DownstreamException {
        String args = exchange.target().args();
        return redirect(exchange, 301, args == null || args.isEmpty() ? path : path + "?" + args);
    }

    /** The same, and nobody asks for an error page. */
    public static void sendRedirect(Exchange exchange, int code, String location) throws DownstreamException {
        if ((code == 301 || code == 302) && refreshes(exchange)) {
            exchange.course().errorStatus(200);
            send(exchange, 200, fields("text/html"), ErrorPage.refresh(location));
            return;
        }
        exchange.course().errorStatus(code); // whatever an error page was to be
        HttpFields.Mutable fields = fields("text/html");
        fields.add(new HttpField(HttpHeader.LOCATION, singleLine(absolute(exchange, location))));
        send(exchange, code, fields, ErrorPage.of(code, serverToken(exchange)));
    }

    /** A decoded {@code $uri} may hold line ends, which must not end a header line. */
    static String singleLine(String value) {
        return value.replace('\r', ' ').replace('\n', ' ');
    }

    /** Sends the built-in page for a status; for 200, which has none, the client's conditions may refuse it. */
    public static Handled page(Exchange exchange, int status) throws DownstreamException {
        exchange.course().carryNoMore(HttpHeader.ACCEPT_RANGES);
        byte[] page = ErrorPage.of(status, serverToken(exchange));
        if (status >= 400 && page.length > 0 && replacesShortPages(exchange)) {
            page = ErrorPage.padded(page);
        }
        return send(exchange, status, page.length == 0 ? HttpFields.build() : fields("text/html"), page);
    }

    /** {@code msie_padding}. */
    private static boolean replacesShortPages(Exchange exchange) {
        if (!exchange.location().client().browsers().padding()) {
            return false;
        }
        UserAgent agent = userAgent(exchange);
        return agent.msie() || agent.chrome();
    }

    /** {@code msie_refresh}. */
    private static boolean refreshes(Exchange exchange) {
        return exchange.location().client().browsers().refresh()
                && userAgent(exchange).msie();
    }

    private static UserAgent userAgent(Exchange exchange) {
        return UserAgent.of(exchange.downstream().fields().get(HttpHeader.USER_AGENT));
    }

    /** {@code absolute_redirect}: a path becomes a URL with the request's host and the port that it came to. */
    public static String absolute(Exchange exchange, String location) {
        ClientSettings client = exchange.location().client();
        if (!location.startsWith("/") || !client.absoluteRedirect()) {
            return location;
        }
        String host = exchange.host();
        if (client.serverNameInRedirect()) {
            host = exchange.server().firstName();
        } else if (host == null) {
            host = exchange.value(LOCAL_ADDRESS);
        }
        return "http://" + host + port(exchange, client) + location;
    }

    private static String port(Exchange exchange, ClientSettings client) {
        if (client.portInRedirect()
                && exchange.downstream().localAddress() instanceof InetSocketAddress local
                && local.getPort() != 80) {
            return ":" + local.getPort();
        }
        return "";
    }

    private static HttpFields.Mutable fields(String contentType) {
        HttpFields.Mutable fields = HttpFields.build();
        if (!contentType.isEmpty()) {
            fields.add(new HttpField(HttpHeader.CONTENT_TYPE, contentType));
        }
        return fields;
    }

    /** 494–497 exist for {@code error_page} only; on the wire they are 400. */
    public static int shownStatus(int status) {
        return status >= 494 && status <= 497 ? 400 : status;
    }

    private static Handled send(Exchange exchange, int status, HttpFields.Mutable fields, byte[] body)
            throws DownstreamException {
        exchange.phase(Phase.SENDING_RESPONSE);
        if (exchange.upstream().cookie() != null) {
            fields.add(new HttpField(HttpHeader.SET_COOKIE, exchange.upstream().cookie()));
        }
        int shown = shownStatus(status);
        if (shown == 204) {
            fields.remove(HttpHeader.CONTENT_TYPE);
        }
        ResponseHead head = new ResponseHead(
                shown,
                StatusText.line(shown),
                fields,
                serverToken(exchange),
                true,
                shown == 204 ? -1 : body.length,
                keepsAlive(status) && !exchange.downstream().bodyInvalid());
        if (Responder.respondConditionally(exchange, head) instanceof Answer.Refused(int instead)) {
            return new Handled.Refused(instead);
        }
        exchange.downstream().endWith(new ByteBuffer[] {ByteBuffer.wrap(body)}, HttpFields.EMPTY);
        exchange.complete();
        return Handled.SENT;
    }

    /** Statuses after which nginx closes the client's connection, because it no longer knows what the client sends. */
    public static boolean keepsAlive(int status) {
        return switch (status) {
            case 400, 413, 414, 494, 495, 496, 497, 500, 501, 505 -> false;
            default -> true;
        };
    }
}
