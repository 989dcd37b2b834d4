/**
 * What operators read: the access log and the error log, in nginx's words and formats. Knows no sockets but files and standard streams.
 */
@NullMarked
package io.weir.log;

import org.jspecify.annotations.NullMarked;
