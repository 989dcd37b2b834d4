/**
 * A usable connection to a peer: kept or new. Knows bytes and time-outs, no protocol.
 *
 * <p>Lives here: opening a connection and saying in nginx's words why that failed, blocking reads and writes with a
 * time-out each, TLS between these and the socket ({@link io.weir.tls}), the pool of idle connections of a group. Does not
 * live here: which peer to connect to ({@link io.weir.upstream}), what is sent and when a connection may be kept (the
 * protocols), what a failure means for the request (the walk).
 *
 * <p>A time-out is a {@link io.weir.time.Deadline} that closes the socket: the blocked call fails, and the deadline
 * says why. After a time-out the connection is of no use, which is what nginx's rules want anyway.
 */
@NullMarked
package io.weir.connect;

import org.jspecify.annotations.NullMarked;
