package io.weir.protocol.http;

import io.weir.config.LocationConfig.Target;
import io.weir.config.ProxySettings;
import io.weir.exchange.Exchange;
import io.weir.exchange.UpstreamHead;
import io.weir.protocol.BodyFilter;
import io.weir.protocol.HeaderProgress;
import io.weir.protocol.InvalidRequestException;
import io.weir.protocol.Protocol;
import io.weir.protocol.RequestHead;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** HTTP/1.0 and 1.1 to a peer: {@code proxy_pass}. */
final class HttpProtocol implements Protocol {

    private final Exchange exchange;
    private final ProxySettings settings;
    private final RequestFields fields;
    private final Target to;
    private final boolean computed;
    private final @Nullable String locationName;

    private final ResponseHeadParser parser = new ResponseHeadParser();
    private String uri = "";
    private boolean headRequest;

    HttpProtocol(
            Exchange exchange,
            ProxySettings settings,
            RequestFields fields,
            Target to,
            boolean computed,
            @Nullable String locationName) {
        this.exchange = exchange;
        this.settings = settings;
        this.fields = fields;
        this.to = to;
        this.computed = computed;
        this.locationName = locationName;
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
        uri = ProxyUri.of(exchange, to, computed, locationName);
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
    public BodyFilter body(UpstreamHead head) {
        int trailerBytes = settings.passTrailers() ? settings.buffering().headerSize() : 0;
        return BodyFraming.of(head, headRequest, trailerBytes);
    }
}
