package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.FakePeer;
import io.weir.testing.Patience;
import io.weir.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ConnectFailureTest {

    @RegisterExtension
    final Bench bench = new Bench();

    @Test
    void refusedConnectionIsA502WithTheSystemsWords() throws Exception {
        FakePeer refusing = bench.add(FakePeer.refusing());
        bench.proxyTo(refusing);
        assertEquals(502, bench.get().readResponse().status());
        bench.awaitAccess("status=502 upstream=502 peer=" + refusing.name());
        String line = bench.awaitError("connect() failed (111: Connection refused) while connecting to upstream");
        assertTrue(line.contains("upstream: \"http://" + refusing.name() + "/\""), line);
    }

    @Test
    void connectionThatIsNotEstablishedInTimeIsA504() throws Exception {
        try (FullBacklog full = new FullBacklog()) {
            bench.start("""
                [[server]]
                listen = "127.0.0.1:%%front%%"
                  [[server.location]]
                  path = "/"
                  proxy_pass = "http://127.0.0.1:%d"
                  proxy_connect_timeout = "200ms"
                """.formatted(full.port()));
            assertEquals(504, bench.get().readResponse().status());
            bench.awaitAccess("status=504 upstream=504");
            bench.awaitError("upstream timed out (110: Connection timed out) while connecting to upstream, client: ");
        }
    }

    @Test
    void clientThatLeavesWhileConnectingIsA499() throws Exception {
        try (FullBacklog full = new FullBacklog()) {
            bench.start("""
                [[server]]
                listen = "127.0.0.1:%%front%%"
                  [[server.location]]
                  path = "/"
                  proxy_pass = "http://127.0.0.1:%d"
                """.formatted(full.port()));
            RawClient client = bench.get();
            Patience.until(() -> "an attempt", () -> bench.holdings().attempts() == 1);
            client.close();
            bench.awaitAccess("status=499 upstream=-");
        }
    }

    /** A listener whose queue is full: the system drops further connection requests, as a dead host does. */
    private static final class FullBacklog implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<SocketChannel> queue = new ArrayList<>();

        FullBacklog() throws IOException {
            for (int i = 0; i < 8; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
                queue.add(channel);
            }
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel channel : queue) {
                channel.close();
            }
            listener.close();
        }
    }
}
