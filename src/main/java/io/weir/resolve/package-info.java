/**
 * Names to addresses, asked of name servers while the proxy runs: {@code resolver}, and {@code server NAME resolve}.
 * <p>{@link io.weir.resolve.Resolver} answers requests from its cache or asks, and many requests for one name share one
 * {@code Lookup}; {@link io.weir.resolve.Discovery} keeps the peers of groups up to date. The rules are those of nginx
 * (ngx_resolver.c): which answers fail a name, how long they hold, when the next server is asked.
 * <p>The messages are dnsjava's: names with compression, records and truncated answers are a format in which many parsers
 * had holes, and it is one library without dependencies of its own. Its resolvers are not used: they are made of futures and
 * a selector, and nginx's order of servers and its time-outs would not fit in. Asking is blocking code here, with a new
 * socket, and so a new random port, for every question.
 * <p>Does not live here: names that are resolved while the configuration is read, with the system's resolver ({@link
 * io.weir.config}).
 */
@NullMarked
package io.weir.resolve;

import org.jspecify.annotations.NullMarked;
