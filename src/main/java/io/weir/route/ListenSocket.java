package io.weir.route;

import io.weir.config.Configuration;
import io.weir.config.ServerConfig;
import io.weir.config.ServerConfig.Listen;
import java.net.Inet4Address;
import java.net.Inet6Address;
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
 * @param listen the address to bind, with the options of the socket, which any of its servers may have given
 * @param servers the servers of that address
 * @param ipv4 on an IPv6 wildcard socket, the servers of IPv4 clients: those of the IPv4 wildcard with the same port if there is
 *     one, else with {@code ipv6only=off} {@code servers}, else null. Java has no {@code IPV6_V6ONLY}: such a socket takes IPv4
 *     connections in any case, and keeps others from the port
 * @param specific on a wildcard socket, the servers of the more specific addresses with the same port: they share the
 *     socket (both cannot be bound) and are told apart by the connection's local address, as in nginx
 */
public record ListenSocket(
        Listen listen,
        ServerSelection servers,
        @Nullable ServerSelection ipv4,
        Map<SocketAddress, ServerSelection> specific) {

    public ListenSocket {
        specific = Map.copyOf(specific);
    }

    /**
     * The servers for a connection.
     *
     * @param local the connection's own end
     */
    public ServerSelection servers(SocketAddress local) {
        ServerSelection found = specific.isEmpty() ? null : specific.get(local);
        if (found != null) {
            return found;
        }
        return ipv4 != null && isOf(Inet4Address.class, local) ? ipv4 : servers;
    }

    /**
     * Whether a connection that was accepted is for any of the servers: one from an IPv4 client may have come only because the
     * socket cannot be told to keep it out.
     *
     * @param local the connection's own end
     */
    public boolean serves(SocketAddress local) {
        return ipv4 != null
                || !isWildcard(listen.address(), Inet6Address.class)
                || !isOf(Inet4Address.class, local)
                || specific.containsKey(local);
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
                sockets.add(socket(address, servers, addresses));
            }
        });
        return List.copyOf(sockets);
    }

    private static ListenSocket socket(SocketAddress bound, Address servers, Map<SocketAddress, Address> addresses) {
        ServerSelection own = servers.selection();
        Listen listen = servers.listen();
        ServerSelection ipv4 =
                isWildcard(bound, Inet6Address.class) && listen.options().ipv6only() ? null : own;
        Map<SocketAddress, ServerSelection> specific = new LinkedHashMap<>();
        for (Map.Entry<SocketAddress, Address> other : addresses.entrySet()) {
            if (!bound.equals(wildcardOver(other.getKey(), addresses))) {
                continue;
            }
            if (isWildcard(other.getKey(), Inet4Address.class)) {
                ipv4 = other.getValue().selection();
                if (!listen.options().given()) { // so that what "80 backlog=4096" says is not lost beside "[::]:80"
                    listen = new Listen(
                            listen.text(), bound, other.getValue().listen().options());
                }
            } else {
                specific.put(other.getKey(), other.getValue().selection());
            }
        }
        return new ListenSocket(listen, own, ipv4, specific);
    }

    /** The wildcard address that is bound instead of this one, because it has the same port; null if this one is bound. */
    private static @Nullable SocketAddress wildcardOver(SocketAddress address, Map<SocketAddress, Address> addresses) {
        if (!(address instanceof InetSocketAddress inet)
                || inet.getPort() == 0
                || isWildcard(address, Inet6Address.class)) {
            return null;
        }
        SocketAddress over = null;
        for (SocketAddress other : addresses.keySet()) {
            if (!(other instanceof InetSocketAddress wildcard)
                    || wildcard.getPort() != inet.getPort()
                    || other.equals(address)) {
                continue;
            }
            if (isWildcard(other, Inet6Address.class)) {
                return other;
            }
            if (isWildcard(other, Inet4Address.class) && isOf(Inet4Address.class, address)) {
                over = other;
            }
        }
        return over;
    }

    private static boolean isWildcard(SocketAddress address, Class<? extends InetAddress> family) {
        return isOf(family, address)
                && ((InetSocketAddress) address).getAddress().isAnyLocalAddress();
    }

    private static boolean isOf(Class<? extends InetAddress> family, SocketAddress address) {
        return address instanceof InetSocketAddress inet && family.isInstance(inet.getAddress());
    }

    /** The servers of one address while they are collected. */
    private static final class Address {
        private final List<ServerConfig> servers = new ArrayList<>();
        private final List<Listen> listens = new ArrayList<>();
        private int defaultIndex;
        private boolean defaultGiven;

        void add(ServerConfig server, Listen listen) {
            if (listen.options().defaultServer() && !defaultGiven) {
                defaultIndex = servers.size();
                defaultGiven = true;
            }
            servers.add(server);
            listens.add(listen);
        }

        /** The one that gives options, else the default server's. */
        Listen listen() {
            return listens.stream()
                    .filter(listen -> listen.options().given())
                    .findFirst()
                    .orElse(listens.get(defaultIndex));
        }

        ServerSelection selection() {
            return new ServerSelection(servers, servers.get(defaultIndex));
        }
    }
}
