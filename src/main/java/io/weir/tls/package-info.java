/**
 * TLS by the JDK's engine, in nginx's terms: its files (PEM), its lists (OpenSSL's names of ciphers), its checks of a
 * peer's certificate and its words for what went wrong.
 *
 * <p>Lives here: reading certificates and keys, choosing cipher suites, verifying a chain and a name as OpenSSL does, and a
 * byte channel that encrypts another. Does not live here: sockets and time-outs (a channel is given, and its owner closes
 * it), which directive says what ({@link io.weir.config}).
 */
@NullMarked
package io.weir.tls;

import org.jspecify.annotations.NullMarked;
