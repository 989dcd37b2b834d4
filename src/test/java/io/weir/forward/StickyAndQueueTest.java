package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.FakePeer;
import io.weir.testing.Gate;
import io.weir.testing.Patience;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a group's sticky, queue and retry_budget do to responses. */
@Timeout(60)
class StickyAndQueueTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nSet-Cookie: own=1\r\n\r\n";

    @RegisterExtension
    final Bench bench = new Bench();

    private void start(String group, FakePeer... peers) throws Exception {
        StringBuilder servers = new StringBuilder();
        for (int i = 0; i < peers.length; i++) {
            servers.append("{ address = \"%s\", route = \"r%d\", max_fails = 0 }, ".formatted(peers[i].name(), i));
        }
        bench.start("""
            [[upstream]]
            name = "up"
            %s
            server = [%s]

            [[server]]
            listen = "127.0.0.1:%%front%%"

              [[server.location]]
              path = "/"
              proxy_pass = "http://up"
              proxy_next_upstream = ["error", "http_500"]
            """.formatted(group, servers));
    }

    private RawResponse get(String headers) throws Exception {
        return bench.send("GET / HTTP/1.1\r\nHost: front\r\n" + headers + "\r\n")
                .readResponse();
    }

    @Test
    void theCookieComesWithEveryResponseAndBindsToItsPeer() throws Exception {
        FakePeer a = bench.add(FakePeer.answering(OK + "a"));
        FakePeer b = bench.add(FakePeer.answering(OK + "b"));
        start("sticky = [\"cookie\", \"srv\", \"path=/\", \"httponly\"]", a, b);
        RawResponse first = get("");
        assertEquals("a", first.bodyText());
        assertEquals(List.of("srv=r0; httponly; path=/", "own=1"), first.header("Set-Cookie"));
        for (int i = 0; i < 3; i++) {
            RawResponse bound = get("Cookie: x=1; srv=r1\r\n");
            assertEquals("b", bound.bodyText());
            assertEquals("srv=r1; httponly; path=/", bound.header("Set-Cookie").getFirst());
        }
    }

    @Test
    void whenThePeerIsGoneTheCookieIsSetAnew() throws Exception {
        FakePeer dead = bench.add(FakePeer.refusing());
        FakePeer b = bench.add(FakePeer.answering(OK + "b"));
        start("sticky = [\"cookie\", \"srv\"]", dead, b);
        RawResponse moved = get("Cookie: srv=r0\r\n");
        assertEquals("b", moved.bodyText());
        assertEquals(List.of("srv=r1", "own=1"), moved.header("Set-Cookie"));
    }

    /** As in nginx, where the cookie is among the response's fields as soon as a peer is chosen. */
    @Test
    void anErrorPageHasTheCookieOfThePeerThatFailed() throws Exception {
        FakePeer dead = bench.add(FakePeer.refusing());
        start("sticky = [\"cookie\", \"srv\"]", dead);
        RawResponse page = get("");
        assertEquals(502, page.status());
        assertEquals(List.of("srv=r0"), page.header("Set-Cookie"));
    }

    @Test
    void aSessionThatAPeerBeganStaysWithIt() throws Exception {
        FakePeer a = bench.add(FakePeer.answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nSet-Cookie: s=A\r\n\r\na"));
        FakePeer b = bench.add(FakePeer.answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nSet-Cookie: s=B\r\n\r\nb"));
        start("sticky = [\"learn\", \"create=$upstream_cookie_s\", \"lookup=$cookie_s\", \"zone=z:1m\"]", a, b);
        assertEquals("a", get("").bodyText());
        assertEquals("b", get("").bodyText());
        for (int i = 0; i < 3; i++) {
            assertEquals("a", get("Cookie: s=A\r\n").bodyText());
            assertEquals("b", get("Cookie: s=B\r\n").bodyText());
        }
    }

    @Test
    void aRequestWaitsForThePeerThatIsFull() throws Exception {
        Gate answered = new Gate("the first request may be answered");
        FakePeer peer = bench.peer();
        peer.accept().readHead().waitFor(answered).send(OK + "1").readHead().send(OK + "2");
        startFull(peer, "queue = [5, \"30s\"]");
        RawClient first = bench.get();
        awaitRequest(peer);
        RawClient second = bench.get();
        awaitWaiting(1);
        answered.open();
        assertEquals("1", first.readResponse().bodyText());
        assertEquals("2", second.readResponse().bodyText());
    }

    @Test
    void aRequestThatHasWaitedTooLongIsRefused() throws Exception {
        Gate answered = new Gate("the first request may be answered");
        FakePeer peer = bench.peer();
        peer.accept().readHead().waitFor(answered).send(OK + "1");
        startFull(peer, "queue = [5, \"50ms\"]");
        RawClient first = bench.get();
        awaitRequest(peer);
        assertEquals(502, bench.get().readResponse().status());
        bench.awaitError("no live upstreams");
        answered.open();
        assertEquals("1", first.readResponse().bodyText());
    }

    @Test
    void aClientThatLeavesTheQueueIsLogged499() throws Exception {
        Gate answered = new Gate("the first request may be answered");
        FakePeer peer = bench.peer();
        peer.accept().readHead().waitFor(answered).send(OK + "1");
        startFull(peer, "queue = [5, \"30s\"]");
        RawClient first = bench.get();
        awaitRequest(peer);
        RawClient second = bench.get();
        awaitWaiting(1);
        second.close();
        assertTrue(bench.awaitAccess("status=499").contains("peer=-"));
        awaitWaiting(0);
        answered.open();
        assertEquals("1", first.readResponse().bodyText());
    }

    private static void awaitRequest(FakePeer peer) throws Exception {
        Patience.until(() -> "a request", () -> !peer.requests().isEmpty());
    }

    private void awaitWaiting(int count) throws Exception {
        Patience.until(() -> count + " in the queue", () -> bench.weir().weir().waiting() == count);
    }

    private void startFull(FakePeer peer, String queue) throws Exception {
        bench.start("""
            [[upstream]]
            name = "up"
            %s
            server = [{ address = "%s", max_conns = 1 }]

            [[server]]
            listen = "127.0.0.1:%%front%%"

              [[server.location]]
              path = "/"
              proxy_pass = "http://up"
            """.formatted(queue, peer.name()));
    }

    @Test
    void retriesBeyondTheBudgetAreNotMade() throws Exception {
        FakePeer a = bench.add(FakePeer.answering("HTTP/1.1 500 Oops\r\nContent-Length: 1\r\n\r\na"));
        FakePeer b = bench.add(FakePeer.answering("HTTP/1.1 500 Oops\r\nContent-Length: 1\r\n\r\nb"));
        start("retry_budget = \"20%\"", a, b);
        for (int i = 0; i < 3; i++) {
            assertEquals(500, get("").status());
        }
        assertEquals(6, a.requests().size() + b.requests().size()); // a quiet group is granted three
        assertEquals(500, get("").status());
        assertEquals(7, a.requests().size() + b.requests().size());
    }
}
