package io.weir.protocol.http;

import io.weir.config.ProxySettings;
import io.weir.exchange.Downstream;
import io.weir.exchange.Exchange;
import io.weir.http.HeadWriter;
import io.weir.http.HopByHop;
import io.weir.protocol.RequestHead;
import io.weir.variable.Template;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/** Builds the head of the request to a peer, in nginx's order: Host, configured lines, defaults, the client's fields. */
final class RequestHeadBuilder {

    private static final byte[] VERSION_1_0 = HeadWriter.ascii(" HTTP/1.0\r\nHost: ");
    private static final byte[] VERSION_1_1 = HeadWriter.ascii(" HTTP/1.1\r\nHost: ");
    private static final byte[] VERSION_1_0_NO_HOST = HeadWriter.ascii(" HTTP/1.0\r\n");
    private static final byte[] CONTENT_LENGTH = HeadWriter.ascii("Content-Length: ");
    private static final byte[] CHUNKED = HeadWriter.ascii("Transfer-Encoding: chunked\r\n");

    private static final byte[] NO_REPLACEMENT = new byte[0];

    private final Exchange exchange;
    private final Downstream client;
    private final ProxySettings settings;
    private final RequestFields fields;
    private final String method;

    RequestHeadBuilder(Exchange exchange, ProxySettings settings, RequestFields fields) {
        this.exchange = exchange;
        this.client = exchange.downstream();
        this.settings = settings;
        this.fields = fields;
        this.method = settings.method() == null
                ? exchange.method()
                : settings.method().evaluate(exchange);
    }

    String method() {
        return method;
    }

    /** @param bodyLength of the client's body that will be sent; -1 when it is streamed in chunks */
    RequestHead build(String uri, String proxyHost, long bodyLength) {
        Template setBody = settings.setBody();
        byte[] replacement =
                setBody == null ? NO_REPLACEMENT : setBody.evaluate(exchange).getBytes(StandardCharsets.ISO_8859_1);
        boolean sendBody = setBody == null && settings.handler().passRequestBody();
        boolean chunked = sendBody && bodyLength < 0;

        HeadWriter out = new HeadWriter(512);
        out.put(method).put(' ').put(uri);
        versionAndHost(out, proxyHost);
        for (ProxySettings.SetHeader line : fields.lines()) {
            String value = line.value().evaluate(exchange);
            if (!value.isEmpty()) {
                out.computedField(line.name(), value);
            }
        }
        if (fields.ownContentLength() && !chunked) {
            contentLength(out, setBody != null, replacement.length, bodyLength);
        }
        if (chunked && fields.ownTransferEncoding()) {
            out.put(CHUNKED);
        }
        if (settings.handler().passRequestHeaders()) {
            clientFields(out);
        }
        out.endLine();
        return new RequestHead(out.toBytes(), chunked ? ChunkedFraming.INSTANCE : null, sendBody, replacement);
    }

    private void versionAndHost(HeadWriter out, String proxyHost) {
        Template configured = fields.host();
        String host = configured == null ? proxyHost : configured.evaluate(exchange);
        if (host.isEmpty() && settings.httpVersion10()) {
            out.put(VERSION_1_0_NO_HOST);
            return;
        }
        out.put(settings.httpVersion10() ? VERSION_1_0 : VERSION_1_1);
        // An empty Host would make an invalid HTTP/1.1 request; nginx falls back to $proxy_host.
        out.put(singleLine(host.isEmpty() ? proxyHost : host)).endLine();
    }

    private static String singleLine(String value) {
        return value.indexOf('\n') < 0 && value.indexOf('\r') < 0
                ? value
                : value.replace('\n', ' ').replace('\r', ' ');
    }

    private void contentLength(HeadWriter out, boolean replaced, int replacementLength, long bodyLength) {
        if (replaced) {
            out.put(CONTENT_LENGTH).put(replacementLength).endLine();
        } else if (bodyLength > 0 || declaresBody()) {
            // With proxy_pass_request_body off nginx still sends the length: the configuration has to clear it.
            out.put(CONTENT_LENGTH).put(Math.max(0, bodyLength)).endLine();
        }
    }

    private boolean declaresBody() {
        return client.fields().contains(HttpHeader.CONTENT_LENGTH)
                || client.fields().contains(HttpHeader.TRANSFER_ENCODING);
    }

    private void clientFields(HeadWriter out) {
        List<String> namedByConnection = HopByHop.named(client.fields());
        for (HttpField field : client.fields()) {
            if (fields.passes(field, namedByConnection)) {
                out.field(field.getName(), field.getValue() == null ? "" : field.getValue());
            }
        }
    }
}
