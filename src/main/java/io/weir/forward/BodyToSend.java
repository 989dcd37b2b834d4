package io.weir.forward;

import io.weir.body.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The client's request body as the run has it.
 *
 * @param length bytes to send; 0 for no body; -1 for a streamed body in chunks
 * @param read the body, when it was read before the upstream was asked; can be sent any number of times
 * @param streamed whether it is passed on as it comes from the client, once
 * @param limit how many bytes a streamed body in chunks may have; 0: any number
 */
record BodyToSend(long length, @Nullable RequestBody read, boolean streamed, long limit) {

    static final BodyToSend NONE = new BodyToSend(0, null, false, 0);
}
