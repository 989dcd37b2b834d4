package io.weir.protocol;

import io.weir.exchange.UpstreamHead;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One protocol object serves one run: all attempts for one request until its response is delivered. Confined to the exchange's
 * thread; only what {@link RequestHead#framing} does may happen on another one.
 *
 * <p>The walk calls {@link #createRequest} once. Then for each attempt: {@link #reinit} (from the second on), {@link
 * #processHeader} until it has said something else than "need more", and, when the response is the one that is passed on,
 * {@link #rewriteRedirect} for its fields and {@link #body} once. Every method computes and returns; the walk does all of the
 * reading, writing and waiting. An exception that is not declared is a defect: 500, or the client's connection is cut.
 */
public interface Protocol {

    /** What stands before the peer's name in the error log: {@code "http://"}. May be asked at any time. */
    String schema();

    /** The URI as sent upstream, for the error log. Asked after {@link #createRequest}. */
    String uri();

    /**
     * nginx's create_request: produces all of the request but the client's body. Called once, after that body was read (or when
     * it is about to be streamed) and before a peer is chosen; what it returns is sent to every peer that is tried.
     *
     * @param bodyLength bytes of body that the client has for the peer; -1 when it is streamed and its length unknown
     * @throws InvalidRequestException when no request can be made of the configuration's values: it is logged, the client gets
     *     500, and no peer is asked
     */
    RequestHead createRequest(long bodyLength) throws InvalidRequestException;

    /** nginx's reinit_request: forgets everything that the previous attempt's peer has sent. Called between attempts. */
    void reinit();

    /**
     * nginx's process_header: called each time bytes were added to the header buffer. Consumes from the buffer's position and
     * goes on where the last call stopped, however the bytes were split.
     *
     * <p>What follows: {@link HeaderProgress.NeedMore}: the walk reads on, or fails with {@code invalid_header} when the buffer
     * ({@code *_buffer_size}) is full. {@link HeaderProgress.Complete}: the position has to be at the first byte behind the
     * head; the walk looks whether the status calls for another peer, else passes the response on. {@link
     * HeaderProgress.Invalid}: another peer is tried if {@code *_next_upstream} has {@code invalid_header}, else the client gets
     * 502.
     *
     * @param received received and not consumed; its content stays where it is between calls
     */
    HeaderProgress processHeader(ByteBuffer received);

    /**
     * nginx's rewrite_redirect: what becomes of a {@code Location}, or of the URL in a {@code Refresh}. Called for each such
     * field of the response that is passed on; a rewritten path of a {@code Location} is made absolute by the walk.
     *
     * @return null to leave the value as it is
     */
    default @Nullable String rewriteRedirect(String value) {
        return null;
    }

    /**
     * nginx's rewrite_cookie: what becomes of a {@code Set-Cookie}. Called for each of the response that is passed on.
     *
     * @return null to leave the value as it is
     */
    default @Nullable String rewriteCookie(String value) {
        return null;
    }

    /**
     * nginx's input_filter_init: how the body that follows {@code head} is framed. Called once, before the client gets
     * anything; the first bytes given to the filter are those that came behind the head.
     */
    BodyFilter body(UpstreamHead head);
}
