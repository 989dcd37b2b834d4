package io.weir.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An upstream server scripted in raw bytes. Each {@link #accept} writes the script of one more connection; connections take
 * the scripts in the order in which they arrive and run at once, each on a virtual thread of its own. A test ends with
 * {@link #awaitScript}, which rethrows the step that failed. Owns its listening socket and its connections.
 *
 * <pre>{@code
 * peer.accept().readHead().send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel").waitFor(gate).reset();
 * }</pre>
 */
public final class FakePeer implements AutoCloseable {

    private final SocketAddress address;
    private final @Nullable Function<PeerRequest, String> answer;
    private final LinkedBlockingQueue<PeerScript> unused = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    // Guarded by this.
    private NetworkChannel listener;
    private final List<PeerScript> scripts = new ArrayList<>();
    private final List<PeerConnection> connections = new ArrayList<>();
    private final List<PeerExchange> exchanges = new ArrayList<>();

    private FakePeer(NetworkChannel listener, @Nullable Function<PeerRequest, String> answer) throws IOException {
        this.listener = listener;
        this.address = listener.getLocalAddress();
        this.answer = answer;
    }

    /** A peer that follows its script, on a free port of the loopback interface. */
    public static FakePeer scripted() throws IOException {
        return new FakePeer(bindTcp(), null).started();
    }

    /** A peer that follows its script, on a Unix socket. */
    public static FakePeer scripted(Path socket) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket));
        return new FakePeer(channel, null).started();
    }

    /**
     * A peer that answers every request on every connection with the same bytes, after it read the whole request. It keeps
     * the connection if the bytes allow that by their framing (HTTP/1.1, no {@code Connection: close}, a length or chunks or
     * a status without body), and closes it otherwise.
     */
    public static FakePeer answering(String bytes) throws IOException {
        return answering(_ -> bytes);
    }

    /** The same with an answer that depends on the request; called on the connection's thread. */
    public static FakePeer answering(Function<PeerRequest, String> answer) throws IOException {
        return new FakePeer(bindTcp(), answer).started();
    }

    /** A peer that refuses connections: its port is bound, so that nobody else can take it, and nobody listens. */
    public static FakePeer refusing() throws IOException {
        return new FakePeer(bindWithoutListening(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), null);
    }

    private static ServerSocketChannel bindTcp() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
        return channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    }

    private static SocketChannel bindWithoutListening(SocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        return channel.bind(address);
    }

    private FakePeer started() {
        ServerSocketChannel channel = (ServerSocketChannel) listener;
        start("accept", () -> acceptAll(channel));
        return this;
    }

    /** The script of one more connection. */
    public synchronized PeerScript accept() {
        PeerScript script = new PeerScript(this, scripts.size());
        scripts.add(script);
        unused.add(script);
        return script;
    }

    /** From now on connections are refused; those whose script has begun go on. The port stays taken. */
    public void refuse() throws IOException, InterruptedException {
        Thread accepting;
        synchronized (this) {
            listener.close();
            accepting = threads.getFirst();
        }
        // The descriptor is closed by the last thread that uses it, and the port is taken until then.
        accepting.interrupt();
        accepting.join();
        synchronized (this) {
            listener = bindWithoutListening(address);
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) address;
    }

    /** What a configuration writes: {@code 127.0.0.1:port}, or {@code unix:/path}. */
    public String name() {
        return address instanceof UnixDomainSocketAddress unix ? "unix:" + unix.getPath() : "127.0.0.1:" + port();
    }

    public int port() {
        return address().getPort();
    }

    /** The requests seen so far, in the order in which their heads were complete. */
    public synchronized List<PeerRequest> requests() {
        return exchanges.stream().map(PeerExchange::snapshot).toList();
    }

    /** How many connections were accepted so far. */
    public synchronized int connectionCount() {
        return connections.size();
    }

    /**
     * Blocks until every step of every script so far is done.
     *
     * @throws AssertionError when a step failed, a connection never came, or one came that has no script
     */
    public void awaitScript() throws InterruptedException {
        List<PeerScript> all;
        synchronized (this) {
            all = List.copyOf(scripts);
        }
        for (PeerScript script : all) {
            script.await();
        }
        if (answer == null && connectionCount() > all.size()) {
            throw new AssertionError(connectionCount() + " connections to " + this + ", scripted were " + all.size());
        }
    }

    private void acceptAll(ServerSocketChannel channel) {
        try {
            while (true) {
                SocketChannel accepted = channel.accept();
                if (accepted.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                    accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                PeerConnection connection = register(accepted);
                Function<PeerRequest, String> answering = answer;
                if (answering != null) {
                    start("connection", () -> answerAll(connection, answering));
                } else {
                    PeerScript script = unused.take();
                    start("connection", () -> script.run(connection));
                }
            }
        } catch (IOException _) {
            // Closed, or refusing from now on.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized PeerConnection register(SocketChannel accepted) {
        PeerConnection connection = new PeerConnection(accepted, connections.size(), this::headSeen);
        connections.add(connection);
        return connection;
    }

    private synchronized void headSeen(PeerExchange exchange) {
        exchanges.add(exchange);
    }

    private static void answerAll(PeerConnection connection, Function<PeerRequest, String> answer) {
        try {
            while (connection.tryReadHead()) {
                connection.readBody();
                String bytes = answer.apply(connection.request());
                connection.send(Bytes.of(bytes), 0, bytes.length());
                if (!keepsConnection(bytes)) {
                    break;
                }
            }
        } catch (IOException _) {
            // The proxy went away; the test sees that from its own side.
        } finally {
            connection.close();
        }
    }

    private static boolean keepsConnection(String response) {
        int end = response.indexOf("\r\n\r\n");
        Head head = Head.parse(Bytes.of(end < 0 ? response : response.substring(0, end)));
        String line = head.firstLine();
        boolean framed = head.contentLength() >= 0 || head.isChunked() || line.matches("HTTP/1.1 (204|304).*");
        return line.startsWith("HTTP/1.1")
                && framed
                && !head.values("Connection").contains("close");
    }

    private synchronized void start(String role, Runnable body) {
        threads.add(Thread.ofVirtual().name(this + " " + role).start(body));
    }

    /** Ends the listening socket and all connections. */
    @Override
    public synchronized void close() throws IOException {
        listener.close();
        threads.forEach(Thread::interrupt);
        connections.forEach(PeerConnection::close);
        if (address instanceof UnixDomainSocketAddress unix) {
            Files.deleteIfExists(unix.getPath());
        }
    }

    @Override
    public String toString() {
        return "peer " + name();
    }
}
