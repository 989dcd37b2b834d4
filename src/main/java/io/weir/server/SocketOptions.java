package io.weir.server;

import io.weir.config.ListenOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * What {@code listen} and {@code tcp_nodelay} say about sockets. nginx sets most of it on the listening socket, from which the
 * clients' sockets inherit it; Java sets no more than the receive buffer there, and the rest on each of those.
 */
final class SocketOptions {

    private SocketOptions() {}

    /** Before it is bound: the window that clients are offered depends on it. */
    static void apply(ListenOptions options, ServerSocketChannel listening) throws IOException {
        if (options.receiveBuffer() > 0) {
            listening.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
        }
    }

    static void apply(ListenOptions options, boolean tcpNodelay, SocketChannel client) throws IOException {
        if (options.sendBuffer() > 0) {
            client.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
        }
        if (client.getRemoteAddress() instanceof InetSocketAddress) {
            client.setOption(StandardSocketOptions.TCP_NODELAY, tcpNodelay);
            if (options.keepalive() != null) {
                apply(options.keepalive(), client);
            }
        }
    }

    private static void apply(ListenOptions.Keepalive keepalive, SocketChannel client) throws IOException {
        client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (keepalive.idle() > 0) {
            client.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, keepalive.idle());
        }
        if (keepalive.interval() > 0) {
            client.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, keepalive.interval());
        }
        if (keepalive.count() > 0) {
            client.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, keepalive.count());
        }
    }
}
