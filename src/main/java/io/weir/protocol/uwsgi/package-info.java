/**
 * uwsgi's protocol to peers: {@code uwsgi_pass} (nginx-semantics 10.4). A request is one packet of parameters with the bare body
 * behind it, a response is HTTP's or CGI's and ends with the connection.
 */
@NullMarked
package io.weir.protocol.uwsgi;

import org.jspecify.annotations.NullMarked;
