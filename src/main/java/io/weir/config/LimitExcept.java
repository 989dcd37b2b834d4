package io.weir.config;

import java.util.Set;

/**
 * {@code limit_except}.
 *
 * @param methods to which it does not apply, in upper case; GET includes HEAD
 * @param block what holds for all others
 */
public record LimitExcept(Set<String> methods, LocationConfig block) {}
