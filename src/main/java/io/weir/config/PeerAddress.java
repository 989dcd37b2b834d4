package io.weir.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** A resolved address that a connection can be opened to. */
public sealed interface PeerAddress {

    /**
     * The peer's name in {@code $upstream_addr} and the logs: {@code ip:port}, {@code [v6]:port}, {@code unix:/path}.
     */
    String name();

    SocketAddress socketAddress();

    record Inet(InetSocketAddress socketAddress, String name) implements PeerAddress {
        public Inet(InetAddress address, int port) {
            this(new InetSocketAddress(address, port), nameOf(address, port));
        }

        private static String nameOf(InetAddress address, int port) {
            String text = AddressText.of(address);
            return text.indexOf(':') < 0 ? text + ":" + port : "[" + text + "]:" + port;
        }
    }

    record Unix(UnixDomainSocketAddress socketAddress, String name) implements PeerAddress {
        public Unix(Path path) {
            this(UnixDomainSocketAddress.of(path), "unix:" + path);
        }
    }
}
