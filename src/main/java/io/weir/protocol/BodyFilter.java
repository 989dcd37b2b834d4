package io.weir.protocol;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;

/**
 * nginx's input filter: takes the framing off a response body as it arrives. Confined to the thread that reads the peer, which
 * asks the questions after each {@link #filter}; nothing here may block. One filter serves buffered and unbuffered responses.
 */
public interface BodyFilter {

    /**
     * Takes bytes just received, moves the payload among them to the front in place, and drops the rest (framing, surplus).
     * Called after each read that brought something, until the body is {@link #done} or {@link #cut}.
     *
     * @param received the new bytes, in order, from each buffer's position to its limit; positions and limits are not changed
     * @return how many bytes at the front are payload
     * @throws BrokenBodyException when the framing is broken: it is logged, the client's connection is cut, and what the client
     *     has not got yet it never gets
     */
    int filter(ByteBuffer... received) throws BrokenBodyException;

    /** Whether the body is complete: nothing more is read, the client's response ends in its own framing. */
    boolean done();

    /**
     * Whether the peer has ended the body too early within its framing, which the filter has logged: the client gets what came,
     * then its connection is cut.
     */
    default boolean cut() {
        return false;
    }

    /** Whether the end of the connection is, now, the end of the body; if not, it is a failure of the peer. */
    boolean endsAtClose();

    /**
     * The least number of bytes that must still arrive; -1 when that cannot be said. nginx passes on a partly filled buffer
     * early only when nothing more is to be expected for it (nginx-semantics 3.3). Asked before the first {@link #filter}, too.
     */
    long stillToCome();

    /** The payload's length when the head told it; else -1. Asked once, before the first {@link #filter}. */
    long contentLength();

    /** Whether, once the body is done, the connection is fit for another request: nothing followed that does not belong. */
    boolean clean();

    /** Trailers, once {@link #done}. */
    default HttpFields trailers() {
        return HttpFields.EMPTY;
    }
}
