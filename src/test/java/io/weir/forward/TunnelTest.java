package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weir.testing.Bench;
import io.weir.testing.Bytes;
import io.weir.testing.Gate;
import io.weir.testing.RawClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What ends a tunnel, and what is left of it then. The bytes themselves are compared with nginx's in the scenarios. */
@Timeout(60)
class TunnelTest {

    private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: foo\r\n\r\n";
    private static final String UPGRADE = "GET / HTTP/1.1\r\nHost: front\r\nUpgrade: foo\r\n\r\n";
    private static final int LARGE = 20 << 20;

    @RegisterExtension
    final Bench bench = new Bench();

    private RawClient upgraded() throws Exception {
        RawClient client = bench.send(UPGRADE);
        assertEquals("HTTP/1.1 101 Switching Protocols", client.readHead().firstLine());
        return client;
    }

    @Test
    void bytesOfTheClientKeepATunnelOpenThatThePeerOnlyListensTo() throws Exception {
        Gate heard = new Gate("the peer has heard enough");
        bench.peer().accept().readHead().send(SWITCHING).readBody(8).open(heard).expectClose();
        bench.proxy("proxy_read_timeout = \"400ms\"");
        RawClient client = upgraded();
        long start = System.nanoTime();
        int sent = 0;
        // A byte each 100 ms: the clock is what this is about.
        while (sent < 8) {
            if (System.nanoTime() - start >= sent * 100_000_000L) {
                client.send("x");
                sent++;
            }
            Thread.onSpinWait();
        }
        heard.await();
        client.expectClose();
        bench.awaitError("upstream timed out (110: Connection timed out) while proxying upgraded connection");
        bench.awaitAccess("status=101 upstream=101 ");
    }

    @Test
    void clientThatResetsEndsTheTunnel() throws Exception {
        bench.peer().accept().readHead().send(SWITCHING).readBody(3).expectClose();
        bench.proxy();
        RawClient client = upgraded();
        client.send("foo").reset();
        bench.awaitAccess("status=101 upstream=101 ");
    }

    @Test
    void peerThatResetsEndsTheTunnel() throws Exception {
        bench.peer().accept().readHead().send(SWITCHING).readBody(3).reset();
        bench.proxy();
        RawClient client = upgraded();
        client.send("foo").expectClose();
        bench.awaitError("recv() failed (104: Connection reset by peer) while proxying upgraded connection");
        bench.awaitAccess("status=101 upstream=101 ");
    }

    @Test
    void peerThatEndsWhileTheClientIsSendingDoesNotCostTheClientItsLastBytes() throws Exception {
        Gate flooded = new Gate("the client has filled the way to the peer");
        bench.peer()
                .accept()
                .readHead()
                .send(SWITCHING)
                .waitFor(flooded)
                .send("bye")
                .close();
        bench.proxy("lingering_timeout = \"100ms\"");
        RawClient client = upgraded();
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                client.send(new byte[LARGE]);
            } catch (IOException cut) {
                // The tunnel is over.
            }
        });
        flooded.open();
        assertEquals("bye", Bytes.text(client.readExactly(3)));
        client.close();
        sender.join();
        bench.awaitAccess("status=101 upstream=101 ");
    }

    @Test
    void clientThatTakesNothingIsCutOffAfterTheSendTimeout() throws Exception {
        bench.peer().accept().readHead().send(SWITCHING).sendAsFarAsPossible(LARGE);
        bench.proxy("send_timeout = \"300ms\"");
        RawClient client = bench.narrowClient().send(UPGRADE);
        client.readHead();
        bench.peer().awaitScript();
        bench.awaitError("client timed out (110: Connection timed out) while proxying upgraded connection");
    }

    @Test
    void peerThatTakesNothingIsCutOffAfterItsSendTimeout() throws Exception {
        Gate done = new Gate("the tunnel has ended");
        bench.peer().accept().readHead().send(SWITCHING).waitFor(done).close();
        bench.proxy("proxy_send_timeout = \"300ms\"");
        RawClient client = upgraded();
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                client.send(new byte[LARGE]);
            } catch (IOException cut) {
                // As expected.
            }
        });
        bench.awaitError("upstream timed out (110: Connection timed out) while proxying upgraded connection");
        sender.join();
        done.open();
    }

    @Test
    void gracefulStopEndsATunnelAfterTheShutdownTimeout() throws Exception {
        bench.peer().accept().readHead().send(SWITCHING).readBody(3).send("bar").expectClose();
        bench.start("""
            shutdown_timeout = "300ms"

            [[server]]
            listen = "127.0.0.1:%%front%%"

              [[server.location]]
              path = "/"
              proxy_pass = "http://%s"
            """.formatted(bench.peer().name()));
        RawClient client = upgraded();
        client.send("foo");
        assertEquals("bar", Bytes.text(client.readExactly(3)));
        assertFalse(bench.weir().weir().stop());
        client.expectClose();
    }
}
