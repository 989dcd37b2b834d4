/**
 * Groups, their peers, the live state of each peer, and how one is picked. No sockets: a peer is an address and its
 * counters.
 *
 * <p>{@link io.weir.upstream.Upstreams} holds the groups of one configuration, {@link io.weir.upstream.Upstream#select}
 * begins a run, {@link io.weir.upstream.Selection#pick} leases a peer for one attempt, and {@link
 * io.weir.upstream.Pick#release} gives it back with what became of it. The rules are those of nginx 1.31
 * (ngx_http_upstream_round_robin.c and the modules of the other methods); names follow it.
 *
 * <p>A {@code Balancer} chooses among {@code Candidates}; a {@code Binding} ({@code sticky}) says which peer a request
 * belongs to, if any; a {@code WaitingLine} ({@code queue}) holds runs that found nobody. Who belongs to the group is in
 * {@code Members}, immutable and replaced as a whole when somebody changes the group at run time.
 *
 * <p>Objects of a configuration are immutable and made anew by a reload; what must outlive one (fails, weights in
 * motion, requests in flight) is in {@code PeerState}, and all of a group's is guarded by its one {@code GroupState}.
 * Nothing blocks, logs or calls out while that is locked.
 */
@NullMarked
package io.weir.upstream;

import org.jspecify.annotations.NullMarked;
