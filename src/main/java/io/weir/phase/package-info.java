/**
 * nginx's phases as plain code: from a parsed request to its log line. Start reading at {@link io.weir.phase.Phases}: server
 * rewrite, find the location, rewrite, access, content, and around it all internal redirects and error pages.
 *
 * <p>Everything runs on the virtual thread of the request and blocks. Not here: what each content handler does ({@link
 * io.weir.forward} asks upstreams), how locations are found ({@link io.weir.route}), how requests are read ({@code
 * io.weir.server}).
 */
@NullMarked
package io.weir.phase;

import org.jspecify.annotations.NullMarked;
