package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.Gate;
import io.weir.testing.RawClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The client leaves, or does not take its response. */
@Timeout(60)
class ClientGoneTest {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int LARGE = 20 << 20;
    private static final String LARGE_HEAD = "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n";

    @RegisterExtension
    final Bench bench = new Bench();

    private final Gate asked = new Gate("the peer has the request");

    @Test
    void upstreamIsClosedSoonAfterTheClientOfASilentPeerHasLeft() throws Exception {
        bench.peer().accept().readHead().open(asked).expectClose();
        bench.proxy();
        RawClient client = bench.get();
        asked.await();
        long left = System.nanoTime();
        client.close();
        bench.peer().awaitScript();
        assertSoon(left);
        bench.awaitAccess("status=499 upstream=- ");
        bench.awaitError(
                "client prematurely closed connection, so upstream connection is closed too while reading response "
                        + "header from upstream, client: 127.0.0.1");
    }

    @Test
    void endOfInputIsAnAbortToo() throws Exception {
        bench.peer().accept().readHead().open(asked).expectClose();
        bench.proxy();
        RawClient client = bench.get();
        asked.await();
        long left = System.nanoTime();
        client.halfClose();
        bench.peer().awaitScript();
        assertSoon(left);
        client.expectClose();
        bench.awaitAccess("status=499 upstream=- ");
    }

    @Test
    void endOfInputBehindAPipelinedRequestIsAnAbortToo() throws Exception {
        bench.peer().accept().readHead().open(asked).expectClose();
        bench.proxy();
        RawClient client = bench.get();
        asked.await();
        client.send("GET /next HTTP/1.1\r\nHost: front\r\n\r\n").halfClose();
        client.expectClose();
        bench.awaitAccess("status=499 upstream=- ");
    }

    @Test
    void upstreamIsReadToTheEndWhereTheClientsAbortIsIgnored() throws Exception {
        Gate logged = new Gate("the request is logged");
        Gate left = new Gate("the client has left");
        bench.peer()
                .accept()
                .readHead()
                .open(asked)
                .waitFor(left)
                .send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
                .waitFor(logged);
        bench.proxy("proxy_ignore_client_abort = true");
        RawClient client = bench.get();
        asked.await();
        client.close();
        left.open();
        bench.awaitAccess("status=200 upstream=200 ");
        logged.open();
    }

    @Test
    void clientThatLeavesAfterAStreamedUploadIsNoticedLikeAnyOther() throws Exception {
        Gate uploaded = new Gate("the peer has the body");
        bench.peer().accept().readHead().open(asked).readBody(5).open(uploaded).expectClose();
        bench.proxy("proxy_request_buffering = false");
        RawClient client = bench.client();
        client.send("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhel");
        asked.await();
        client.send("lo");
        uploaded.await();
        client.close();
        bench.peer().awaitScript();
        bench.awaitAccess("status=499 upstream=- ");
    }

    @Test
    void responseToAnUnfinishedUploadDoesNotHoldUpTheWatchOfOthers() throws Exception {
        Gate answered = new Gate("the first peer has answered");
        Gate done = new Gate("the second client has left");
        bench.peer()
                .accept()
                .readHead()
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
                .open(answered)
                .waitFor(done)
                .close();
        bench.peer().accept().readHead().open(asked).expectClose();
        bench.proxy("proxy_request_buffering = false");
        RawClient uploading = bench.client();
        uploading.send("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: 10\r\n\r\nhel");
        answered.await();
        uploading.readHead();
        RawClient leaving = bench.get();
        asked.await();
        leaving.close();
        bench.awaitAccess("status=499 upstream=- ");
        done.open();
        uploading.close();
    }

    @Test
    void clientThatLeavesWithinABodyEndsTheUpstreamToo() throws Exception {
        bench.peer()
                .accept()
                .readHead()
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
                .expectClose();
        bench.proxy();
        RawClient client = bench.get();
        client.readHead();
        long left = System.nanoTime();
        client.close();
        bench.peer().awaitScript();
        assertSoon(left);
        bench.awaitAccess("status=200 upstream=200 ");
    }

    @Test
    void clientThatLeavesWithinAnUnbufferedBodyEndsTheUpstreamToo() throws Exception {
        bench.peer()
                .accept()
                .readHead()
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
                .expectClose();
        bench.proxy("proxy_buffering = false");
        RawClient client = bench.get();
        client.readHead();
        long left = System.nanoTime();
        client.close();
        bench.peer().awaitScript();
        assertSoon(left);
        bench.awaitAccess("status=200 upstream=200 ");
    }

    @Test
    void slowClientThatLeavesEndsAnUpstreamThatIsBlocked() throws Exception {
        bench.peer().accept().readHead().open(asked).send(LARGE_HEAD).sendAsFarAsPossible(LARGE);
        bench.proxy("proxy_max_temp_file_size = 0");
        RawClient client = bench.narrowClient().send("GET / HTTP/1.1\r\nHost: front\r\n\r\n");
        client.readHead();
        client.close();
        bench.peer().awaitScript();
        bench.awaitAccess("status=200 upstream=200 ");
    }

    /** A client that was slow once and has caught up is watched like any other. */
    @Test
    void clientThatHasCaughtUpAndLeavesIsNoticedWhileThePeerIsSilent() throws Exception {
        Gate caughtUp = new Gate("the client has all that was sent");
        bench.peer()
                .accept()
                .readHead()
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                .send(Integer.toHexString(LARGE) + "\r\n")
                .send(new byte[LARGE])
                // The second chunk is what nginx's rule waits for: the end of a chunk alone may be held back (3.11).
                .send("\r\n1\r\nx\r\n")
                .open(caughtUp)
                .expectClose();
        bench.proxy();
        RawClient client = bench.get();
        client.readHead();
        bench.awaitError("an upstream response is buffered to a temporary file");
        int read = 0;
        while (read < LARGE + 1) {
            String size = client.readLine();
            int chunk = Integer.parseInt(size, 16);
            client.readExactly(chunk + 2);
            read += chunk;
        }
        assertEquals(LARGE + 1, read);
        caughtUp.await();
        long left = System.nanoTime();
        client.close();
        bench.peer().awaitScript();
        assertSoon(left);
    }

    @Test
    void clientThatTakesNothingIsCutOffAfterTheSendTimeout() throws Exception {
        bench.peer().accept().readHead().send(LARGE_HEAD).sendAsFarAsPossible(LARGE);
        bench.proxy("send_timeout = \"300ms\"", "proxy_max_temp_file_size = 0");
        bench.narrowClient().send("GET / HTTP/1.1\r\nHost: front\r\n\r\n").readHead();
        bench.peer().awaitScript();
        bench.awaitAccess("status=200 upstream=200 ");
        bench.awaitError("client timed out (110: Connection timed out)");
    }

    @Test
    void clientThatTakesNothingOfAnUnbufferedBodyIsCutOffAfterTheSendTimeout() throws Exception {
        bench.peer().accept().readHead().send(LARGE_HEAD).sendAsFarAsPossible(LARGE);
        bench.proxy("send_timeout = \"300ms\"", "proxy_buffering = false");
        bench.narrowClient().send("GET / HTTP/1.1\r\nHost: front\r\n\r\n").readHead();
        bench.peer().awaitScript();
        bench.awaitError("client timed out (110: Connection timed out)");
    }

    private static void assertSoon(long since) {
        Duration took = Duration.ofNanos(System.nanoTime() - since);
        assertTrue(took.compareTo(SOON) < 0, () -> "took " + took);
    }
}
