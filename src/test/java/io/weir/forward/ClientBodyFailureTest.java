package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.Gate;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client fails to send the body it has announced. */
@Timeout(60)
class ClientBodyFailureTest {

    private static final String HALF = "POST / HTTP/1.1\r\nHost: front\r\nContent-Length: 10\r\n\r\nhello";
    private static final String CHUNKED = "POST / HTTP/1.1\r\nHost: front\r\nTransfer-Encoding: chunked\r\n\r\n";

    @RegisterExtension
    final Bench bench = new Bench();

    @Test
    void slowBodyEndsTheConnectionWithoutAResponseAndIsLoggedAs408() throws Exception {
        bench.proxy("client_body_timeout = \"200ms\"");
        bench.send(HALF).expectClose();
        bench.awaitAccess("status=408 upstream=- peer=- completion= body=0");
        bench.awaitError("client timed out (110: Connection timed out)");
        assertEquals(0, bench.peer().connectionCount());
    }

    @Test
    void bodyThatEndsEarlyIsLoggedAs400AndNobodyIsAsked() throws Exception {
        bench.proxy();
        RawClient client = bench.send(HALF).halfClose();
        client.expectClose();
        bench.awaitAccess("status=400 upstream=- peer=- ");
        bench.awaitError("client prematurely closed connection");
        assertEquals(0, bench.peer().connectionCount());
    }

    @Test
    void chunkedBodyThatEndsEarlyIsLoggedAs400() throws Exception {
        bench.proxy();
        bench.send(CHUNKED + "5\r\nhello\r\n").halfClose().expectClose();
        bench.awaitAccess("status=400 upstream=- peer=- ");
    }

    @Test
    void brokenChunkIsA400() throws Exception {
        bench.proxy();
        RawClient client = bench.send(CHUNKED + "5\r\nhello\r\nno chunk\r\n");
        RawResponse response = client.readResponse();
        assertEquals(400, response.status());
        assertEquals("close", response.header("Connection").getFirst());
        client.expectClose();
        bench.awaitError("client sent invalid chunked body");
    }

    @Test
    void chunksBeyondTheLimitAreA413AndNobodyIsAsked() throws Exception {
        bench.proxy("client_max_body_size = 8");
        RawClient client = bench.send(CHUNKED + "5\r\nhello\r\n");
        client.send("5\r\nworld\r\n");
        assertEquals(413, client.readResponse().status());
        client.expectClose();
        bench.awaitError("client intended to send too large chunked body: ");
        assertEquals(0, bench.peer().connectionCount());
    }

    /** What the client does wrong in a body that is streamed, and what it gets. */
    private record Wrong(String name, String head, String rest, boolean halfClose, int status, String logged) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Wrong[] wrongs() {
        return new Wrong[] {
            new Wrong("leaves", HALF, "", true, 0, "status=400 "),
            new Wrong("falls silent", HALF, "", false, 0, "status=408 "),
            new Wrong("breaks its chunks", CHUNKED + "5\r\nhello\r\n", "no chunk\r\n", false, 400, "status=400 "),
            new Wrong("sends too much", CHUNKED + "5\r\nhello\r\n", "5\r\nworld\r\n", false, 413, "status=413 "),
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongs")
    void failureOfAStreamedBodyEndsTheUpstreamAndBlamesNobody(Wrong wrong) throws Exception {
        Gate begun = new Gate("the peer has the beginning");
        bench.peer().accept().readHead().readBody(5).open(begun).expectEnd();
        bench.peer().accept().readHead().send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        bench.start("""
            [[upstream]]
            name = "up"
            server = [{ address = "%s" }, { address = "127.0.0.1:1", backup = true }]

            [[server]]
            listen = "127.0.0.1:%%front%%"

              [[server.location]]
              path = "/"
              proxy_pass = "http://up"
              proxy_request_buffering = false
              client_max_body_size = 10
              client_body_timeout = "300ms"
            """.formatted(bench.peer().name())
                .replace("size = 10", wrong.status() == 413 ? "size = 8" : "size = 10"));
        RawClient client = bench.send(wrong.head());
        begun.await();
        client.send(wrong.rest());
        if (wrong.halfClose()) {
            client.halfClose();
        }
        if (wrong.status() == 0) {
            client.expectClose();
        } else {
            assertEquals(wrong.status(), client.readResponse().status());
        }
        bench.awaitAccess(wrong.logged());
        assertEquals("ok", bench.get().readResponse().bodyText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy_request_buffering = true", "proxy_request_buffering = false"})
    void bodyThatIsDeclaredTooLargeIsA413BeforeAnythingIsRead(String buffering) throws Exception {
        bench.proxy("client_max_body_size = 8", buffering);
        RawClient client =
                bench.send("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: 10\r\n" + "Expect: 100-continue\r\n\r\n");
        assertEquals(413, client.readResponse().status());
        assertTrue(bench.awaitError("client intended to send too large body: 10 bytes")
                .contains("[error]"));
        client.expectClose();
    }
}
