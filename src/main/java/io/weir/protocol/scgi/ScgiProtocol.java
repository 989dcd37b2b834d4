package io.weir.protocol.scgi;

import io.weir.config.ScgiSettings;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.UpstreamHead;
import io.weir.protocol.BodyFilter;
import io.weir.protocol.HeaderProgress;
import io.weir.protocol.Protocol;
import io.weir.protocol.RequestHead;
import io.weir.protocol.cgi.CgiBodies;
import io.weir.protocol.cgi.CgiHeadParser;
import io.weir.protocol.cgi.CgiParams;
import io.weir.protocol.cgi.CgiParams.Param;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One request to an SCGI peer. */
final class ScgiProtocol implements Protocol {

    private static final String CONTENT_LENGTH = "CONTENT_LENGTH";

    private final Exchange exchange;
    private final ScgiSettings settings;
    private final CgiParams params;
    private final ExchangeLog log;
    private final CgiHeadParser head = new CgiHeadParser(true, false);

    ScgiProtocol(Exchange exchange, ScgiSettings settings, CgiParams params, ExchangeLog log) {
        this.exchange = exchange;
        this.settings = settings;
        this.params = params;
        this.log = log;
    }

    @Override
    public String schema() {
        return "scgi://";
    }

    @Override
    public String uri() {
        return "";
    }

    @Override
    public RequestHead createRequest(long bodyLength) {
        // The length that is sent here is the one that counts, and it has to be the first; one configured comes again.
        StringBuilder content = new StringBuilder(1024);
        put(content, CONTENT_LENGTH, Long.toString(bodyLength));
        for (Param param : params.of(exchange)) {
            put(content, param.name(), param.value());
        }
        String netstring = content.length() + ":" + content + ",";
        return new RequestHead(
                netstring.getBytes(StandardCharsets.ISO_8859_1),
                null,
                settings.handler().passRequestBody());
    }

    private static void put(StringBuilder content, String name, String value) {
        content.append(name).append('\0').append(value).append('\0');
    }

    @Override
    public void reinit() {
        head.reset();
    }

    @Override
    public HeaderProgress processHeader(ByteBuffer received) {
        return head.parse(received);
    }

    @Override
    public BodyFilter body(UpstreamHead response) {
        return CgiBodies.of(response, exchange, log);
    }
}
