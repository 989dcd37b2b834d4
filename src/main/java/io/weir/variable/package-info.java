/**
 * nginx's variables and the templates written with them, as values: what {@code "$host:$proxy_port"} means, compiled
 * once.
 *
 * <p>Lives here: the names of all variables, {@link io.weir.variable.Template}s, and {@link io.weir.variable.Scope},
 * the one question a template asks of a request. Does not live here: what a variable's value is (the exchange answers
 * that), where templates are used (the configuration), any I/O.
 *
 * <p>All text of a request is a <em>byte string</em>: a {@code String} whose every {@code char} is one byte (ISO
 * 8859-1), so that what came in goes out unchanged, whatever its encoding was. Text of the configuration is turned into
 * that form when it is compiled.
 */
@NullMarked
package io.weir.variable;

import org.jspecify.annotations.NullMarked;
