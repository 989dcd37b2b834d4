package io.weir.exchange;

import org.jspecify.annotations.Nullable;

/** {@code $sent_http_NAME}: the response's fields, those that the client's side makes itself included. */
final class SentFields {

    private SentFields() {}

    static @Nullable String value(@Nullable ResponseHead head, String field) {
        if (head == null) {
            return null;
        }
        return switch (field) {
            case "content-length" -> head.contentLength() < 0 ? null : Long.toString(head.contentLength());
            case "connection" -> head.status() == 101 ? "upgrade" : head.keepAlive() ? "keep-alive" : "close";
            case "transfer-encoding" -> head.contentLength() < 0 && !head.bodyless() ? "chunked" : null;
            default -> RequestValues.joined(head.fields(), field, ", ");
        };
    }
}
