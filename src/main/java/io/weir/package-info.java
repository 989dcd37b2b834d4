/**
 * The entry points: the launcher that an old JDK can still run, and {@link io.weir.Weir}, which starts the proxy inside a
 * program.
 */
@NullMarked
package io.weir;

import org.jspecify.annotations.NullMarked;
