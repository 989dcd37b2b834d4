package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.RawResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The peer fails after its response header was passed on: nobody may take what came for the whole. */
@Timeout(60)
class BodyFailureTest {

    private static final String LENGTH_10 = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String WHILE_READING = " while reading upstream, client: 127.0.0.1, ";

    @RegisterExtension
    final Bench bench = new Bench();

    @ParameterizedTest
    @ValueSource(strings = {"proxy_buffering = true", "proxy_buffering = false"})
    void bodyShorterThanItsLengthIsPassedOnAndCutOff(String buffering) throws Exception {
        bench.peer().accept().readHead().send(LENGTH_10 + "hello").close();
        bench.proxy(buffering);
        assertCut(bench.get().readResponse(), "hello");
        bench.awaitError("upstream prematurely closed connection" + WHILE_READING);
        bench.awaitAccess("status=200 upstream=200 peer=" + bench.peer().name() + " completion=OK body=5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy_buffering = true", "proxy_buffering = false"})
    void chunkedBodyWithoutItsEndIsPassedOnAndCutOff(String buffering) throws Exception {
        bench.peer().accept().readHead().send(CHUNKED + "5\r\nhello\r\n").close();
        bench.proxy(buffering);
        assertCut(bench.get().readResponse(), "hello");
        bench.awaitError("upstream prematurely closed connection" + WHILE_READING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy_buffering = true", "proxy_buffering = false"})
    void resetWithinTheBodyCutsTheClientOff(String buffering) throws Exception {
        bench.peer().accept().readHead().send(CHUNKED + "5\r\nhello\r\n").reset();
        bench.proxy(buffering);
        RawResponse response = bench.get().readResponse();
        assertFalse(response.complete());
        bench.awaitError("(104: Connection reset by peer) while reading ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy_buffering = true", "proxy_buffering = false"})
    void brokenChunkCutsTheClientOffAtOnce(String buffering) throws Exception {
        bench.peer()
                .accept()
                .readHead()
                .send(CHUNKED + "5\r\nhello\r\nno chunk\r\n")
                .expectClose();
        bench.proxy(buffering);
        RawResponse response = bench.get().readResponse();
        assertFalse(response.complete());
        bench.awaitError("upstream sent invalid chunked response while reading ");
        bench.awaitAccess("status=200 upstream=200");
    }

    /** nginx loses what it holds back in a partly filled buffer when the peer falls silent. */
    @Test
    void silenceInABufferedBodyLosesWhatIsHeldBack() throws Exception {
        bench.peer().accept().readHead().send(LENGTH_10 + "hello").expectClose();
        bench.proxy("proxy_read_timeout = \"200ms\"");
        assertCut(bench.get().readResponse(), "");
        bench.awaitError("upstream timed out (110: Connection timed out)" + WHILE_READING);
        bench.awaitAccess("status=200 upstream=200 peer=" + bench.peer().name() + " completion=OK body=0");
    }

    @Test
    void silenceInAnUnbufferedBodyComesAfterAllThatCame() throws Exception {
        bench.peer().accept().readHead().send(LENGTH_10 + "hello").expectClose();
        bench.proxy("proxy_read_timeout = \"200ms\"", "proxy_buffering = false");
        assertCut(bench.get().readResponse(), "hello");
        bench.awaitError("upstream timed out (110: Connection timed out)" + WHILE_READING);
    }

    @ParameterizedTest
    @CsvSource({"true, Content-Length", "false, Content-Length", "true, chunk", "false, chunk"})
    void whatComesAfterTheEndIsDroppedAndTheConnectionNotKept(boolean buffering, String framing) throws Exception {
        boolean chunked = framing.equals("chunk");
        String response = chunked ? CHUNKED + "5\r\nhello\r\n0\r\n\r\nmore" : LENGTH_10 + "0123456789more";
        bench.peer().accept().readHead().send(response).expectClose();
        bench.proxy("proxy_buffering = " + buffering);
        RawResponse received = bench.get().readResponse();
        assertEquals(chunked ? "hello" : "0123456789", received.bodyText());
        assertTrue(received.complete());
        bench.awaitError(
                chunked ? "upstream sent data after final chunk" : "upstream sent more data than specified in");
        bench.awaitAccess("completion=OK");
    }

    /** The failure counts against no peer: the single peer of a group with another would be out otherwise. */
    @Test
    void failureWithinTheBodyIsNotBookedAgainstThePeer() throws Exception {
        bench.peer().accept().readHead().send(LENGTH_10 + "hello").close();
        bench.peer().accept().readHead().send(LENGTH_10 + "0123456789");
        bench.start("""
            [[upstream]]
            name = "up"
            server = [{ address = "%s" }, { address = "127.0.0.1:1", backup = true }]

            [[server]]
            listen = "127.0.0.1:%%front%%"

              [[server.location]]
              path = "/"
              proxy_pass = "http://up"
            """.formatted(bench.peer().name()));
        assertCut(bench.get().readResponse(), "hello");
        assertEquals("0123456789", bench.get().readResponse().bodyText());
    }

    private static void assertCut(RawResponse response, String body) {
        assertEquals(200, response.status());
        assertEquals(body, response.bodyText());
        assertFalse(response.complete());
    }
}
