/**
 * The runtime API on the {@code [admin]} listener: groups and their peers as JSON, and changes of them that last until the
 * configuration is loaded again. docs/admin-api.md is its contract.
 *
 * <p>Served by Jetty and not by {@link io.weir.server}: an overload of the proxy must not lock its administrator out. Nothing of
 * it is loaded unless {@code [admin]} is configured. Does not live here: what a change means ({@link io.weir.upstream}).
 */
@NullMarked
package io.weir.admin;

import org.jspecify.annotations.NullMarked;
