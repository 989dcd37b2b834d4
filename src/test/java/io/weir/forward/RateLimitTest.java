package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code proxy_limit_rate}. */
@Timeout(60)
class RateLimitTest {

    @RegisterExtension
    final Bench bench = new Bench();

    @Test
    void peerIsReadNoFasterThanTheLimitAllows() throws Exception {
        byte[] body = new byte[30_000];
        new Random(1).nextBytes(body);
        bench.peer()
                .accept()
                .readHead()
                .send("HTTP/1.1 200 OK\r\nContent-Length: 30000\r\n\r\n")
                .send(body);
        bench.proxy("proxy_limit_rate = 20000");
        long start = System.nanoTime();
        assertArrayEquals(body, bench.get().readResponse().body());
        // 20,000 bytes at once, and the rest when a second's worth is due again.
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(Duration.ofMillis(900)) >= 0, "took only " + took);
    }
}
