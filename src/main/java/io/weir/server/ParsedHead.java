package io.weir.server;

import io.weir.route.HostHeader;
import io.weir.route.ServerMatch;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request that is served. Immutable: a connection whose client sends the same head again has the same object
 * again.
 *
 * @param host of an absolute target, else of {@code Host}; null without one
 * @param match the server of that host
 * @param bodyLength of {@code Content-Length}; 0 without one, -1 for chunks
 * @param expectsContinue whether the client waits for {@code 100 Continue}
 * @param staysOpen whether the client lets the connection live on
 * @param length bytes of the request line and the fields as received
 */
record ParsedHead(
        RequestLine line,
        HttpFields fields,
        @Nullable HostHeader host,
        ServerMatch match,
        long bodyLength,
        boolean expectsContinue,
        boolean staysOpen,
        int length) {}
