package io.weir.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.testing.Bench;
import io.weir.testing.EchoSockets;
import io.weir.testing.Patience;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** WebSockets as applications use them: the JDK's client, Weir, and a server that sends back what it gets. */
@Timeout(60)
class WebSocketTest {

    private static final int MANY = 1_000;

    @RegisterExtension
    final Bench bench = new Bench();

    private EchoSockets echo;
    private HttpClient http;

    @BeforeEach
    void start() throws Exception {
        echo = EchoSockets.start();
        http = HttpClient.newHttpClient();
        bench.start("""
            [[server]]
            listen = "127.0.0.1:%%front%%"

              [[server.location]]
              path = "/"
              proxy_pass = "http://%s"
              proxy_set_header = { Upgrade = "$http_upgrade", Connection = "upgrade" }
            """.formatted(echo.name()));
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
        echo.close();
    }

    /** Collects what comes back. */
    private static final class Received implements WebSocket.Listener {
        final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
        final LinkedBlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();
        final CountDownLatch closed = new CountDownLatch(1);
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                texts.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            while (data.hasRemaining()) {
                binary.write(data.get());
            }
            if (last) {
                binaries.add(binary.toByteArray());
                binary.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.countDown();
            return null;
        }
    }

    private WebSocket open(Received received) {
        URI uri = URI.create("ws://127.0.0.1:" + bench.weir().address().getPort() + "/chat");
        return http.newWebSocketBuilder().buildAsync(uri, received).join();
    }

    @Test
    void messagesComeBackAsTheyWereSentAndTheCloseIsOrderly() throws Exception {
        Received received = new Received();
        WebSocket socket = open(received);
        socket.sendText("hello", true).join();
        assertEquals("hello", received.texts.take());
        byte[] large = new byte[1 << 20];
        new Random(1).nextBytes(large);
        socket.sendBinary(ByteBuffer.wrap(large), true).join();
        assertArrayEquals(large, received.binaries.take());
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
        received.closed.await();
        bench.awaitAccess("status=101 upstream=101 ");
    }

    @Test
    void thousandSocketsAreOpenAtOnce() throws Exception {
        List<WebSocket> sockets = new ArrayList<>();
        List<Received> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Received received = new Received();
            all.add(received);
            sockets.add(open(received));
        }
        assertEquals(MANY, echo.open());
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < MANY; i++) {
                sockets.get(i).sendText("message " + round + " of " + i, true).join();
            }
            for (int i = 0; i < MANY; i++) {
                assertEquals("message " + round + " of " + i, all.get(i).texts.take());
            }
        }
        for (WebSocket socket : sockets) {
            socket.abort();
        }
        Patience.until(
                () -> "all connections to the server to end, " + echo.open() + " are open", () -> echo.open() == 0);
    }
}
