package io.weir.protocol;

import java.nio.ByteBuffer;

/**
 * How a request body is wrapped on its way to the peer. Stateless or confined to one sender at a time: a body that is long or
 * streamed is sent by a second thread, and one that is tried again is wrapped again from its beginning.
 */
public interface BodyFraming {

    /**
     * Wraps a piece of the body. The buffers are sent in order and completely before the next call.
     *
     * @param piece at least one byte, from position to limit
     */
    ByteBuffer[] wrap(ByteBuffer piece);

    /** What follows the last piece. */
    ByteBuffer end();
}
