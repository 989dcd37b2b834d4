/**
 * The command line: {@code weir run}, {@code weir check}. Parses arguments, prints, sets exit statuses; the work is elsewhere.
 */
@NullMarked
package io.weir.cli;

import org.jspecify.annotations.NullMarked;
