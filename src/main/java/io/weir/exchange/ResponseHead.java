package io.weir.exchange;

import io.weir.http.StatusText;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * The head of a response as the client gets it. Framing and connection fields are not in it: the client's side knows them.
 *
 * @param status the status code
 * @param statusText the code and the reason as they stand in the status line, or null for the standard text
 * @param fields what is sent besides, in order
 * @param server the value of {@code Server}, or null for none
 * @param date whether the proxy's own {@code Date} is sent
 * @param contentLength of the body; -1 when it is not known
 * @param keepAlive false to close the client's connection after this response whatever the client asked for
 */
public record ResponseHead(
        int status,
        @Nullable String statusText,
        HttpFields fields,
        @Nullable String server,
        boolean date,
        long contentLength,
        boolean keepAlive) {

    /** 1xx, 204 and 304 have no body whatever the fields say (RFC 9110 section 6.4.1). */
    public boolean bodyless() {
        return (status >= 100 && status < 200) || status == 204 || status == 304;
    }

    /** The same with the status that an {@code error_page} gives it. */
    public ResponseHead withStatus(int other) {
        return new ResponseHead(other, StatusText.line(other), fields, server, date, contentLength, keepAlive);
    }

    /** The same with other fields, and a length that is known or not. */
    public ResponseHead with(HttpFields otherFields, long length) {
        return new ResponseHead(status, statusText, otherFields, server, date, length, keepAlive);
    }

    /** The same, after which the client's connection is closed. */
    public ResponseHead closing() {
        return new ResponseHead(status, statusText, fields, server, date, contentLength, false);
    }
}
