package io.weir.config;

import io.weir.variable.Template;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a connection to a peer.
 *
 * @param keepalive {@code proxy_socket_keepalive}
 * @param bind {@code proxy_bind}: the local address; null when the system chooses it
 * @param transparent its {@code transparent}
 * @param receiveBuffer {@code proxy_socket_rcvbuf} in bytes; 0: the system's
 * @param sendBuffer {@code proxy_socket_sndbuf} in bytes; 0: the system's
 */
public record SocketSettings(
        boolean keepalive, @Nullable Template bind, boolean transparent, int receiveBuffer, int sendBuffer) {

    /** The system's defaults. */
    public static final SocketSettings DEFAULT = new SocketSettings(false, null, false, 0, 0);
}
