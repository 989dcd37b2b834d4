package io.weir.protocol.scgi;

import io.weir.config.ScgiSettings;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.protocol.RequestHead;
import io.weir.protocol.cgi.BareResponse;
import io.weir.protocol.cgi.CgiParams;
import io.weir.protocol.cgi.CgiParams.Param;
import java.nio.charset.StandardCharsets;

/** One request to an SCGI peer. */
final class ScgiProtocol extends BareResponse {

    private static final String CONTENT_LENGTH = "CONTENT_LENGTH";

    private final ScgiSettings settings;
    private final CgiParams params;

    ScgiProtocol(Exchange exchange, ScgiSettings settings, CgiParams params, ExchangeLog log) {
        super(exchange, log);
        this.settings = settings;
        this.params = params;
    }

    @Override
    public String schema() {
        return "scgi://";
    }

    @Override
    public RequestHead createRequest(long bodyLength) {
        // The length that is sent here is the one that counts, and it has to be the first; one configured comes again.
        StringBuilder content = new StringBuilder(1024);
        put(content, CONTENT_LENGTH, Long.toString(bodyLength));
        for (Param param : params.of(exchange())) {
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
}
