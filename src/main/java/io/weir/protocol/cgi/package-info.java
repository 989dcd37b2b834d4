/**
 * What FastCGI, uwsgi and SCGI have in common: a request is a list of parameters, and a response head is CGI's (RFC 3875).
 *
 * <p>Does not live here: how parameters, bodies and responses are packed, which each of these protocols does in its own way.
 */
@NullMarked
package io.weir.protocol.cgi;

import org.jspecify.annotations.NullMarked;
