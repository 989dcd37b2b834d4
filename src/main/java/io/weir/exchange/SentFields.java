package io.weir.exchange;

import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** {@code $sent_http_NAME}: the response's fields, those that the client's side makes itself included. */
final class SentFields {

    private SentFields() {}

    static @Nullable String value(Exchange exchange, String field) {
        ResponseHead head = exchange.responseHead();
        if (head == null) {
            return null;
        }
        return switch (field) {
            case "content-length" -> head.contentLength() < 0 ? null : Long.toString(head.contentLength());
            case "connection" -> head.status() == 101 ? "upgrade" : head.keepAlive() ? "keep-alive" : "close";
            case "transfer-encoding" -> inChunks(exchange.downstream(), head) ? "chunked" : null;
            default -> RequestValues.joined(head.fields(), field, ", ");
        };
    }

    private static boolean inChunks(Downstream client, ResponseHead head) {
        return head.contentLength() < 0
                && !head.bodyless()
                && client.version() == HttpVersion.HTTP_1_1
                && !client.method().equals("HEAD");
    }
}
