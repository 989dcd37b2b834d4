package io.weir.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.PeerRequest;
import io.weir.testing.PeerScript;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Request heads in odd pieces and of odd sizes. */
@Timeout(60)
class RequestHeadTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @RegisterExtension
    final Bench bench = new Bench();

    @BeforeEach
    void start() throws Exception {
        bench.proxy();
    }

    @Test
    void headMayArriveByteByByte() throws Exception {
        bench.peer().accept().readHead().readBody(5).send(OK);
        RawClient client = bench.client();
        String request =
                "POST /bytes?a=b HTTP/1.1\r\nHost: front\r\nX-Field: some value\r\nContent-Length: 5\r\n\r\nhello";
        for (int i = 0; i < request.length(); i++) {
            client.send(request.substring(i, i + 1));
        }
        assertEquals("ok", client.readResponse().bodyText());
        bench.peer().awaitScript();
        PeerRequest seen = bench.peer().requests().getFirst();
        assertEquals("POST /bytes?a=b HTTP/1.1", seen.requestLine());
        assertEquals("hello", seen.bodyText());
    }

    @Test
    void namesKeepTheirSpelling() throws Exception {
        bench.peer()
                .accept()
                .readHead()
                .expectHead("accept: a\r\nUSER-agent: b\r\nX-odd: c\r\n")
                .send(OK);
        bench.send("GET / HTTP/1.1\r\nHost: front\r\naccept: a\r\nUSER-agent: b\r\nX-odd: c\r\n\r\n")
                .readResponse();
        bench.peer().awaitScript();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / http/1.1\r\nHost: front\r\n\r\n", "GET / HTTp/1.1\r\nHost: front\r\n\r\n"})
    void aProtocolIsSpelledInCapitals(String request) throws Exception {
        assertEquals(400, bench.send(request).readResponse().status());
    }

    @Test
    void theLastConnectionFieldDecidesAboutTheConnection() throws Exception {
        bench.peer().accept().readHead().send(OK);
        RawClient client = bench.send("GET / HTTP/1.1\r\nHost: front\r\nConnection: a\r\nConnection: close\r\n\r\n");
        assertEquals("ok", client.readResponse().bodyText());
        client.expectClose();
    }

    @Test
    void aDroppedLineIsLogged() throws Exception {
        bench.peer()
                .accept()
                .readHead()
                .expectHead("Host: up\r\nX-B: 2\r\n\r\n")
                .send(OK);
        assertEquals(
                "ok",
                bench.send("GET / HTTP/1.1\r\nHost: front\r\nX@A: 1 \r\nX-B: 2\r\n\r\n")
                        .readResponse()
                        .bodyText());
        bench.peer().awaitScript();
        bench.awaitError("client sent invalid header line: \"X@A: 1\" while reading client request headers");
    }

    @Test
    void theLogKeepsTheRequestLineOfABodyInBrokenChunks() throws Exception {
        bench.send("POST /x HTTP/1.1\r\nHost: front\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
                .readResponse();
        bench.awaitError("request: \"POST /x HTTP/1.1\"");
    }

    /** Each cut is a request of its own, on one connection. */
    @Test
    void headMayBeCutAnywhere() throws Exception {
        String request = "GET /cut HTTP/1.1\r\nHost: front\r\nX-F: v\r\n\r\n";
        PeerScript script = bench.peer().accept();
        RawClient client = bench.client();
        for (int i = 1; i < request.length(); i++) {
            script.readHead().expectHead("X-F: v").send(OK);
            client.send(request.substring(0, i)).send(request.substring(i));
            assertEquals("ok", client.readResponse().bodyText());
        }
    }

    /** nginx's default: four buffers of 8k, and no line longer than one of them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void largeHeadersPassWithinTheBuffers(int lines) throws Exception {
        bench.peer().accept().readHead().send(OK);
        String value = "x".repeat(8 * 1024 - 20);
        RawClient client = bench.send("GET / HTTP/1.1\r\nHost: front\r\n" + fields(lines, value) + "\r\n");
        assertEquals("ok", client.readResponse().bodyText());
        bench.peer().awaitScript();
        PeerRequest seen = bench.peer().requests().getFirst();
        for (int i = 0; i < lines; i++) {
            assertEquals(value, seen.head().values("X-Large-" + i).getFirst());
        }
    }

    @Test
    void longRequestLinePassesWithinOneBuffer() throws Exception {
        bench.peer().accept().readHead().send(OK);
        String target = "/" + "x".repeat(8 * 1024 - 100);
        RawClient client = bench.send("GET " + target + " HTTP/1.1\r\nHost: front\r\n\r\n");
        assertEquals("ok", client.readResponse().bodyText());
        assertEquals(
                "GET " + target + " HTTP/1.1",
                bench.peer().requests().getFirst().requestLine());
    }

    @ParameterizedTest
    @CsvSource({"8192", "10000", "100000"})
    void longerRequestLineIsA414(int length) throws Exception {
        RawClient client = bench.send("GET /" + "x".repeat(length) + " HTTP/1.1\r\nHost: front\r\n\r\n");
        assertRefused(client, 414);
    }

    @Test
    void longerHeaderLineIsA400() throws Exception {
        RawClient client = bench.send("GET / HTTP/1.1\r\nHost: front\r\n" + fields(1, "x".repeat(8 * 1024)) + "\r\n");
        assertRefused(client, 400);
    }

    @Test
    void moreHeaderLinesThanTheBuffersHoldAreA400() throws Exception {
        RawClient client = bench.send("GET / HTTP/1.1\r\nHost: front\r\n" + fields(20, "x".repeat(4 * 1024)) + "\r\n");
        assertRefused(client, 400);
    }

    private static String fields(int lines, String value) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            fields.append("X-Large-").append(i).append(": ").append(value).append("\r\n");
        }
        return fields.toString();
    }

    private void assertRefused(RawClient client, int status) throws Exception {
        RawResponse response = client.readResponse();
        assertEquals(status, response.status());
        assertTrue(response.header("Connection").contains("close"));
        client.expectClose();
        bench.awaitAccess("status=" + status);
        assertEquals(0, bench.peer().connectionCount());
    }
}
