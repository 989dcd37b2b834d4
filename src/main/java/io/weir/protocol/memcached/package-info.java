/**
 * memcached's text protocol to peers: {@code memcached_pass} (nginx-semantics 10.2).
 *
 * <p>Lives here: the {@code get} request, the line that answers it, the trailer behind the value. Does not live here: who sets
 * {@code $memcached_key}, what the client gets when there is no value.
 */
@NullMarked
package io.weir.protocol.memcached;

import org.jspecify.annotations.NullMarked;
