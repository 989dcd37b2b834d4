/**
 * FastCGI to peers: {@code fastcgi_pass} (nginx-semantics 10.3).
 *
 * <p>Lives here: the records of a request, the records of a response however they are split into reads, what a peer writes to
 * its error output. Parameters and the head of a response are CGI's: {@link io.weir.protocol.cgi}.
 *
 * <p>The record parser is our own, not that of jetty-fcgi: nginx's rules speak of the one bounded buffer that records are read
 * into (what of it the header may fill, when error output makes room again) and of what lies behind the last record; the
 * payload is moved within the ring that it was read into. Jetty's parser copies all of it into lists of its own, ends a
 * response at END_REQUEST or at the end of the output by rules that are not nginx's, and has no place for them.
 */
@NullMarked
package io.weir.protocol.fastcgi;

import org.jspecify.annotations.NullMarked;
