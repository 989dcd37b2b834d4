/**
 * One downstream request and its response: what is known of it, what it became, and every attempt that was made for it.
 *
 * <p>Lives here: {@link io.weir.exchange.Exchange}, the record of each attempt, the values of variables, and
 * {@link io.weir.exchange.Downstream}, the client's side as the walk sees it. Does not live here: what happens next (that is
 * {@code io.weir.forward}), bytes on a wire (that is {@code io.weir.server} and {@code io.weir.protocol}).
 *
 * <p>An exchange is confined to its virtual thread; what other threads may touch says so.
 */
@NullMarked
package io.weir.exchange;

import org.jspecify.annotations.NullMarked;
