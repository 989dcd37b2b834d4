/**
 * The tools of the integration tests: a scripted upstream and a raw client that speak bytes, gates that give order without
 * sleeps, and one seam behind which either Weir or an installed nginx is the proxy under test.
 *
 * <p>Nothing here builds a request or a response: the bytes are the specification. Nothing here sleeps: order comes from
 * {@link io.weir.testing.Gate}s and from things that happened, and every wait shares one generous bound,
 * {@link io.weir.testing.Patience}, whose expiry is a failure with a thread dump.
 */
@NullMarked
package io.weir.testing;

import org.jspecify.annotations.NullMarked;
