/**
 * Who a client is and what it may see: {@code realip}, {@code allow} and {@code deny}, {@code auth_basic}, {@code auth_request},
 * and {@code satisfy}, which combines them. Start reading at {@link io.weir.access.AccessPhase}.
 *
 * <p>Not here: how much a client may do ({@link io.weir.limit}); how a subrequest is run, which is handed in.
 */
@NullMarked
package io.weir.access;

import org.jspecify.annotations.NullMarked;
