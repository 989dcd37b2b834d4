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

/** {@code listen}: nginx's words in one string, {@code ADDRESS[:PORT] [WORD…]}. */
final class ListenReader {

    private static final int DEFAULT_PORT = 80;
    private static final int UNPRIVILEGED_PORT = 8000;

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
            Listen listen = new Listen("*:" + port, wildcard(port), ListenOptions.DEFAULT);
            own.add(server.block().place(), listen);
            read.add(listen);
        }
        return read;
    }

    private void readOne(Value.Scalar value, Listens.OfServer own, List<Listen> read) {
        String[] words = value.text().strip().split("\\s+");
        try {
            ListenOptions options = ListenOptionsReader.read(List.of(words).subList(1, words.length));
            for (SocketAddress address : addresses(value, words[0])) {
                Listen listen = new Listen(value.text(), address, options);
                own.add(value.place(), listen);
                read.add(listen);
            }
        } catch (BadValue e) {
            reading.mistake(value.place(), e.getMessage());
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
