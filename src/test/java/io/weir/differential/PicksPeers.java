package io.weir.differential;

import io.weir.testing.Bytes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The upstream servers a, b, c, … of many picks: so small that ten thousand requests take little time. A request says itself
 * who fails it ({@code fails=ab}: closes the connection without an answer) and whether it is held back ({@code hold=ID}).
 */
final class PicksPeers implements AutoCloseable {

    static final int COUNT = 5;

    private static final byte[] ANSWER = Bytes.of("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx");

    private final Map<String, Peer> peers = new TreeMap<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private volatile @Nullable Consumer<String> onArrival;

    PicksPeers() throws IOException {
        for (int i = 0; i < COUNT; i++) {
            String name = String.valueOf((char) ('a' + i));
            peers.put(name, new Peer(name));
        }
    }

    /** Who is told of each request that is held back, on the peer's thread. */
    void onArrival(Consumer<String> listener) {
        onArrival = listener;
    }

    /** The next request with this id is held back until its release. */
    void hold(String id) {
        held.put(id, new CountDownLatch(1));
    }

    void release(String id) {
        held.remove(id).countDown();
    }

    /** From here on connections to a peer are refused. No request may be under way. */
    void refuse(String name) throws IOException, InterruptedException {
        peers.get(name).refuse();
    }

    /** Ends {@link #refuse}. */
    void listen(String name) throws IOException {
        peers.get(name).listen();
    }

    Collection<String> names() {
        return peers.keySet();
    }

    /** {@code %a%} in a configuration is the address of peer a. */
    String fill(String text) {
        String filled = text;
        for (Peer peer : peers.values()) {
            filled = filled.replace("%" + peer.name + "%", peer.address());
        }
        return filled;
    }

    /** The name of a peer where its address was. */
    String mask(String line) {
        String masked = line;
        for (Peer peer : peers.values()) {
            masked = masked.replace(peer.address(), peer.name);
        }
        return masked;
    }

    @Override
    public void close() throws IOException {
        for (Peer peer : peers.values()) {
            peer.listener.close();
        }
    }

    private final class Peer {

        final String name;
        private ServerSocket listener;
        private Thread accepting;

        Peer(String name) throws IOException {
            this.name = name;
            while (true) {
                // Below what the system gives to others by itself, so that the port can be had again after a refusal.
                int port = ThreadLocalRandom.current().nextInt(10_240, 32_000);
                try {
                    listen(port);
                    return;
                } catch (IOException _) {
                    // Taken: try another.
                }
            }
        }

        private void listen(int port) throws IOException {
            ServerSocket socket = new ServerSocket();
            try {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
            listener = socket;
            accepting = Thread.ofVirtual().name("peer " + name).start(() -> accept(socket));
        }

        void listen() throws IOException {
            listen(listener.getLocalPort());
        }

        void refuse() throws IOException, InterruptedException {
            listener.close();
            accepting.join();
        }

        String address() {
            return "127.0.0.1:" + listener.getLocalPort();
        }

        private void accept(ServerSocket from) {
            try {
                while (true) {
                    Socket accepted = from.accept();
                    Thread.ofVirtual().start(() -> serve(accepted));
                }
            } catch (IOException closed) {
                // Refuses from now on, or the test is over.
            }
        }

        private void serve(Socket accepted) {
            try (accepted) {
                String line = PicksClient.readHead(new BufferedInputStream(accepted.getInputStream(), 1024));
                if (field(line, "fails=").contains(name)) {
                    return;
                }
                String id = field(line, "hold=");
                CountDownLatch gate = id.isEmpty() ? null : held.get(id);
                Consumer<String> listening = onArrival;
                if (gate != null && listening != null) {
                    listening.accept(id);
                    gate.await();
                }
                accepted.getOutputStream().write(ANSWER);
            } catch (IOException | InterruptedException gone) {
                // The proxy will tell.
            }
        }
    }

    private static String field(String line, String name) {
        int start = line.indexOf(name);
        return start < 0 ? "" : line.substring(start + name.length()).split("[& ]", 2)[0];
    }
}
