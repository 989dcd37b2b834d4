package io.weir.config;

import io.weir.config.ServerConfig.Listen;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that all servers listen on, and nginx's rules between them ({@code ngx_http_add_addresses}). Port 0 is
 * a different port each time, so that no rule holds for it.
 */
final class Listens {

    private static final class Socket {
        private @Nullable Place defaultServer;
        private @Nullable Place options;
        private @Nullable Place nameless;
    }

    private final Reading reading;
    private final Map<SocketAddress, Socket> sockets = new HashMap<>();

    Listens(Reading reading) {
        this.reading = reading;
    }

    /** The addresses of one server, which must differ. */
    final class OfServer {
        private final Set<SocketAddress> own = new HashSet<>();
        private final boolean named;

        /** @param named whether the server has names that tell it from others on the same address */
        OfServer(boolean named) {
            this.named = named;
        }

        void add(Place place, Listen listen) {
            if (listen.address() instanceof InetSocketAddress inet && inet.getPort() == 0) {
                return;
            }
            String name = name(listen.address());
            if (!own.add(listen.address())) {
                reading.mistake(place, "a duplicate listen " + name);
                return;
            }
            Socket socket = sockets.computeIfAbsent(listen.address(), address -> new Socket());
            if (listen.options().given()) { // which one of the servers may do
                socket.options = once(socket.options, place, "duplicate listen options for " + name);
            }
            if (listen.options().defaultServer()) {
                socket.defaultServer = once(socket.defaultServer, place, "a duplicate default server for " + name);
            }
            if (!named) {
                socket.nameless = once(
                        socket.nameless,
                        place,
                        "duplicate listen " + name + " of two servers without a \"server_name\" that tells them apart");
            }
        }
    }

    private Place once(@Nullable Place before, Place place, String message) {
        if (before == null) {
            return place;
        }
        reading.mistake(place, message + ", the other is in " + before.seenFrom(place));
        return before;
    }

    private static String name(SocketAddress address) {
        return switch (address) {
            case InetSocketAddress inet -> new PeerAddress.Inet(inet.getAddress(), inet.getPort()).name();
            case UnixDomainSocketAddress unix -> "unix:" + unix.getPath();
            default -> address.toString();
        };
    }
}
