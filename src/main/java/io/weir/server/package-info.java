/**
 * The client's side of the proxy: listening sockets, client connections, HTTP/1 requests in and responses out.
 *
 * <p>Each connection has one virtual thread that loops: read a head, let the {@code Phases} serve it, finish what is left of
 * the body. Requests are parsed by Jetty's {@code HttpParser}; heads are written here, since a proxy keeps the spelling that it
 * got. Jetty's {@code HttpConnection} and {@code HttpChannel} are not used for plain HTTP/1: they are made for handlers that
 * go away and come back later, and a blocking loop has no use for that state. Everything behind {@code exchange.Downstream} is
 * the same for a connection that Jetty would serve.
 *
 * <p>Does not live here: what is done with a request.
 */
@NullMarked
package io.weir.server;

import org.jspecify.annotations.NullMarked;
