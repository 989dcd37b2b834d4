/**
 * Weir put together: {@link io.weir.Weir} calls the constructors in order of dependency and holds nothing else, and
 * {@link io.weir.Launcher} is what the JAR starts. Everything that happens to a request is in {@code io.weir.forward}.
 */
@NullMarked
package io.weir;

import org.jspecify.annotations.NullMarked;
