/**
 * The contract between the walk and a protocol spoken to peers: nginx's upstream callbacks, as methods that block or compute.
 *
 * <p>Lives here: what every protocol must answer. Does not live here: balancing, retrying, time-outs, buffering, logging: they
 * exist once, in the walk, and know no protocol. Each protocol has a package below this one.
 */
@NullMarked
package io.weir.protocol;

import org.jspecify.annotations.NullMarked;
