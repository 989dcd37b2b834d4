package io.weir.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.JavaProcess;
import io.weir.testing.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What thousands of requests in flight cost: time and memory, of a Weir in a process of its own. */
@Timeout(120)
class ManyRequestsTest {

    private static final int REQUESTS = 2_000;

    /** Loading classes is not what is measured here. */
    private static final int WARM_UP = 50;

    private static final Duration DELAY = Duration.ofMillis(500);
    private static final Duration BOUND = Duration.ofSeconds(3);
    private static final long MEMORY_BOUND = 600L << 20;

    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: front\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @Test
    void twoThousandRequestsInFlightFinishInTimeAndWithinMemory(@TempDir Path home) throws Exception {
        try (DelayingPeer peer = new DelayingPeer(DELAY)) {
            Path config = Files.writeString(home.resolve("config.toml"), """
                access_log = "%s/access.log"
                error_log = "%s/error.log"
                [[server]]
                listen = "127.0.0.1:0 backlog=4096"
                  [[server.location]]
                  path = "/"
                  proxy_pass = "http://127.0.0.1:%d"
                """.formatted(home, home, peer.port()));
            try (JavaProcess weir = JavaProcess.weir("run", config.toString())) {
                int port = Integer.parseInt(weir.awaitOut("listening on").replaceAll(".*:", ""));
                weir.awaitOut("started in");
                InetSocketAddress proxy = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
                load(proxy, WARM_UP);
                Duration took = load(proxy, REQUESTS);
                long peak = weir.peakResidentBytes();
                System.out.printf(
                        "%d requests in flight took %d ms (the upstream waits %d ms), %d MB resident at most%n",
                        REQUESTS, took.toMillis(), DELAY.toMillis(), peak >> 20);
                assertEquals(List.of(), List.copyOf(failures));
                assertTrue(took.compareTo(BOUND) < 0, () -> "took " + took);
                Assumptions.assumeTrue(peak > 0, "the system does not tell how much memory a process uses");
                assertTrue(peak < MEMORY_BOUND, () -> (peak >> 20) + " MB");
            }
        }
    }

    /** Opens a connection for each request, then sends all; returns how long all answers took from there. */
    private Duration load(InetSocketAddress proxy, int requests) throws Exception {
        List<SocketChannel> channels = new ArrayList<>();
        try {
            for (int i = 0; i < requests; i++) {
                channels.add(SocketChannel.open(proxy));
            }
            CountDownLatch done = new CountDownLatch(requests);
            long start = System.nanoTime();
            for (SocketChannel channel : channels) {
                Thread.ofVirtual().start(() -> {
                    ask(channel);
                    done.countDown();
                });
            }
            Patience.until(() -> done.getCount() + " more answers", () -> done.getCount() == 0);
            return Duration.ofNanos(System.nanoTime() - start);
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }

    private void ask(SocketChannel channel) {
        try {
            channel.write(ByteBuffer.wrap(REQUEST));
            ByteBuffer answer = ByteBuffer.allocate(1024);
            String text = "";
            while (!text.endsWith("\r\n\r\n" + DelayingPeer.BODY)) {
                if (channel.read(answer) < 0) {
                    failures.add("the connection ended after \"" + text + "\"");
                    return;
                }
                text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
            }
            if (!text.startsWith("HTTP/1.1 200 ")) {
                failures.add(text);
            }
        } catch (IOException | RuntimeException e) {
            failures.add(e.toString());
        }
    }
}
