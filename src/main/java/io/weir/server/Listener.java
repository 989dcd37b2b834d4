package io.weir.server;

import io.weir.config.ListenOptions;
import io.weir.time.Ticker;
import io.weir.time.Turns;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listening socket: accepts clients and gives each its virtual thread. */
public final class Listener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final ServerSocketChannel channel;
    private final Ticker ticker;
    private final Turns turns;
    private final Set<Http1Connection> connections = ConcurrentHashMap.newKeySet();
    private @Nullable Thread acceptor;
    private volatile Site site;
    private volatile boolean stopping;

    private Listener(ServerSocketChannel channel, Site site, Ticker ticker, Turns turns) {
        this.channel = channel;
        this.site = site;
        this.ticker = ticker;
        this.turns = turns;
    }

    /**
     * Opens the socket; clients are accepted from {@link #start} on.
     *
     * @param turns which the threads of its connections take
     * @throws IOException when the address cannot be bound; the message names it
     */
    public static Listener open(Site site, Ticker ticker, Turns turns) throws IOException {
        SocketAddress address = site.socket().listen().address();
        ServerSocketChannel channel = socket(site, family(address));
        try {
            if (address instanceof UnixDomainSocketAddress file) {
                removeStale(file);
            } else {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            ListenOptions options = site.socket().listen().options();
            SocketOptions.apply(options, channel);
            channel.bind(address, options.backlog());
            return new Listener(channel, site, ticker, turns);
        } catch (IOException e) {
            channel.close();
            throw new IOException("cannot listen on " + site.socket().listen().text() + ": " + e.getMessage(), e);
        }
    }

    private static ServerSocketChannel socket(Site site, StandardProtocolFamily family) throws IOException {
        try {
            return ServerSocketChannel.open(family);
        } catch (UnsupportedOperationException e) {
            throw new IOException(
                    "cannot listen on " + site.socket().listen().text() + ": this machine, or this JVM, has no IPv6",
                    e);
        }
    }

    /** The address's own: left to itself Java listens on all IPv6 addresses, too, when told to listen on all IPv4 addresses. */
    private static StandardProtocolFamily family(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress _ -> StandardProtocolFamily.UNIX;
            case InetSocketAddress inet when inet.getAddress() instanceof Inet4Address -> StandardProtocolFamily.INET;
            default -> StandardProtocolFamily.INET6;
        };
    }

    /** A socket file that nobody listens on any more stands in the way of the next start. */
    private static void removeStale(UnixDomainSocketAddress address) throws IOException {
        if (!Files.exists(address.getPath())) {
            return;
        }
        try (SocketChannel _ = SocketChannel.open(address)) {
            throw new IOException("Address already in use");
        } catch (java.net.ConnectException nobody) {
            Files.delete(address.getPath());
        }
    }

    public void start() {
        // A virtual thread: those that it starts queue behind the connections that are there, no wake-up of a carrier
        // needed.
        acceptor = Thread.ofVirtual().name("weir-accept " + address()).start(this::accept);
    }

    /** Where it really listens: the port is the system's choice when the configuration says 0. */
    public SocketAddress address() {
        try {
            return channel.getLocalAddress();
        } catch (IOException closed) {
            return site.socket().listen().address();
        }
    }

    Turns turns() {
        return turns;
    }

    public Site site() {
        return site;
    }

    /** From now on new requests are served by this; those in flight keep what they have. */
    public void site(Site now) {
        site = now;
    }

    private void accept() {
        while (!stopping) {
            try {
                serve(channel.accept());
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException failed) {
                // Out of descriptors, mostly: the clients in the backlog wait until some are free.
                LOG.error("accept() on {} failed: {}", site.socket().listen().text(), failed.getMessage());
                pause();
            }
        }
    }

    /** Only after accept has failed, so that a lack of descriptors does not become a lack of processors. */
    private void pause() {
        synchronized (connections) {
            try {
                if (!stopping) {
                    connections.wait(100);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void serve(SocketChannel client) {
        try {
            if (!site.socket().serves(client.getLocalAddress())) {
                // The nearest that there is to the refusal that the client would see of a socket that is for IPv6
                // alone.
                client.setOption(StandardSocketOptions.SO_LINGER, 0);
                client.close();
                return;
            }
            SocketOptions.apply(
                    site.socket().listen().options(), site.defaults().tcpNodelay(), client);
            Http1Connection connection = new Http1Connection(client, this, ticker);
            connections.add(connection);
            turns.joined();
            if (stopping) {
                connection.stop();
            }
            Thread.ofVirtual().name("client " + connection.number()).start(connection);
        } catch (IOException alreadyGone) {
            try {
                client.close();
            } catch (IOException ignored) {
                LOG.debug("closing a client that has gone", ignored);
            }
        }
    }

    void closed(Http1Connection connection) {
        connections.remove(connection);
        turns.left();
        if (stopping && connections.isEmpty()) {
            synchronized (connections) {
                connections.notifyAll();
            }
        }
    }

    /**
     * After {@link #stop}: blocks until the last connection has ended.
     *
     * @return false when that took longer than {@code nanos}
     */
    public boolean awaitEnd(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        synchronized (connections) {
            while (!connections.isEmpty()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                connections.wait(left);
            }
        }
        return true;
    }

    /** Client connections now open. */
    public int connections() {
        return connections.size();
    }

    /** Stops accepting, closes idle connections and lets the others finish their request. Does not wait. */
    public void stop() {
        stopping = true;
        try {
            SocketAddress address = channel.getLocalAddress();
            channel.close();
            if (address instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
            }
        } catch (IOException e) {
            LOG.debug("closing {}", site.socket().listen().text(), e);
        }
        connections.forEach(Http1Connection::stop);
    }

    /** Cuts what is left. The address is free afterwards. */
    @Override
    public void close() {
        if (!stopping) {
            stop();
        }
        connections.forEach(Http1Connection::abort);
        try {
            if (acceptor != null) {
                acceptor.join(); // the socket is closed by whoever is the last to use it
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
