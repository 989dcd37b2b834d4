package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.FakeDns;
import io.weir.testing.FakePeer;
import io.weir.testing.Gate;
import io.weir.testing.RawClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** {@code proxy_pass} with variables whose value names a host: nginx-semantics 1.3, and its sharp case 20. */
@Timeout(60)
class ResolvedTargetTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @RegisterExtension
    final Bench bench = new Bench();

    private FakeDns dns;

    @BeforeEach
    void startDns() throws Exception {
        dns = FakeDns.start();
    }

    @AfterEach
    void stopDns() throws Exception {
        dns.close();
    }

    /** One location that takes the host from the request's {@code h}, and the port of a peer. */
    private void start(int port, String... keys) throws Exception {
        bench.start("""
            [[server]]
            listen = "127.0.0.1:%%front%%"
              [[server.location]]
              path = "/"
              proxy_pass = "http://$arg_h:%d/"
            """.formatted(port) + String.join("\n", keys) + "\n");
    }

    private void startWithResolver(int port, String... keys) throws Exception {
        start(port, "resolver = [\"" + dns.address() + "\"]\n" + String.join("\n", keys));
    }

    private int get(String host) throws Exception {
        return bench.send("GET /?h=" + host + " HTTP/1.1\r\nHost: front\r\nConnection: close\r\n\r\n")
                .readResponse()
                .status();
    }

    @Test
    void theNameIsResolvedOnceWhileTheAnswerHolds() throws Exception {
        FakePeer peer = bench.add(FakePeer.answering(OK));
        dns.a("a.test", 60, "127.0.0.1");
        startWithResolver(peer.port());
        assertEquals(200, get("a.test"));
        assertEquals(200, get("A.test."));
        assertEquals(1, dns.asked("A a.test"));
        assertEquals(1, dns.asked("AAAA a.test"));
        bench.awaitAccess("peer=" + peer.name());
        assertEquals(
                List.of("a.test:" + peer.port()),
                peer.requests().getFirst().head().values("Host"));
    }

    @Test
    void connectionsToItAreNotKept() throws Exception {
        FakePeer peer = bench.add(FakePeer.answering(OK));
        dns.a("a.test", 60, "127.0.0.1");
        startWithResolver(peer.port());
        assertEquals(200, get("a.test"));
        assertEquals(200, get("a.test"));
        assertEquals(2, peer.connectionCount());
        assertEquals(0, bench.holdings().idlePeerConnections());
    }

    @Test
    void eachAddressIsAPeerToTry() throws Exception {
        FakePeer peer = bench.add(FakePeer.answering(OK));
        dns.a("a.test", 60, "127.0.0.1", "127.0.0.2", "127.0.0.3");
        startWithResolver(peer.port()); // who listens on 127.0.0.1 alone
        for (int i = 0; i < 6; i++) {
            assertEquals(200, get("a.test"));
        }
        assertEquals(6, peer.requests().size());
    }

    @Test
    void withoutAResolverItIsABadGateway() throws Exception {
        start(80);
        assertEquals(502, get("a.test"));
        String line = bench.awaitError("no resolver defined to resolve a.test");
        assertTrue(line.contains("] "), line);
        assertTrue(
                line.contains(" no resolver defined to resolve a.test, client: 127.0.0.1, server: , request: "), line);
        bench.awaitAccess("status=502 upstream=- peer=- ");
    }

    @Test
    void anUnknownNameIsABadGatewayAndNotRetried() throws Exception {
        startWithResolver(80, "proxy_next_upstream = [\"error\", \"timeout\", \"http_502\"]");
        assertEquals(502, get("no.test"));
        String line = bench.awaitError("could not be resolved");
        assertTrue(
                line.contains(
                        " no.test could not be resolved (3: Host not found), client: 127.0.0.1, server: , request: "),
                line);
        assertEquals(1, dns.asked("A no.test"));
        bench.awaitAccess("status=502 upstream=- peer=- ");
        assertEquals(502, get("no.test"));
        assertEquals(2, dns.asked("A no.test"), "what failed is not remembered");
    }

    @Test
    void aFailureOfTheServerIsToldByItsName() throws Exception {
        dns.error("a.test", Type.A, Rcode.SERVFAIL).error("a.test", Type.AAAA, Rcode.SERVFAIL);
        dns.error("b.test", Type.A, Rcode.REFUSED).error("b.test", Type.AAAA, Rcode.REFUSED);
        startWithResolver(80);
        assertEquals(502, get("a.test"));
        bench.awaitError("a.test could not be resolved (2: Server failure)");
        assertEquals(502, get("b.test"));
        bench.awaitError("b.test could not be resolved (5: Operation refused)");
    }

    @Test
    void silenceIsATimeout() throws Exception {
        dns.on("a.test", Type.A, (_, _) -> List.of());
        startWithResolver(80, "resolver_timeout = \"50ms\"");
        assertEquals(502, get("a.test"));
        bench.awaitError("a.test could not be resolved (110: Operation timed out)");
    }

    @Test
    void whatDnsCannotExpressIsNotFound() throws Exception {
        startWithResolver(80);
        assertEquals(502, get("a".repeat(64) + ".test"));
        bench.awaitError("a.test could not be resolved (3: Host not found)");
        assertEquals(List.of(), dns.questions());
    }

    @Test
    void aClientThatLeavesEndsTheWait() throws Exception {
        Gate asked = new Gate("the name server was asked");
        dns.on("a.test", Type.A, (_, _) -> {
            asked.open();
            return List.of();
        });
        startWithResolver(80);
        RawClient client = bench.send("GET /?h=a.test HTTP/1.1\r\nHost: front\r\n\r\n");
        asked.await();
        client.close();
        bench.awaitAccess("status=499 upstream=- peer=- ");
        bench.awaitError("client prematurely closed connection");
        assertFalse(bench.hasError("could not be resolved"));
    }

    @Test
    void theBodyIsReadBeforeTheNameIsResolved() throws Exception {
        startWithResolver(80, "client_max_body_size = 1");
        RawClient client = bench.send("POST /?h=no.test HTTP/1.1\r\nHost: front\r\nTransfer-Encoding: chunked\r\n"
                + "Connection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        assertEquals(413, client.readResponse().status());
        assertEquals(List.of(), dns.questions());
    }

    @Test
    void aGroupWithTheNameComesFirst() throws Exception {
        FakePeer peer = bench.add(FakePeer.answering(OK));
        bench.start("""
            resolver = ["%s"]
            [[upstream]]
            name = "up"
            server = [{ address = "%s" }]
            [[server]]
            listen = "127.0.0.1:%%front%%"
              [[server.location]]
              path = "/"
              proxy_pass = "http://$arg_h/"
            """.formatted(dns.address(), peer.name()));
        assertEquals(200, get("up"));
        assertEquals(List.of(), dns.questions());
    }
}
