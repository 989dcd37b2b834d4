/**
 * Active health checks: one virtual thread per peer of a group with {@code health_check} asks it, again and again, and tells
 * the group what it found. Does not live here: what an unhealthy peer means for requests ({@link io.weir.upstream}).
 *
 * <p>A check uses a connection of its own, which it closes: what is checked is a peer's willingness to serve somebody new.
 */
@NullMarked
package io.weir.health;

import org.jspecify.annotations.NullMarked;
