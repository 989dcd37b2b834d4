package io.weir.protocol;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;

/** nginx's input filter: takes the framing off a response body as it arrives. Confined to the thread that reads the peer. */
public interface BodyFilter {

    /**
     * Takes bytes just received, moves the payload among them to the front in place, and drops the rest (framing, surplus).
     *
     * @param received the new bytes, in order, from each buffer's position to its limit; positions and limits are not changed
     * @return how many bytes at the front are payload
     * @throws BrokenBodyException when the framing is broken; what was decoded before may still be counted in {@code payload}
     */
    int filter(ByteBuffer... received) throws BrokenBodyException;

    /** Whether the body is complete. */
    boolean done();

    /** Whether the end of the connection is the end of the body. */
    boolean endsAtClose();

    /**
     * The least number of bytes that must still arrive; -1 when that cannot be said. nginx passes on a partly filled buffer
     * early only when nothing more is to be expected for it (nginx-semantics 3.3).
     */
    long stillToCome();

    /** The payload's length when the head told it; else -1. */
    long contentLength();

    /** Whether nothing followed the body that would make the connection unfit for another request. */
    boolean clean();

    /** What to warn of once the body is over, in nginx's words; empty for nothing. */
    String warning();

    /** Trailers, once {@link #done}. */
    HttpFields trailers();
}
