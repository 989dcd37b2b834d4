/**
 * Bodies between two speeds: the ring of buffers and the temporary file that continues it ({@link
 * io.weir.body.RelayBuffer}), the client's body read before a peer is chosen ({@link io.weir.body.RequestBody}), and
 * when nginx passes on what it has read ({@link io.weir.body.HoldBack}).
 *
 * <p>It knows no HTTP, no Jetty and no sockets: only {@code ByteBuffer}, files and two small interfaces. The one
 * exception is the chunked coding, {@link io.weir.body.ChunkDecoder}: it is part of relaying, because the bytes are
 * decoded in place, in the ring that they were read into, and because the decoder's knowledge of how much must still
 * come decides when a partly filled buffer is passed on.
 *
 * <p>Follows nginx's event pipe ({@code ngx_event_pipe.c}) in meaning, and turns it into two blocking threads.
 */
@NullMarked
package io.weir.body;

import org.jspecify.annotations.NullMarked;
