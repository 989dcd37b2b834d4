/**
 * HTTP/1.0 and HTTP/1.1 to peers: the request head as {@code proxy_pass}, {@code proxy_set_header} and their kin make it, the
 * response head by nginx's rules, the three framings of a body.
 *
 * <p>Does not live here: connections, retries, buffering, what the client gets of the response's fields.
 */
@NullMarked
package io.weir.protocol.http;

import org.jspecify.annotations.NullMarked;
