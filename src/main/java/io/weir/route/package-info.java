/**
 * From a request to the server and location that handle it: request target and URI normalization, server names, the
 * location tree. No I/O.
 *
 * <p>Everything here is built once from the configuration and immutable afterwards, so any thread may use it; a match
 * allocates nothing but its result. What cannot be served is a value ({@link io.weir.route.InvalidTarget}) or a missing
 * result, never an exception, with one exception: a regular expression that runs out of stack ({@link
 * io.weir.route.RegexLimitException}).
 *
 * <p>Must not know: connections, the exchange, how a response is made. Path and host texts are byte strings (see
 * {@link io.weir.variable}), those in the location records too.
 */
@NullMarked
package io.weir.route;

import org.jspecify.annotations.NullMarked;
