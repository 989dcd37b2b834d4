package io.weir.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.FakePeer;
import io.weir.testing.Patience;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** reset_timedout_connection, keepalive_min_timeout and client_body_in_file_only. */
@Timeout(60)
class TimedoutAndStopTest {

    private static final String SERVER = """

        [[server]]
        listen = "127.0.0.1:%front%"
        """;

    @RegisterExtension
    final Bench bench = new Bench();

    @ParameterizedTest
    @CsvSource({"true, RESET", "false, CLOSED"})
    void return444ResetsWhereTimedOutConnectionsAreReset(boolean reset, RawResponse.Ending ending) throws Exception {
        bench.start("reset_timedout_connection = " + reset + SERVER + "return = 444\n");
        assertEquals(ending, bench.get().readResponse().ending());
        bench.awaitAccess("status=444");
    }

    @ParameterizedTest
    @CsvSource({"true, RESET", "false, CLOSED"})
    void headThatTakesTooLongIsResetWhereThatIsAskedFor(boolean reset, RawResponse.Ending ending) throws Exception {
        bench.start("client_header_timeout = \"100ms\"\nreset_timedout_connection = " + reset + SERVER);
        assertEquals(ending, bench.send("GET / HT").readResponse().ending());
        bench.awaitAccess("status=408");
    }

    @Test
    void idleConnectionIsNotResetWhenItsTimeIsOver() throws Exception {
        bench.start("keepalive_timeout = \"100ms\"\nreset_timedout_connection = true" + SERVER + "return = 204\n");
        RawClient client = bench.get();
        assertEquals(204, client.readResponse().status());
        assertEquals(RawResponse.Ending.CLOSED, client.readResponse().ending());
    }

    @Test
    void idleConnectionServesOneMoreRequestInAGracefulStop() throws Exception {
        bench.start("keepalive_min_timeout = \"30s\"" + SERVER + "return = 204\n");
        RawClient client = bench.get();
        assertEquals(204, client.readResponse().status());
        Thread stop = Thread.ofVirtual().start(() -> {
            try {
                bench.weir().weir().stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        // The listener is closed first, so that a refused connection says that the stop has begun.
        Patience.until(() -> "the listener to close", () -> {
            try (RawClient _ = RawClient.connect(bench.weir().address())) {
                return false;
            } catch (IOException refused) {
                return true;
            }
        });
        RawResponse last = client.send("GET / HTTP/1.1\r\nHost: front\r\n\r\n").readResponse();
        assertEquals(204, last.status());
        assertEquals("close", last.header("Connection").getFirst());
        client.expectClose();
        stop.join();
    }

    @ParameterizedTest
    @CsvSource({"on, true", "clean, false"})
    void bodyIsInAFileThatThePeerCanRead(String rule, boolean kept) throws Exception {
        Path[] file = new Path[1];
        String[] content = new String[1];
        FakePeer reader = bench.add(FakePeer.answering(request -> {
            file[0] = Path.of(request.headText().split("X-File: ")[1].split("\r\n")[0]);
            try {
                content[0] = Files.readString(file[0]);
            } catch (IOException e) {
                content[0] = e.toString();
            }
            return "HTTP/1.1 204 No Content\r\n\r\n";
        }));
        bench.proxyTo(
                reader,
                "client_body_in_file_only = \"" + rule + "\"",
                "proxy_pass_request_body = false",
                "proxy_set_header = { X-File = \"$request_body_file\", Content-Length = \"\" }");
        RawClient client = bench.send("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello");
        assertEquals(204, client.readResponse().status());
        assertEquals("hello", content[0]);
        bench.awaitAccess("status=204");
        // A file that goes does so behind the line in the log, which may have it.
        Patience.until(() -> "kept: " + kept, () -> Files.exists(file[0]) == kept);
        assertFalse(bench.hasError("[warn]"));
        assertTrue(file[0].isAbsolute());
    }
}
