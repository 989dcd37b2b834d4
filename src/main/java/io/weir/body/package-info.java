/**
 * Bodies between two speeds: the ring of buffers, the temporary file that continues it, the buffered request body. Knows no HTTP.
 */
@NullMarked
package io.weir.body;

import org.jspecify.annotations.NullMarked;
