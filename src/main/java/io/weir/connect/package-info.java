/**
 * A usable connection to a peer: kept or new. Knows bytes and time-outs, no protocol.
 */
@NullMarked
package io.weir.connect;

import org.jspecify.annotations.NullMarked;
