package io.weir.config;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * {@code resolver}: who is asked for addresses, and for which.
 *
 * @param servers name servers, at least one, asked in turn
 * @param validSeconds {@code valid=}: how long an answer holds; 0 for as long as it says itself
 * @param ipv4 whether IPv4 addresses are asked for
 * @param ipv6 whether IPv6 addresses are asked for; one of the two is
 */
public record ResolverConfig(List<InetSocketAddress> servers, long validSeconds, boolean ipv4, boolean ipv6) {}
