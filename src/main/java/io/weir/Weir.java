package io.weir;

import io.weir.admin.AdminServer;
import io.weir.config.ConfigException;
import io.weir.config.ConfigReader;
import io.weir.config.Configuration;
import io.weir.config.ErrorLogConfig;
import io.weir.config.LocationConfig;
import io.weir.config.ServerConfig;
import io.weir.connect.KeepalivePools;
import io.weir.exchange.ExchangeLog;
import io.weir.files.FileContent;
import io.weir.forward.Forwarder;
import io.weir.forward.Plans;
import io.weir.forward.Resources;
import io.weir.health.HealthChecks;
import io.weir.limit.Limits;
import io.weir.log.AccessLog;
import io.weir.log.ErrorLog;
import io.weir.log.LogTime;
import io.weir.phase.Phases;
import io.weir.protocol.Handler;
import io.weir.resolve.Discovery;
import io.weir.resolve.Resolvers;
import io.weir.route.ListenSocket;
import io.weir.server.Listener;
import io.weir.server.Site;
import io.weir.time.Ticker;
import io.weir.time.Turns;
import io.weir.upstream.Peer;
import io.weir.upstream.PeerSnapshot;
import io.weir.upstream.Upstream;
import io.weir.upstream.Upstreams;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.jspecify.annotations.Nullable;

/** A running proxy: every object of it, wired by hand. Owns sockets, threads and logs until {@link #close}. */
public final class Weir implements AutoCloseable {

    private static final long LAST_LINES_NANOS = 2_000_000_000;

    private final Configuration configuration;
    private final Ticker ticker;
    private final Map<ErrorLogConfig, ErrorLog> errorLogs;
    private final AccessLog accessLog;
    private final KeepalivePools pools;
    private final Upstreams upstreams;
    private final Resolvers resolvers;
    private final Discovery discovery;
    private final List<Listener> listeners;
    private final HealthChecks health;
    private @Nullable AdminServer admin;

    private Weir(Configuration configuration, ByteBufferPool buffers, Function<LocationConfig, Handler> handlers)
            throws IOException {
        this.configuration = configuration;
        ticker = new Ticker();
        errorLogs = openErrorLogs(configuration);
        accessLog = new AccessLog(errorLogs.get(configuration.errorLog()));
        pools = new KeepalivePools(ticker);
        upstreams = Upstreams.of(configuration, null);
        upstreams.all().forEach(pools::watch);
        resolvers = new Resolvers(ticker);
        discovery = Discovery.start(
                configuration.upstreams(), upstreams, resolvers, ticker, errorLogs.get(configuration.errorLog()));
        listeners = new ArrayList<>();
        health = HealthChecks.start(configuration, upstreams, ticker, errorLogs.get(configuration.errorLog()));
        try {
            Turns turns = new Turns();
            Resources resources = new Resources(ticker, turns, buffers, new ExchangeLog(errorLogs));
            Plans plans = new Plans(configuration, upstreams, pools, resolvers, accessLog, handlers);
            FileContent files = new FileContent(resources.log(), buffers);
            Phases phases = new Phases(
                    plans,
                    new Forwarder(plans, resources),
                    new Limits(ticker, resources.log()),
                    files,
                    resources.log());
            for (ListenSocket socket : ListenSocket.of(configuration)) {
                listeners.add(Listener.open(new Site(socket, phases), ticker, turns));
            }
            if (configuration.admin() != null) {
                admin = AdminServer.open(configuration.admin(), configuration.file(), () -> upstreams);
            }
            listeners.forEach(Listener::start);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Reads a configuration and starts serving it. Returns when every listener accepts.
     *
     * @throws ConfigException with every mistake of the file
     * @throws IOException when an address cannot be listened on or a log cannot be opened
     */
    public static Weir start(Path file) throws ConfigException, IOException {
        return start(ConfigReader.read(file));
    }

    /** Starts serving a configuration that was read before. */
    public static Weir start(Configuration configuration) throws IOException {
        return start(configuration, new ArrayByteBufferPool());
    }

    /** The same with buffers from a pool of the caller's, which may be one that watches over them. */
    public static Weir start(Configuration configuration, ByteBufferPool buffers) throws IOException {
        return start(configuration, buffers, Protocols::handler);
    }

    /**
     * The same with protocols of the caller's.
     *
     * @param handlers asked once for each location that has a {@code *_pass}: the protocol that its peers speak
     */
    public static Weir start(
            Configuration configuration, ByteBufferPool buffers, Function<LocationConfig, Handler> handlers)
            throws IOException {
        return new Weir(configuration, buffers, handlers);
    }

    private static Map<ErrorLogConfig, ErrorLog> openErrorLogs(Configuration configuration) throws IOException {
        Map<ErrorLogConfig, ErrorLog> logs = new HashMap<>();
        LogTime time = LogTime.system();
        open(logs, configuration.errorLog(), time);
        for (ServerConfig server : configuration.servers()) {
            openAll(logs, server.root(), time);
        }
        return Map.copyOf(logs);
    }

    private static void openAll(Map<ErrorLogConfig, ErrorLog> logs, LocationConfig location, LogTime time)
            throws IOException {
        open(logs, location.errorLog(), time);
        for (LocationConfig nested : location.inner()) {
            openAll(logs, nested, time);
        }
    }

    private static void open(Map<ErrorLogConfig, ErrorLog> logs, ErrorLogConfig config, LogTime time)
            throws IOException {
        if (!logs.containsKey(config)) {
            logs.put(config, ErrorLog.open(config, time));
        }
    }

    public Configuration configuration() {
        return configuration;
    }

    /** Where it listens, in the order of the configuration; a port that the configuration left open is the real one. */
    public List<SocketAddress> listeners() {
        return listeners.stream().map(Listener::address).toList();
    }

    /** Where the runtime API is; null when {@code [admin]} is not configured. */
    public @Nullable InetSocketAddress admin() {
        return admin == null ? null : admin.address();
    }

    /** Client connections now open. */
    public int connections() {
        return listeners.stream().mapToInt(Listener::connections).sum();
    }

    /** The groups as they are now; changes of them last until the program ends. */
    public Upstreams upstreams() {
        return upstreams;
    }

    /** Peers that are checked now, each by a thread of its own. */
    public int healthChecks() {
        return health.running();
    }

    /** Requests that wait in the queues of groups for a free peer in this moment. */
    public int waiting() {
        return upstreams.all().stream().mapToInt(Upstream::waiting).sum();
    }

    /**
     * The peers of a group in this moment.
     *
     * @throws IllegalArgumentException when there is no such group
     */
    public List<PeerSnapshot> peers(String group) {
        Upstream upstream = upstreams.get(group.toLowerCase(Locale.ROOT));
        if (upstream == null) {
            throw new IllegalArgumentException("no upstream \"" + group + "\"");
        }
        return upstream.snapshot();
    }

    /** Names whose addresses are kept up to date, each by a thread. */
    public int discoveredNames() {
        return discovery.names();
    }

    /** What it holds on behalf of clients in this moment. */
    public Holdings holdings() {
        int attempts = 0;
        for (Upstream group : upstreams.all()) {
            for (Peer peer : group.peers()) {
                attempts += peer.conns();
            }
        }
        return new Holdings(
                connections(),
                attempts,
                pools.idleConnections(),
                ticker.registered() - pools.deadlines() - health.running() - discovery.names());
    }

    /**
     * Stops accepting, waits for requests in flight up to {@code shutdown_timeout}, then ends whatever is left.
     *
     * @return whether everything had ended in time
     */
    public boolean stop() throws InterruptedException {
        for (Listener listener : listeners) {
            listener.stop();
        }
        long end = System.nanoTime() + configuration.shutdownTimeout().toNanos();
        boolean ended = true;
        for (Listener listener : listeners) {
            ended &= listener.awaitEnd(end - System.nanoTime());
        }
        close();
        return ended;
    }

    /** What was cut still writes its line of the access log: that takes a moment, not more. */
    private void awaitLastLines() {
        long end = System.nanoTime() + LAST_LINES_NANOS;
        try {
            for (Listener listener : listeners) {
                listener.awaitEnd(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends everything at once: cuts connections, closes logs. */
    @Override
    public void close() {
        if (admin != null) {
            admin.close();
        }
        health.close();
        listeners.forEach(Listener::close);
        discovery.close();
        resolvers.close();
        awaitLastLines();
        pools.close();
        ticker.close();
        accessLog.close();
        errorLogs.values().forEach(ErrorLog::close);
    }
}
