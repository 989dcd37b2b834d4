/**
 * When threads wait: the only place that arms a time-out, and ({@link io.weir.time.Turns}) whether a thread lets others run
 * before it waits. One ticker thread walks what is due, so that nobody waits with a timed park.
 *
 * <p>A virtual thread that parks with a time-out costs a third of a whole proxied request (a timer task is made,
 * scheduled and cancelled for every read). So reads and writes are untimed, the moment they are overdue is a {@code
 * long} in a {@link io.weir.time.Deadline}, and the {@link io.weir.time.Ticker} shuts the socket of an overdue one,
 * which wakes its thread.
 *
 * <p>Knows nothing of sockets or requests: an expiry is a {@link java.lang.Runnable}.
 */
@NullMarked
package io.weir.time;

import org.jspecify.annotations.NullMarked;
