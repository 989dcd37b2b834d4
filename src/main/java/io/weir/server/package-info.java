/**
 * The client's side of the proxy: listening sockets, client connections, HTTP/1 requests in and responses out.
 *
 * <p>Each connection has one virtual thread that loops: read a head, let the {@code Phases} serve it, finish what is left of
 * the body. Everything behind {@code exchange.Downstream} knows nothing of HTTP/1.
 *
 * <p>Request heads are read here by nginx's rules, which are not those of Jetty's {@code HttpParser}: odd names are dropped or
 * passed, the server of the {@code Host} line decides about the lines behind it, and a line has to fit one of nginx's buffers.
 * {@code RequestParser} goes through the lines, {@code RequestLineParser} and {@code FieldLineParser} know their grammar,
 * {@code FieldRules} what some of the fields mean, {@code HeaderBuffers} the limits. What makes a kept connection cheap is
 * {@code LastHead}: clients send mostly the same lines again, and comparing them is many times faster than parsing. Heads of
 * responses are written here too, since a proxy keeps the spelling that it got; Jetty's classes for fields are used for both.
 *
 * <p>Does not live here: what is done with a request.
 */
@NullMarked
package io.weir.server;

import org.jspecify.annotations.NullMarked;
