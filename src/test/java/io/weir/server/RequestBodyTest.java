package io.weir.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.Gate;
import io.weir.testing.Patience;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request body that somebody waits for, and of one that nobody wants. */
@Timeout(60)
class RequestBodyTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: front\r\n\r\n";

    /** Answers {@code /} without a look at the body. */
    private static final String NOT_READING = """
        [[server]]
        listen = "127.0.0.1:%front%"
          [[server.location]]
          path = "/"
          return = [200, "$uri"]
        """;

    @RegisterExtension
    final Bench bench = new Bench();

    @ParameterizedTest
    @ValueSource(strings = {"proxy_request_buffering = true", "proxy_request_buffering = false"})
    void clientThatExpects100ContinueGetsItWhenTheBodyIsWanted(String buffering) throws Exception {
        bench.peer().accept().readHead().readBody(5).send(OK);
        bench.proxy(buffering);
        RawClient client =
                bench.send("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        assertEquals("HTTP/1.1 100 Continue", client.readHead().firstLine());
        assertEquals("ok", client.send("hello").readResponse().bodyText());
        assertFalse(bench.peer().requests().getFirst().headText().contains("Expect"));
    }

    @Test
    void clientThatSendsItsBodyAnywayGetsNo100Continue() throws Exception {
        bench.peer().accept().readHead().readBody(5).send(OK);
        bench.proxy();
        RawClient client =
                bench.send("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello");
        assertEquals(200, client.readResponse().status());
    }

    @Test
    void clientThatExpects100ContinueMaySendABodyThatNobodyWants() throws Exception {
        bench.start(NOT_READING);
        RawClient client =
                bench.send("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        assertEquals("HTTP/1.1 100 Continue", client.readHead().firstLine());
        assertEquals("/x", client.readResponse().bodyText());
        assertEquals("/next", client.send("hello" + NEXT).readResponse().bodyText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"})
    void bodyThatNobodyReadIsDroppedAndTheNextRequestServed(String framedBody) throws Exception {
        bench.start(NOT_READING);
        RawClient client = bench.send("POST /x HTTP/1.1\r\nHost: front\r\n" + framedBody + NEXT);
        assertEquals("/x", client.readResponse().bodyText());
        assertEquals("/next", client.readResponse().bodyText());
    }

    @Test
    void bodyThatComesAfterTheResponseIsDroppedAndTheNextRequestServed() throws Exception {
        bench.start(NOT_READING);
        RawClient client = bench.send("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: 100000\r\n\r\n");
        assertEquals("/x", client.readResponse().bodyText());
        assertEquals(
                "/next", client.send("b".repeat(100_000) + NEXT).readResponse().bodyText());
    }

    /** Closing at once would reset the connection, and the response with it. */
    @Test
    void clientThatIsStillSendingReadsIts413() throws Exception {
        int length = 64 << 20;
        bench.start("client_max_body_size = \"1m\"\n" + NOT_READING);
        RawClient client = bench.send("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: " + length + "\r\n\r\n");
        for (int sent = 0; sent < length; sent += 1 << 20) {
            client.send(new byte[1 << 20]);
        }
        RawResponse response = client.readResponse();
        assertEquals(413, response.status());
        assertTrue(response.complete());
    }

    @Test
    void lingeringEndsWhenTheClientFallsSilent() throws Exception {
        bench.start("client_max_body_size = 8\nlingering_timeout = \"200ms\"\n" + NOT_READING);
        RawClient client = bench.send("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: 10\r\n\r\n");
        assertEquals(413, client.readResponse().status());
        client.expectClose();
        Patience.until(() -> "the end of lingering", () -> bench.holdings().clientConnections() == 0);
    }

    @Test
    void lingeringEndsAfterItsTimeThoughTheClientGoesOnSending() throws Exception {
        bench.start("client_max_body_size = 8\nlingering_time = \"300ms\"\n" + NOT_READING);
        RawClient client = bench.send("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: 10000000\r\n\r\n");
        assertEquals(413, client.readResponse().status());
        Patience.until(() -> "the end of the connection", () -> {
            try {
                client.send("x");
                return false;
            } catch (IOException ended) {
                return true;
            }
        });
    }

    /** A client that reads its response only after it has sent all must not stand against a peer that reads nothing more. */
    @Test
    void streamedBodyIsTakenToItsEndAlthoughThePeerHasAnsweredLong() throws Exception {
        int length = 32 << 20;
        Gate read = new Gate("the client has the response");
        bench.peer()
                .accept()
                .readHead()
                .send("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n")
                .send(new byte[length])
                .waitFor(read);
        bench.proxy("client_max_body_size = 0", "proxy_request_buffering = false");
        RawClient client = bench.send("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: " + length + "\r\n\r\n");
        for (int sent = 0; sent < length; sent += 1 << 20) {
            client.send(new byte[1 << 20]);
        }
        assertEquals(length, client.readResponse().body().length);
        read.open();
        bench.peer().accept().readHead().send(OK);
        assertEquals("ok", client.send(NEXT).readResponse().bodyText());
    }
}
