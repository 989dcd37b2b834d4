/**
 * The configuration: one TOML file in, immutable records out, already inherited, validated and compiled, or the list of
 * every mistake with file, line and column.
 *
 * <p>Lives here: the table of nginx's directives, the reader, the records. Does not live here: runtime state (a record
 * never knows a connection or a counter), sockets, and DNS
 * but for the names that nginx too resolves while it reads. Nothing outside this package sees TOML.
 */
@NullMarked
package io.weir.config;

import org.jspecify.annotations.NullMarked;
