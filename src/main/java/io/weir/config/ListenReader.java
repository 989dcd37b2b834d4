package io.weir.config;

import io.weir.config.ServerConfig.Listen;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code listen}: nginx's words in one string, {@code ADDRESS[:PORT] [WORD…]}. */
final class ListenReader {

    private static final int BACKLOG = 511;
    private static final int DEFAULT_PORT = 80;
    private static final int UNPRIVILEGED_PORT = 8000;

    private static final Set<String> NOT_YET = Set.of("ssl", "http2", "quic", "proxy_protocol");

    /** Options of the socket that need no setting here, or have none in Java. */
    private static final Set<String> PLAIN_OPTIONS = Set.of("bind", "deferred", "reuseport", "multipath");

    private final Reading reading;
    private final Listens listens;

    ListenReader(Reading reading, Listens listens) {
        this.reading = reading;
        this.listens = listens;
    }

    /**
     * @param server the server's level
     * @param named whether the server has names that tell it from others on the same address
     */
    List<Listen> read(Level server, boolean named) {
        Listens.OfServer own = listens.new OfServer(named);
        List<Listen> read = new ArrayList<>();
        List<Value.Scalar> values = server.words("listen");
        for (Value.Scalar value : values) {
            readOne(value, own, read);
        }
        if (values.isEmpty()) {
            boolean privileged = "root".equals(System.getProperty("user.name"));
            int port = privileged ? DEFAULT_PORT : UNPRIVILEGED_PORT;
            Listen listen = new Listen("*:" + port, wildcard(port), false, BACKLOG, true);
            own.add(server.block().place(), listen, false);
            read.add(listen);
        }
        return read;
    }

    private void readOne(Value.Scalar value, Listens.OfServer own, List<Listen> read) {
        String[] words = value.text().strip().split("\\s+");
        try {
            Options options = options(words);
            for (SocketAddress address : addresses(value, words[0])) {
                Listen listen =
                        new Listen(value.text(), address, options.defaultServer, options.backlog, options.ipv6only);
                own.add(value.place(), listen, options.given);
                read.add(listen);
            }
        } catch (BadValue e) {
            reading.mistake(value.place(), e.getMessage());
        }
    }

    private record Options(boolean defaultServer, int backlog, boolean ipv6only, boolean given) {}

    private static Options options(String[] words) throws BadValue {
        boolean defaultServer = false;
        int backlog = BACKLOG;
        boolean ipv6only = true;
        boolean given = false;
        for (String word : List.of(words).subList(1, words.length)) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            String argument = equals < 0 ? "" : word.substring(equals + 1);
            if (NOT_YET.contains(word)) {
                throw new BadValue("\"" + word + "\" in \"listen\" is not supported");
            }
            if (word.equals("default_server") || word.equals("default")) {
                defaultServer = true;
                continue;
            }
            if (name.equals("backlog")) {
                backlog = backlog(word, argument);
            } else if (name.equals("ipv6only")) {
                ipv6only = ipv6only(word, argument);
            } else if (!PLAIN_OPTIONS.contains(word) && !isTuning(word, name, argument)) {
                throw new BadValue("invalid parameter \"" + word + "\" in \"listen\"");
            }
            given = true;
        }
        return new Options(defaultServer, backlog, ipv6only, given);
    }

    private static int backlog(String word, String argument) throws BadValue {
        if (argument.equals("-1")) {
            return BACKLOG;
        }
        try {
            long backlog = Units.number(argument);
            if (backlog > 0 && backlog <= Integer.MAX_VALUE) {
                return (int) backlog;
            }
        } catch (BadValue _) {
            // Reported below: not a number is as wrong as zero.
        }
        throw new BadValue("invalid backlog \"" + word + "\"");
    }

    private static boolean ipv6only(String word, String argument) throws BadValue {
        return switch (argument) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new BadValue("invalid ipv6only \"" + word + "\"");
        };
    }

    /** Options that are taken, but leave the kernel's and Java's ways as they are. */
    private static boolean isTuning(String word, String name, String argument) throws BadValue {
        try {
            switch (name) {
                case "rcvbuf", "sndbuf" -> Units.size(argument);
                case "fastopen", "setfib" -> Units.number(argument);
                case "so_keepalive" -> keepalive(argument);
                case "accept_filter" -> {}
                default -> {
                    return false;
                }
            }
            return true;
        } catch (BadValue _) {
            throw new BadValue("invalid " + name + " \"" + word + "\"");
        }
    }

    /** on, off, or IDLE:INTERVAL:COUNT with one of them at least. */
    private static void keepalive(String argument) throws BadValue {
        if (argument.equals("on") || argument.equals("off")) {
            return;
        }
        String[] parts = argument.split(":", 3);
        boolean given = false;
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].isEmpty()) {
                given |= (i == 2 ? Units.number(parts[i]) : Units.seconds(parts[i])) > 0;
            }
        }
        if (!given) {
            throw new BadValue(argument);
        }
    }

    private List<SocketAddress> addresses(Value.Scalar value, String text) throws BadValue {
        try {
            return text.regionMatches(true, 0, "unix:", 0, 5) ? unix(value, text) : inet(text);
        } catch (BadValue e) {
            throw new BadValue(e.getMessage() + " in \"" + text + "\" of the \"listen\" directive");
        }
    }

    private List<SocketAddress> unix(Value.Scalar value, String text) throws BadValue {
        Path path = reading.path(value.place(), Endpoint.unixPath(text.substring(5)));
        return List.of(UnixDomainSocketAddress.of(path));
    }

    private List<SocketAddress> inet(String text) throws BadValue {
        if (text.indexOf('/') >= 0 || text.indexOf('?') >= 0) {
            throw new BadValue("invalid host");
        }
        boolean portOnly = !text.isEmpty() && text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-');
        int hostEnd = portOnly ? -1 : Endpoint.hostEnd(text);
        String host = portOnly ? "*" : text.substring(0, hostEnd);
        String ports = hostEnd == text.length() ? String.valueOf(DEFAULT_PORT) : text.substring(hostEnd + 1);
        if (host.isEmpty()) {
            throw new BadValue("no host");
        }
        // Ports first: a host needs no look-up when its port is wrong.
        int dash = ports.indexOf('-');
        // Port 0, which nginx refuses, lets the system choose one.
        int first = Endpoint.port(dash < 0 ? ports : ports.substring(0, dash), 0);
        int last = dash < 0 ? first : Endpoint.port(ports.substring(dash + 1), 0);
        if (first > last) {
            throw new BadValue("invalid port range");
        }
        List<InetAddress> hosts = host.equals("*") ? List.of(wildcard(0).getAddress()) : reading.addresses(host);
        if (hosts.isEmpty()) {
            throw new BadValue("host not found");
        }
        List<SocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : hosts) {
            for (int port = first; port <= last; port++) {
                addresses.add(new InetSocketAddress(address, port));
            }
        }
        return addresses;
    }

    /** nginx's {@code *} is IPv4's wildcard only. */
    private static InetSocketAddress wildcard(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[4]), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
