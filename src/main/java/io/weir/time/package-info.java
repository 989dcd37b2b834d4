/**
 * The only place that arms a time-out: one ticker thread walks what is due, so that nobody waits with a timed park.
 */
@NullMarked
package io.weir.time;

import org.jspecify.annotations.NullMarked;
