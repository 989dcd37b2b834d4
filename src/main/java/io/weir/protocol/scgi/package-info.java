/**
 * SCGI to peers: {@code scgi_pass} (nginx-semantics 10.5). A request is one netstring of parameters with the bare body
 * behind it, a response is HTTP's or CGI's and ends with the connection.
 */
@NullMarked
package io.weir.protocol.scgi;

import org.jspecify.annotations.NullMarked;
