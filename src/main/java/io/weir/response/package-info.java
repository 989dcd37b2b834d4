/**
 * What every response has in common, whoever made it: the head's last changes ({@code add_header}, an error page's status), the
 * pages and redirects that the proxy makes itself, and what the client's conditions and ranges make of it all.
 *
 * <p>Not here: what a peer's response becomes ({@link io.weir.forward}), and how a response is written to a connection
 * ({@link io.weir.server}).
 */
@NullMarked
package io.weir.response;

import org.jspecify.annotations.NullMarked;
