package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code limit_rate} (nginx-semantics 3.7): the client's speed, not the upstream's. */
@Timeout(60)
class ClientRateTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n";

    @RegisterExtension
    final Bench bench = new Bench();

    @Test
    void upstreamIsReleasedLongBeforeTheClientHasItsResponse() throws Exception {
        bench.peer()
                .accept()
                .readHead()
                .send(HEAD + "Connection: close\r\n\r\n")
                .send(new byte[300_000])
                .expectClose();
        bench.proxy("limit_rate = \"100k\"");
        RawClient client = bench.get();
        bench.peer().awaitScript();
        assertTrue(client.readHead().firstLine().contains("200"));
        long start = System.nanoTime();
        assertEquals(300_000, client.readExactly(300_000).length);
        // The first second's share goes at once, and the whole of it takes three of them.
        assertTrue(System.nanoTime() - start >= 500_000_000L);
        bench.awaitAccess("completion=OK body=300000");
    }

    @Test
    void responseThatCameWholeIsLimitedToo() throws Exception {
        bench.peer().accept().readHead().send("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + "x".repeat(2000));
        bench.proxy("limit_rate = \"1k\"");
        RawClient client = bench.get();
        client.readHead();
        assertEquals(2000, client.readExactly(2000).length);
    }

    @Test
    void xAccelLimitRateHoldsForOneResponse() throws Exception {
        bench.peer()
                .accept()
                .readHead()
                .send("HTTP/1.1 200 OK\r\nX-Accel-Limit-Rate: 1000\r\nTransfer-Encoding: chunked\r\n\r\n5dc\r\n"
                        + "x".repeat(1500) + "\r\n0\r\n\r\n")
                .readHead()
                .send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                .send(new byte[100_000]);
        bench.proxy();
        RawClient client = bench.get();
        assertEquals(1500, client.readResponse().body().length);
        assertEquals(
                100_000,
                client.send("GET /next HTTP/1.1\r\nHost: front\r\n\r\n")
                        .readResponse()
                        .body()
                        .length);
    }

    @Test
    void clientThatLeavesALimitedResponseIsNoticed() throws Exception {
        bench.peer().accept().readHead().send(HEAD + "\r\n").send(new byte[300_000]);
        bench.proxy("limit_rate = 100");
        RawClient client = bench.get();
        client.readHead();
        client.close();
        bench.awaitAccess("status=200 upstream=200 ");
    }
}
