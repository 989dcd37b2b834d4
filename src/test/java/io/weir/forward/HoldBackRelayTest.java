package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weir.testing.Bench;
import io.weir.testing.Bytes;
import io.weir.testing.Gate;
import io.weir.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * When a byte that the peer has sent reaches the client: at once where nothing is buffered, by nginx's rules of holding back
 * where it is (nginx-semantics 3.3). The peer goes on only when the client has what it should have by then.
 */
@Timeout(60)
class HoldBackRelayTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

    @RegisterExtension
    final Bench bench = new Bench();

    private final Gate first = new Gate("the client has the first piece");
    private final Gate second = new Gate("the client has the second piece");

    @ParameterizedTest
    @CsvSource({"proxy_buffering = false, ''", "proxy_buffering = true, X-Accel-Buffering: no"})
    void unbufferedHeadAndPiecesPassAtOnce(String buffering, String field) throws Exception {
        Gate head = new Gate("the client has the head");
        bench.peer()
                .accept()
                .readHead()
                .send(OK + "Content-Length: 10\r\n" + (field.isEmpty() ? "" : field + "\r\n") + "\r\n")
                .waitFor(head)
                .send("he")
                .waitFor(first)
                .send("llo")
                .waitFor(second)
                .send("world");
        bench.proxy(buffering);
        RawClient client = bench.get();
        client.readHead();
        head.open();
        assertEquals("he", text(client, 2));
        first.open();
        assertEquals("llo", text(client, 3));
        second.open();
        assertEquals("world", text(client, 5));
    }

    @Test
    void bufferedChunksPassOneByOne() throws Exception {
        bench.peer()
                .accept()
                .readHead()
                .send(CHUNKED)
                .send("5\r\nhello\r\n")
                .waitFor(first)
                .send("5\r\nworld\r\n")
                .waitFor(second)
                .send("0\r\n\r\n");
        bench.proxy();
        RawClient client = bench.get();
        client.readHead();
        assertEquals("5\r\nhello\r\n", text(client, 10));
        first.open();
        assertEquals("5\r\nworld\r\n", text(client, 10));
        second.open();
        assertEquals("0\r\n\r\n", text(client, 5));
    }

    /** The first piece of a large chunk passes at once, for at the start 5 bytes were the least that had to come. */
    @Test
    void bufferedPiecesOfALargeChunkWaitForItsEnd() throws Exception {
        Gate waited = new Gate("the second piece is with the proxy");
        bench.peer()
                .accept()
                .readHead()
                .send(CHUNKED + "a\r\nhello")
                .waitFor(first)
                .send("wo")
                .open(waited)
                .waitFor(second)
                .send("rld\r\n0\r\n\r\n");
        bench.proxy("proxy_read_timeout = \"20s\"");
        RawClient client = bench.get();
        client.readHead();
        assertEquals("5\r\nhello\r\n", text(client, 10));
        first.open();
        waited.await();
        second.open();
        assertEquals("5\r\nworld\r\n0\r\n\r\n", text(client, 15));
    }

    /** Proved by what is lost when the peer falls silent: neither the pieces nor the head had gone out before. */
    @Test
    void bufferedPiecesOfABodyWithLengthWaitForAFullBuffer() throws Exception {
        bench.peer()
                .accept()
                .readHead()
                .send(OK + "Content-Length: 10000\r\n\r\n")
                .send("x".repeat(4096))
                .waitFor(first)
                .send("y".repeat(100))
                .expectClose();
        bench.proxy("proxy_buffers = [8, \"4k\"]", "proxy_read_timeout = \"300ms\"");
        RawClient client = bench.get();
        client.readHead();
        assertEquals("x".repeat(4096), text(client, 4096));
        first.open();
        client.expectClose();
    }

    @Test
    void bodyUntilCloseWaitsForItsEnd() throws Exception {
        Gate sent = new Gate("the first piece was sent");
        bench.peer()
                .accept()
                .readHead()
                .send(OK + "\r\nhello")
                .open(sent)
                .waitFor(first)
                .send("world")
                .close();
        bench.proxy();
        RawClient client = bench.get();
        sent.await();
        assertFalse(first.isOpen());
        first.open();
        client.readHead();
        assertEquals("a\r\nhelloworld\r\n0\r\n\r\n", text(client, 20));
    }

    private static String text(RawClient client, int length) throws Exception {
        return Bytes.text(client.readExactly(length));
    }
}
