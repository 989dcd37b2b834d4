package io.weir.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.Bytes;
import io.weir.testing.FakePeer;
import io.weir.testing.Patience;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a client's connection lives, and in which order its requests are served. */
@Timeout(60)
class ClientConnectionTest {

    private static final String RETURNING = """
        [[server]]
        listen = "127.0.0.1:%front%"
          [[server.location]]
          path = "/"
          return = [200, "$uri"]
        """;

    @RegisterExtension
    final Bench bench = new Bench();

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: front\r\n\r\n";
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        FakePeer echo = bench.add(FakePeer.answering(request -> {
            String target = request.requestLine().split(" ")[1];
            return "HTTP/1.1 200 OK\r\nContent-Length: " + target.length() + "\r\n\r\n" + target;
        }));
        bench.proxyTo(echo);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            all.append(
                    i % 3 == 0
                            ? "POST /" + i + " HTTP/1.1\r\nHost: front\r\nContent-Length: 3\r\n\r\nabc"
                            : get("/" + i));
        }
        RawClient client = bench.send(all.toString());
        for (int i = 0; i < 50; i++) {
            assertEquals("/" + i, client.readResponse().bodyText());
        }
    }

    @Test
    void connectionEndsAfterKeepaliveRequests() throws Exception {
        bench.start("keepalive_requests = 2\n" + RETURNING);
        RawClient client = bench.send(get("/1"));
        assertFalse(client.readResponse().header("Connection").contains("close"));
        assertTrue(client.send(get("/2")).readResponse().header("Connection").contains("close"));
        client.expectClose();
    }

    @Test
    void idleConnectionEndsSilentlyAfterTheKeepaliveTimeout() throws Exception {
        bench.start("keepalive_timeout = \"200ms\"\n" + RETURNING);
        RawClient client = bench.send(get("/1"));
        assertEquals(200, client.readResponse().status());
        client.expectClose();
        assertEquals(1, bench.weir().accessLog().size());
    }

    @Test
    void connectionThatNeverSendsAnythingEndsSilently() throws Exception {
        bench.start("client_header_timeout = \"200ms\"\n" + RETURNING);
        bench.client().expectClose();
        assertEquals(0, bench.weir().accessLog().size());
    }

    @Test
    void halfAHeadEndsAfterTheHeaderTimeoutAndIsLoggedAs408() throws Exception {
        bench.start("client_header_timeout = \"200ms\"\n" + RETURNING);
        RawClient client = bench.send("GET / HTTP/1.1\r\nHost:");
        client.expectClose();
        bench.awaitAccess("status=408 ");
    }

    /** The time-out is for the whole head: a byte now and then does not prolong it. */
    @Test
    void headThatTricklesInEndsAfterTheHeaderTimeoutToo() throws Exception {
        bench.start("client_header_timeout = \"300ms\"\n" + RETURNING);
        RawClient client = bench.send("GET / HTTP/1.1\r\n");
        Patience.until(() -> "the end of the connection", () -> {
            try {
                client.send("X");
                return false;
            } catch (IOException ended) {
                return true;
            }
        });
        bench.awaitAccess("status=408 ");
    }

    @Test
    void clientThatLeavesWithinItsHeadIsLoggedAs400() throws Exception {
        bench.start(RETURNING);
        bench.send("GET / HTTP/1.1\r\nHost:").halfClose().expectClose();
        bench.awaitAccess("status=400 ");
    }

    /** @param kept whether the connection serves another request */
    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, '', '', true",
        "HTTP/1.1, Connection: close, '', false",
        "HTTP/1.1, Connection: keep-alive, '', true",
        "HTTP/1.1, '', keepalive_timeout = 0, false",
        "HTTP/1.0, '', '', false",
        "HTTP/1.0, Connection: keep-alive, '', true",
        "HTTP/1.0, Connection: Keep-Alive, '', true",
        "HTTP/1.0, Connection: close, '', false",
    })
    void connectionIsKeptAsVersionAndFieldsSay(String version, String field, String setting, boolean kept)
            throws Exception {
        bench.start(setting + "\n" + RETURNING);
        String request = "GET /x " + version + "\r\nHost: front\r\n" + (field.isEmpty() ? "" : field + "\r\n") + "\r\n";
        RawClient client = bench.send(request);
        RawResponse response = client.readResponse();
        assertEquals("HTTP/1.1 200 OK", response.statusLine());
        assertEquals("/x", response.bodyText());
        assertEquals(
                kept ? "keep-alive" : "close", response.header("Connection").getFirst());
        if (kept) {
            assertEquals("/x", client.send(request).readResponse().bodyText());
        } else {
            client.expectClose();
        }
    }

    @Test
    void http09GetsTheBareBody() throws Exception {
        bench.start(RETURNING);
        assertEquals("/x", Bytes.text(bench.send("GET /x\r\n").readToEnd()));
    }

    @Test
    void bodyOfUnknownLengthEndsTheConnectionOfAnHttp10Client() throws Exception {
        bench.peer()
                .accept()
                .readHead()
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
        bench.proxy();
        RawClient client = bench.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        RawResponse response = client.readResponse();
        assertEquals("hi", response.bodyText());
        assertTrue(response.header("Transfer-Encoding").isEmpty());
        assertTrue(response.complete() && response.closedCleanly());
    }
}
