package io.weir.protocol;

import io.weir.exchange.UpstreamHead;
import java.nio.ByteBuffer;

/**
 * One protocol object serves one run: all attempts for one request until its response is delivered. Confined to the
 * exchange's thread. The walk calls, in this order: {@link #createRequest} once; then for each attempt {@link #reinit}
 * (from the second on), {@link #processHeader} until it is complete, {@link #body} once.
 */
public interface Protocol {

    /** What stands before the peer's name in the error log: {@code "http://"}. */
    String schema();

    /** The URI as sent upstream, for the error log. */
    String uri();

    /**
     * nginx's create_request: produces the head of the request; called after the client's body was read (or begun).
     *
     * @param bodyLength bytes of body that the walk will send; -1 when it is streamed and its length unknown; the protocol
     *     frames a body of unknown length by {@link RequestHead#chunked()}
     * @throws InvalidRequestException when no request can be made of the configuration's values: status 500
     */
    RequestHead createRequest(long bodyLength) throws InvalidRequestException;

    /** nginx's reinit_request: forgets what was learned from the previous attempt. */
    void reinit();

    /**
     * nginx's process_header: called each time bytes were added. Consumes from the buffer's position and goes on where the
     * last call stopped; when it answers {@link HeaderProgress.Complete}, the position is at the first byte of the body.
     */
    HeaderProgress processHeader(ByteBuffer received);

    /** nginx's input_filter_init: how the body that follows {@code head} is framed. */
    BodyFilter body(UpstreamHead head);
}
