/**
 * How much one client may do: {@code limit_req} and {@code limit_conn}. Keys and their counts live in zones, which all requests
 * share; who is delayed or refused is decided here, by nginx's arithmetic.
 *
 * <p>Not here: who may do anything at all ({@link io.weir.access}).
 */
@NullMarked
package io.weir.limit;

import org.jspecify.annotations.NullMarked;
