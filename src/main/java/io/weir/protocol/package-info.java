/**
 * The contract between the walk and a protocol spoken to peers: nginx's upstream callbacks, as methods that compute.
 *
 * <p>A location's {@code *_pass} has a {@link io.weir.protocol.Handler}; each request makes a {@link io.weir.protocol.Protocol}
 * of it, and each response that is passed on a {@link io.weir.protocol.BodyFilter}. Those three are what a protocol implements;
 * the rest here is what more than one of them needs. {@code docs/writing-a-protocol.md} shows how.
 *
 * <p>Does not live here: balancing, retrying, time-outs, buffering, logging: they exist once, in the walk, and know no protocol.
 * Each protocol has a package below this one, and {@code io.weir.Protocols} names them.
 */
@NullMarked
package io.weir.protocol;

import org.jspecify.annotations.NullMarked;
