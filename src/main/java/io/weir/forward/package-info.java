/**
 * The walk: what happens to a request that an upstream is to answer, in the order in which it happens. Start reading at
 * {@link io.weir.forward.Forwarder}, go on with {@code UpstreamRun} and {@code Attempt}.
 *
 * <p>Everything here runs on the virtual thread of one request and blocks. Two more threads exist at most: one that sends a
 * long request body while the response may already arrive, one that writes a long response to a slow client. Exceptions of
 * the socket layer become outcomes in one place per phase. Does not live here: what a protocol's bytes mean, how a peer is
 * chosen, how a socket is bounded in time.
 */
@NullMarked
package io.weir.forward;

import org.jspecify.annotations.NullMarked;
