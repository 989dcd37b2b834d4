package io.weir.protocol.http;

import io.weir.config.LocationConfig.ProxyPass;
import io.weir.config.LocationConfig.Target;
import io.weir.config.ProxySettings;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.UpstreamHead;
import io.weir.protocol.BodyFilter;
import io.weir.protocol.CloseBody;
import io.weir.protocol.HeaderProgress;
import io.weir.protocol.InvalidRequestException;
import io.weir.protocol.LengthBody;
import io.weir.protocol.Protocol;
import io.weir.protocol.RequestHead;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** HTTP/1.0 and 1.1 to a peer: {@code proxy_pass}. */
final class HttpProtocol implements Protocol {

    private final Exchange exchange;
    private final ProxyPass pass;
    private final ProxySettings settings;
    private final RequestFields fields;
    private final Target to;
    private final ExchangeLog log;

    private final ResponseHeadParser parser = new ResponseHeadParser();
    private String uri = "";
    private boolean headRequest;

    HttpProtocol(
            Exchange exchange,
            ProxyPass pass,
            ProxySettings settings,
            RequestFields fields,
            Target to,
            ExchangeLog log) {
        this.exchange = exchange;
        this.pass = pass;
        this.settings = settings;
        this.fields = fields;
        this.to = to;
        this.log = log;
    }

    @Override
    public String schema() {
        return to.https() ? "https://" : "http://";
    }

    @Override
    public String uri() {
        return uri;
    }

    @Override
    public RequestHead createRequest(long bodyLength) throws InvalidRequestException {
        uri = ProxyUri.of(exchange, to, pass.template() != null, pass.locationName());
        RequestHeadBuilder builder = new RequestHeadBuilder(exchange, settings, fields);
        RequestHead head = builder.build(uri, to.hostHeader(), bodyLength);
        headRequest = builder.method().equals("HEAD");
        return head;
    }

    @Override
    public void reinit() {
        parser.reset();
    }

    @Override
    public HeaderProgress processHeader(ByteBuffer received) {
        return parser.parse(received);
    }

    @Override
    public @Nullable String rewriteRedirect(String value) {
        return RedirectRules.rewrite(settings.redirects(), exchange, value);
    }

    @Override
    public @Nullable String rewriteCookie(String value) {
        return settings.cookies() == null ? null : new Cookies(exchange, settings.cookies()).rewrite(value);
    }

    @Override
    public BodyFilter body(UpstreamHead head) {
        // A 101 that makes no tunnel is followed by a body like any other status, as in nginx.
        if (headRequest || head.status() == 204 || head.status() == 304) {
            return new LengthBody(0, exchange, log);
        }
        if (head.chunked()) {
            return new ChunkedBody(
                    settings.passTrailers() ? settings.handler().buffering().headerSize() : 0, exchange, log);
        }
        return head.contentLength() >= 0 ? new LengthBody(head.contentLength(), exchange, log) : new CloseBody();
    }
}
