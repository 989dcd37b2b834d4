package io.weir.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.FakeDns;
import io.weir.testing.FakePeer;
import io.weir.testing.Gate;
import io.weir.testing.Patience;
import io.weir.testing.RawClient;
import io.weir.testing.WeirProcess;
import io.weir.upstream.PeerSnapshot;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** {@code server NAME resolve}: nginx-semantics 4.8. */
@Timeout(60)
class DiscoveryTest {

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

    private WeirProcess start(String servers, String... resolverWords) throws Exception {
        String words = resolverWords.length == 0 ? "" : ", \"" + String.join("\", \"", resolverWords) + "\"";
        return bench.start("""
            resolver = ["%s"%s]
            resolver_timeout = "1s"
            [[upstream]]
            name = "up"
            zone = ["up", "64k"]
            server = [%s]
            [[server]]
            listen = "127.0.0.1:%%front%%"
              [[server.location]]
              path = "/"
              proxy_pass = "http://up"
            """.formatted(dns.address(), words, servers));
    }

    private int get() throws Exception {
        return bench.get().readResponse().status();
    }

    private String peers() {
        TreeSet<String> names = new TreeSet<>();
        for (PeerSnapshot peer : bench.weir().weir().peers("up")) {
            names.add(peer.name() + (peer.backup() ? " backup" : "") + " weight=" + peer.weight());
        }
        return String.join(", ", names);
    }

    private void awaitPeers(String expected) throws InterruptedException {
        Patience.until(() -> "the peers " + expected + "; they are " + peers(), () -> peers().equals(expected));
    }

    @Test
    void thePeersAreThereWhenTheFirstRequestComes() throws Exception {
        FakePeer peer = bench.add(FakePeer.answering(OK));
        dns.a("peers.test", 60, "127.0.0.1");
        start("{ address = \"peers.test:%d\", resolve = true, weight = 3 }".formatted(peer.port()));
        assertEquals(200, get());
        assertEquals(peer.name() + " weight=3", peers());
        bench.awaitAccess("peer=" + peer.name());
    }

    @Test
    void peersComeAndGoWithTheAnswersAndRequestsInFlightGoOn() throws Exception {
        FakePeer peer = bench.peer();
        Gate answer = new Gate("the peer may answer");
        peer.accept().readHead().waitFor(answer).send(OK);
        dns.a("peers.test", 0, "127.0.0.1");
        start("{ address = \"peers.test:%d\", resolve = true }".formatted(peer.port()));
        RawClient inFlight = bench.get();
        Patience.until(() -> "the request to arrive", () -> peer.requests().size() == 1);
        dns.a("peers.test", 0, "127.0.0.2", "127.0.0.3");
        awaitPeers("127.0.0.2:%1$d weight=1, 127.0.0.3:%1$d weight=1".formatted(peer.port()));
        answer.open();
        assertEquals(200, inFlight.readResponse().status());
        dns.a("peers.test", 0, "127.0.0.3");
        awaitPeers("127.0.0.3:%d weight=1".formatted(peer.port()));
    }

    @Test
    void connectionsToAPeerThatIsGoneAreNotKept() throws Exception {
        FakePeer peer = bench.peer();
        peer.accept().readHead().send(OK).expectClose();
        dns.a("peers.test", 0, "127.0.0.1");
        start("{ address = \"peers.test:%d\", resolve = true }".formatted(peer.port()));
        assertEquals(200, get());
        dns.a("peers.test", 0, "127.0.0.2");
        peer.awaitScript();
    }

    @Test
    void aNameThatCannotBeResolvedAtTheStartComesLater() throws Exception {
        FakePeer peer = bench.add(FakePeer.answering(OK));
        start("{ address = \"peers.test:%d\", resolve = true }".formatted(peer.port()), "valid=1s");
        assertEquals(502, get());
        bench.awaitError("no live upstreams while connecting to upstream");
        bench.awaitError("peers.test could not be resolved (3: Host not found)");
        dns.a("peers.test", 60, "127.0.0.1");
        awaitPeers(peer.name() + " weight=1");
        assertEquals(200, get());
    }

    @Test
    void aNameThatIsGoneTakesItsPeersWithIt() throws Exception {
        dns.a("peers.test", 0, "127.0.0.1");
        start("{ address = \"peers.test:80\", resolve = true }, { address = \"127.0.0.9:81\" }");
        assertEquals("127.0.0.1:80 weight=1, 127.0.0.9:81 weight=1", peers());
        dns.forget("peers.test");
        awaitPeers("127.0.0.9:81 weight=1");
    }

    @Test
    void aFailureToFindOutLeavesThePeersAlone() throws Exception {
        dns.a("peers.test", 0, "127.0.0.1");
        start("{ address = \"peers.test:80\", resolve = true }");
        dns.error("peers.test", Type.A, Rcode.SERVFAIL);
        bench.awaitError("peers.test could not be resolved (2: Server failure)");
        assertEquals("127.0.0.1:80 weight=1", peers());
    }

    @Test
    void aServiceHasItsPortsWeightsAndBackups() throws Exception {
        dns.records("_http._tcp.svc.test", Type.SRV, 60, "1 5 8081 a.test.", "1 0 8082 a.test.", "2 7 8083 b.test.");
        dns.a("a.test", 60, "127.0.0.1").a("b.test", 60, "127.0.0.2");
        start("{ address = \"svc.test\", resolve = true, service = \"http\" }");
        assertEquals("127.0.0.1:8081 weight=5, 127.0.0.1:8082 weight=1, 127.0.0.2:8083 backup weight=7", peers());
    }

    @Test
    void aServiceWithDotsIsTakenLiterallyAndTheConfiguredWeightWins() throws Exception {
        dns.records("_http._udp.svc.test", Type.SRV, 60, "1 5 8081 a.test.");
        dns.a("a.test", 60, "127.0.0.1");
        start("{ address = \"svc.test\", resolve = true, service = \"_http._udp\", weight = 2 }");
        assertEquals("127.0.0.1:8081 weight=2", peers());
    }

    @Test
    void anInstanceThatCannotBeResolvedIsLeftOut() throws Exception {
        dns.records("_http._tcp.svc.test", Type.SRV, 60, "1 5 8081 a.test.", "0 5 8082 no.test.");
        dns.a("a.test", 60, "127.0.0.1");
        start("{ address = \"svc.test\", resolve = true, service = \"http\" }");
        assertEquals("127.0.0.1:8081 weight=5", peers());
    }

    @Test
    void aServiceThatDoesNotExistIsToldByItsName() throws Exception {
        start("{ address = \"svc.test\", resolve = true, service = \"http\" }");
        assertEquals(502, get());
        bench.awaitError("service http of svc.test could not be resolved (3: Host not found)");
    }

    @Test
    void aGroupsOwnResolverWins() throws Exception {
        FakePeer peer = bench.add(FakePeer.answering(OK));
        dns.a("peers.test", 60, "127.0.0.1");
        bench.start("""
            resolver = "127.0.0.1:1"
            [[upstream]]
            name = "up"
            zone = "up"
            resolver = ["%s", "ipv6=off"]
            server = [{ address = "peers.test:%d", resolve = true }]
            [[server]]
            listen = "127.0.0.1:%%front%%"
              [[server.location]]
              path = "/"
              proxy_pass = "http://up"
            """.formatted(dns.address(), peer.port()));
        assertEquals(200, get());
        assertEquals(List.of("A peers.test UDP"), dns.questions());
    }

    @Test
    void theThreadsEndWithTheProxy() throws Exception {
        dns.a("peers.test", 60, "127.0.0.1").on("silent.test", Type.A, (_, _) -> List.of());
        WeirProcess weir = start(
                "{ address = \"peers.test:80\", resolve = true }, { address = \"silent.test:80\", resolve = true }");
        assertTrue(weir.weir().discoveredNames() == 2);
        weir.weir().close();
        assertEquals(0, weir.weir().discoveredNames());
    }
}
