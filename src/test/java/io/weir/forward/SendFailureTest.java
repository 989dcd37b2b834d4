package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.Gate;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The peer fails, or has enough, while the request is being sent. */
@Timeout(60)
class SendFailureTest {

    /** More than the buffers of two sockets hold. */
    private static final int LARGE = 24 << 20;

    private static final String BUFFERED = "proxy_request_buffering = true";
    private static final String STREAMED = "proxy_request_buffering = false";

    @RegisterExtension
    final Bench bench = new Bench();

    @ParameterizedTest
    @ValueSource(strings = {BUFFERED, STREAMED})
    void resetWhileTheRequestIsSentIsA502(String buffering) throws Exception {
        bench.peer().accept().readHead().reset();
        bench.proxy("client_max_body_size = 0", "proxy_next_upstream = \"off\"", buffering);
        RawClient client = upload();
        assertEquals(502, client.readResponse().status());
        bench.awaitAccess("status=502 upstream=502");
        // The writer may see the reset and the reader no more than the end, or the other way round: both tell of the
        // upstream.
        bench.awaitError("upstream: \"http://127.0.0.1:");
    }

    @ParameterizedTest
    @ValueSource(strings = {BUFFERED, STREAMED})
    void peerThatTakesNothingIsA504AfterTheSendTimeout(String buffering) throws Exception {
        Gate answered = new Gate("the client has its answer");
        bench.peer().accept().readHead().waitFor(answered);
        bench.proxy("client_max_body_size = 0", "proxy_send_timeout = \"300ms\"", buffering);
        RawClient client = upload();
        assertEquals(504, client.readResponse().status());
        answered.open();
        bench.awaitAccess("status=504 upstream=504");
        bench.awaitError("upstream timed out (110: Connection timed out) while sending request to upstream, client: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {BUFFERED, STREAMED})
    void earlyAnswerReachesTheClientAlthoughTheBodyIsStillBeingSent(String buffering) throws Exception {
        bench.peer()
                .accept()
                .readHead()
                .send("HTTP/1.1 413 Too Much\r\nConnection: close\r\nContent-Length: 4\r\n\r\nfull")
                .close();
        bench.proxy("client_max_body_size = 0", buffering);
        RawResponse response = upload().readResponse();
        assertEquals(413, response.status());
        assertEquals("full", response.bodyText());
        assertTrue(response.complete());
        bench.awaitAccess("status=413 upstream=413");
    }

    @Test
    void answerBeforeTheEndOfTheRequestIsRelayedAndTheConnectionNotKept() throws Exception {
        Gate delivered = new Gate("the client has the response");
        bench.peer()
                .accept()
                .readHead()
                .send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nearly")
                .waitFor(delivered);
        bench.proxy("client_max_body_size = 0", STREAMED);
        RawClient client = bench.send("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: 10\r\n\r\nhalf.");
        assertEquals("early", client.readResponse().bodyText());
        assertEquals(0, bench.holdings().idlePeerConnections());
        delivered.open();
        bench.peer().accept().readHead().send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext");
        client.send("rest.GET / HTTP/1.1\r\nHost: front\r\n\r\n");
        assertEquals("next", client.readResponse().bodyText());
    }

    /** Sends on a thread of its own, because nobody may read it. */
    private RawClient upload() throws Exception {
        RawClient client = bench.send("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: " + LARGE + "\r\n\r\n");
        Thread.ofVirtual().start(() -> {
            try {
                client.send(new byte[LARGE]);
            } catch (IOException _) {
                // The proxy has had enough.
            }
        });
        return client;
    }
}
