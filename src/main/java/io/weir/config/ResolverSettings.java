package io.weir.config;

/**
 * {@code resolver} and {@code resolver_timeout}, as they hold in a location or a group.
 *
 * @param timeoutMillis for a whole name, however many servers are asked
 */
public record ResolverSettings(ResolverConfig resolver, long timeoutMillis) {}
