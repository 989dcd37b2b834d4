package io.weir.exchange;

import org.eclipse.jetty.http.HttpFields;

/**
 * The head of a peer's response.
 *
 * @param status three digits
 * @param statusText code and reason as they stood in the status line, passed on unchanged: {@code "200 Fine"}
 * @param fields in order, names and values as received
 * @param contentLength as declared; -1 when not
 * @param chunked whether the body is in chunks
 * @param keepable whether the head allows the connection to be kept once the body was read to its end
 */
public record UpstreamHead(
        int status, String statusText, HttpFields fields, long contentLength, boolean chunked, boolean keepable) {}
