package io.weir.route;

import io.weir.config.Configuration;
import io.weir.config.ServerConfig;
import io.weir.config.ServerConfig.Listen;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One socket to bind, and the servers that are reached through it.
 *
 * @param listen the address to bind, from the socket's default server
 * @param servers the servers of that address
 * @param specific on a wildcard socket, the servers of the more specific addresses with the same port: they share the
 *     socket (both cannot be bound) and are told apart by the connection's local address, as in nginx
 */
public record ListenSocket(Listen listen, ServerSelection servers, Map<SocketAddress, ServerSelection> specific) {

    public ListenSocket {
        specific = Map.copyOf(specific);
    }

    /**
     * The servers for a connection.
     *
     * @param local the connection's own end
     */
    public ServerSelection servers(SocketAddress local) {
        return specific.isEmpty() ? servers : specific.getOrDefault(local, servers);
    }

    /** The sockets of a configuration, in order of appearance. */
    public static List<ListenSocket> of(Configuration configuration) {
        Map<SocketAddress, Address> addresses = new LinkedHashMap<>();
        for (ServerConfig server : configuration.servers()) {
            for (Listen listen : server.listens()) {
                addresses.computeIfAbsent(listen.address(), _ -> new Address()).add(server, listen);
            }
        }
        List<ListenSocket> sockets = new ArrayList<>();
        addresses.forEach((address, servers) -> {
            if (wildcardOver(address, addresses) == null) {
                Map<SocketAddress, ServerSelection> specific = new LinkedHashMap<>();
                addresses.forEach((other, otherServers) -> {
                    if (address.equals(wildcardOver(other, addresses))) {
                        specific.put(other, otherServers.selection());
                    }
                });
                sockets.add(new ListenSocket(servers.defaultListen(), servers.selection(), specific));
            }
        });
        return List.copyOf(sockets);
    }

    /** The wildcard address of the same family and port, if a server listens there and the address is not that one. */
    private static @Nullable SocketAddress wildcardOver(SocketAddress address, Map<SocketAddress, Address> addresses) {
        if (!(address instanceof InetSocketAddress inet) || inet.getAddress().isAnyLocalAddress()) {
            return null;
        }
        Class<? extends InetAddress> family = inet.getAddress().getClass();
        for (SocketAddress other : addresses.keySet()) {
            if (other instanceof InetSocketAddress wildcard
                    && wildcard.getPort() == inet.getPort()
                    && wildcard.getAddress().isAnyLocalAddress()
                    && wildcard.getAddress().getClass() == family) {
                return other;
            }
        }
        return null;
    }

    /** The servers of one address while they are collected. */
    private static final class Address {
        private final List<ServerConfig> servers = new ArrayList<>();
        private final List<Listen> listens = new ArrayList<>();
        private int defaultIndex;
        private boolean defaultGiven;

        void add(ServerConfig server, Listen listen) {
            if (listen.defaultServer() && !defaultGiven) {
                defaultIndex = servers.size();
                defaultGiven = true;
            }
            servers.add(server);
            listens.add(listen);
        }

        Listen defaultListen() {
            return listens.get(defaultIndex);
        }

        ServerSelection selection() {
            return new ServerSelection(servers, servers.get(defaultIndex));
        }
    }
}
