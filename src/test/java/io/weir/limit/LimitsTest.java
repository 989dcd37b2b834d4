package io.weir.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.testing.Bench;
import io.weir.testing.Gate;
import io.weir.testing.PeerScript;
import io.weir.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits with more than one client, and clients that leave. */
@Timeout(60)
class LimitsTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @RegisterExtension
    final Bench bench = new Bench();

    private final Gate asked = new Gate("the peer is asked");
    private final Gate goOn = new Gate("the peer may answer");

    private void start(String top, String location) throws Exception {
        bench.start(top + """

            [[upstream]]
            name = "up"
            server = [{ address = "%s" }]

            [[server]]
            listen = "127.0.0.1:%%front%%"

              [[server.location]]
              path = "/"
              proxy_pass = "http://up"
              %s
            """.formatted(bench.peer().name(), location));
    }

    private void startConnections() throws Exception {
        start("limit_conn_zone = [\"$binary_remote_addr\", \"zone=one:1m\"]\n", "limit_conn = [\"one\", 1]");
    }

    @Test
    void aSecondRequestAtTheSameTimeIsRefused() throws Exception {
        bench.peer().accept().readHead().open(asked).waitFor(goOn).send(OK);
        startConnections();
        RawClient first = bench.get();
        asked.await();
        assertEquals(503, bench.get().readResponse().status());
        goOn.open();
        assertEquals(200, first.readResponse().status());
    }

    @Test
    void theEndOfTheResponseMakesRoomOnAnotherConnection() throws Exception {
        PeerScript kept = bench.peer().accept();
        for (int i = 0; i < 20; i++) {
            kept.readHead().send(OK);
        }
        startConnections();
        for (int i = 0; i < 20; i++) {
            assertEquals(200, bench.get().readResponse().status());
        }
    }

    @Test
    void aClientThatLeavesMakesRoom() throws Exception {
        bench.peer().accept().readHead().open(asked).expectClose();
        bench.peer().accept().readHead().send(OK);
        startConnections();
        RawClient first = bench.get();
        asked.await();
        first.close();
        bench.awaitAccess("status=499 ");
        assertEquals(200, bench.get().readResponse().status());
    }

    @Test
    void aClientThatLeavesWhileItIsDelayedEndsItsRequest() throws Exception {
        bench.peer().accept().readHead().send(OK);
        start(
                "limit_req_zone = [\"$binary_remote_addr\", \"zone=one:1m\", \"rate=1r/m\"]\n",
                "limit_req = [\"zone=one\", \"burst=5\"]");
        assertEquals(200, bench.get().readResponse().status());
        RawClient delayed = bench.get();
        bench.awaitError("delaying request, excess: ");
        delayed.close();
        bench.awaitAccess("status=499 ");
    }
}
