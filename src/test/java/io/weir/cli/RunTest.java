package io.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.FakePeer;
import io.weir.testing.Gate;
import io.weir.testing.JavaProcess;
import io.weir.testing.Patience;
import io.weir.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir run} in a process of its own: how it starts, and how it stops. */
@Timeout(60)
class RunTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: front\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone";

    /** Killed by SIGTERM, as a shell reports it. */
    private static final int KILLED = 143;

    @TempDir
    Path home;

    private FakePeer peer;
    private final Gate asked = new Gate("the request is in flight");
    private final Gate go = new Gate("the peer may answer");

    @BeforeEach
    void open() throws Exception {
        peer = FakePeer.scripted();
    }

    @AfterEach
    void close() throws Exception {
        peer.close();
    }

    @Test
    void bannerTellsVersionAddressesAndHowLongTheStartTook() throws Exception {
        try (JavaProcess weir = JavaProcess.weir("run", config(""))) {
            String last = weir.awaitOut("started in");
            assertTrue(weir.out().getFirst().matches("Weir \\S+ on JDK \\S+"), weir.out()::toString);
            assertTrue(weir.out().get(1).matches("  listening on 127\\.0\\.0\\.1:\\d+"), weir.out()::toString);
            assertTrue(last.matches("  1 upstream group, started in \\d+ ms"), last);
            weir.terminate();
            assertEquals(0, weir.awaitExit());
        }
    }

    @Test
    void termLetsTheRequestInFlightFinishAndEndsIdleConnectionsAtOnce() throws Exception {
        peer.accept().readHead().send(OK).readHead().open(asked).waitFor(go).send(OK);
        try (JavaProcess weir = JavaProcess.weir("run", config(""))) {
            InetSocketAddress address = address(weir);
            try (RawClient idle = RawClient.connect(address);
                    RawClient busy = RawClient.connect(address)) {
                assertEquals("done", idle.send(GET).readResponse().bodyText());
                busy.send(GET);
                asked.await();
                weir.terminate();
                idle.expectClose();
                Patience.until(() -> "refused connections", () -> refuses(address));
                assertTrue(weir.isAlive());
                go.open();
                assertEquals("done", busy.readResponse().bodyText());
                busy.expectClose();
            }
            assertEquals(0, weir.awaitExit(), weir.err()::toString);
        }
        peer.awaitScript();
    }

    @Test
    void secondTermEndsAtOnce() throws Exception {
        peer.accept().readHead().open(asked).expectClose();
        try (JavaProcess weir = JavaProcess.weir("run", config(""))) {
            try (RawClient busy = RawClient.connect(address(weir))) {
                busy.send(GET);
                asked.await();
                weir.terminate();
                weir.awaitOut("stopping");
                weir.terminate();
                assertEquals(KILLED, weir.awaitExit());
            }
        }
        peer.awaitScript();
    }

    @Test
    void requestsThatOutlastTheShutdownTimeoutAreCut() throws Exception {
        peer.accept().readHead().open(asked).expectClose();
        try (JavaProcess weir = JavaProcess.weir("run", config("shutdown_timeout = \"300ms\"\n"))) {
            try (RawClient busy = RawClient.connect(address(weir))) {
                busy.send(GET);
                asked.await();
                weir.terminate();
                busy.expectClose();
                assertEquals(0, weir.awaitExit());
                assertTrue(weir.err().stream().anyMatch(line -> line.contains("they were cut")), weir.err()::toString);
            }
        }
        peer.awaitScript();
    }

    private static boolean refuses(InetSocketAddress address) {
        try (RawClient _ = RawClient.connect(address)) {
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    private static InetSocketAddress address(JavaProcess weir) throws InterruptedException {
        int port = Integer.parseInt(weir.awaitOut("listening on").replaceAll(".*:", ""));
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private String config(String keys) throws IOException {
        return Files.writeString(home.resolve("config.toml"), """
            access_log = "%s/access.log"
            error_log = "%s/error.log"
            %s
            [[upstream]]
            name = "up"
            server = [{ address = "%s" }]
            [[server]]
            listen = "127.0.0.1:0"
              [[server.location]]
              path = "/"
              proxy_pass = "http://up"
            """.formatted(home, home, keys, peer.name()))
                .toString();
    }
}
