package io.weir.protocol.http;

import io.weir.exchange.UpstreamHead;
import io.weir.protocol.BodyFilter;

/** How the body of a response is framed (RFC 9112, 6.3). */
public final class BodyFraming {

    private BodyFraming() {}

    /**
     * What takes the framing off.
     *
     * @param headRequest whether the request was a HEAD
     * @param trailerBytes how much room there is for trailers; 0 drops them
     */
    public static BodyFilter of(UpstreamHead head, boolean headRequest, int trailerBytes) {
        // A 101 that makes no tunnel is followed by a body like any other status, as in nginx.
        if (headRequest || head.status() == 204 || head.status() == 304) {
            return new LengthBody(0);
        }
        if (head.chunked()) {
            return new ChunkedBody(trailerBytes);
        }
        return head.contentLength() >= 0 ? new LengthBody(head.contentLength()) : new CloseBody();
    }
}
