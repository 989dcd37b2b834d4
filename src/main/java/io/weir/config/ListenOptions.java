package io.weir.config;

import org.jspecify.annotations.Nullable;

/**
 * What the words behind the address of a {@code listen} say.
 *
 * @param defaultServer {@code default_server}
 * @param given whether there was any other word: those are about the socket, so that one of its servers gives them
 * @param backlog of the listening socket; 511 as in nginx
 * @param ipv6only whether the IPv6 wildcard is for IPv6 clients alone; without a meaning for other addresses
 * @param receiveBuffer {@code rcvbuf} in bytes; 0: the system's
 * @param sendBuffer {@code sndbuf} in bytes; 0: the system's
 * @param keepalive {@code so_keepalive}; null: the system asks no silent client whether it is still there
 */
public record ListenOptions(
        boolean defaultServer,
        boolean given,
        int backlog,
        boolean ipv6only,
        int receiveBuffer,
        int sendBuffer,
        @Nullable Keepalive keepalive) {

    /**
     * How the system asks silent clients.
     *
     * @param idle seconds of silence before it does; 0: the system's choice
     * @param interval seconds between two questions; 0: the system's choice
     * @param count of questions without an answer that end the connection; 0: the system's choice
     */
    public record Keepalive(int idle, int interval, int count) {}

    /** None given. */
    public static final ListenOptions DEFAULT = new ListenOptions(false, false, 511, true, 0, 0, null);
}
