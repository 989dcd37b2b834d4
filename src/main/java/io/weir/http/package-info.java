/**
 * Rules and bytes of HTTP/1 that both sides of the proxy share and Jetty has no piece for: writing a head with its case, order
 * and bytes kept, and which fields end at a hop.
 *
 * <p>Does not live here: parsing ({@code server} for requests, {@code protocol.http} for responses), I/O, nginx's directives.
 */
@NullMarked
package io.weir.http;

import org.jspecify.annotations.NullMarked;
