/**
 * What operators read: the access log and the error log, in nginx's words and formats. Knows no sockets but files and
 * standard streams.
 *
 * <p>A request renders its own access log line and hands the bytes over; one thread writes. Error lines are rare and
 * written at once. What a request's values are is the exchange's knowledge, asked for through {@link
 * io.weir.variable.Scope} and {@link io.weir.log.ErrorContext}.
 */
@NullMarked
package io.weir.log;

import org.jspecify.annotations.NullMarked;
