/**
 * nginx as the judge: scenarios that are run through the installed nginx and through Weir with the same bytes from the client
 * and from the upstream, and compared in what the client saw, what the upstream saw and what the access log says.
 *
 * <p>A {@link io.weir.differential.Scenario} is written once, its configuration in nginx's own words; {@link
 * io.weir.differential.NginxText} and {@link io.weir.differential.TomlText} write it out for each proxy. Where Weir differs on
 * purpose, or where the installed nginx is older than the one that Weir follows, the scenario says so with its reason and pins
 * what Weir does instead.
 */
@NullMarked
package io.weir.differential;

import org.jspecify.annotations.NullMarked;
