package io.weir.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.PeerEntry;
import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.testing.Bench;
import io.weir.testing.Certificates;
import io.weir.testing.FakePeer;
import io.weir.testing.Gate;
import io.weir.testing.Patience;
import io.weir.testing.PeerRequest;
import io.weir.testing.RawResponse;
import io.weir.testing.TlsFront;
import io.weir.tls.Credentials;
import io.weir.upstream.Peer;
import io.weir.upstream.PeerError;
import io.weir.upstream.PeerSnapshot.Status;
import io.weir.upstream.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code health_check} does to peers and requests. */
@Timeout(60)
class HealthChecksTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";

    @TempDir
    Path directory;

    @RegisterExtension
    final Bench bench = new Bench();

    private void start(String group, String location, String... peers) throws Exception {
        StringBuilder servers = new StringBuilder();
        for (String peer : peers) {
            servers.append("{ address = \"").append(peer).append("\" }, ");
        }
        bench.start("""
            [[upstream]]
            name = "app"
            %s
            server = [%s]

            [[server]]
            listen = "127.0.0.1:%%front%%"

              [[server.location]]
              path = "/"
              %s
            """.formatted(group, servers, location));
    }

    private void start(String check, FakePeer... peers) throws Exception {
        String[] names = Arrays.stream(peers).map(FakePeer::name).toArray(String[]::new);
        start("health_check = { interval = \"20ms\", " + check + " }", "proxy_pass = \"http://app\"", names);
    }

    private Upstream group() {
        Upstream group = bench.weir().weir().upstreams().get("app");
        assertNotNull(group);
        return group;
    }

    private Status status(int peer) {
        return group().snapshot().get(peer).status();
    }

    private void await(int peer, Status status) throws InterruptedException {
        Patience.until(
                () -> "peer " + peer + " to be " + status + ", is " + status(peer), () -> status(peer) == status);
    }

    private static boolean isCheck(PeerRequest request) {
        return request.headText().contains("User-Agent: weir-health-check");
    }

    private static FakePeer answering(AtomicInteger status, String body) throws Exception {
        return FakePeer.answering(request -> isCheck(request)
                ? "HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                : OK + body);
    }

    @Test
    void anUnhealthyPeerGetsNoRequestsUntilItsChecksPassAgain() throws Exception {
        AtomicInteger a = new AtomicInteger(200);
        start(
                "uri = \"/healthz\", fails = 2, passes = 2",
                bench.add(answering(a, "a")),
                bench.add(answering(new AtomicInteger(200), "b")));
        assertEquals("a", bench.get().readResponse().bodyText());
        assertEquals("b", bench.get().readResponse().bodyText());
        a.set(500);
        await(0, Status.UNHEALTHY);
        for (int i = 0; i < 4; i++) {
            assertEquals("b", bench.get().readResponse().bodyText());
        }
        PeerError error = group().snapshot().getFirst().lastError();
        assertNotNull(error);
        assertEquals("checking status code: the status is 500", error.phase() + ": " + error.message());
        assertTrue(group().snapshot().getFirst().retryAtEpochSecond() > 0);
        String name = group().peers().getFirst().name();
        bench.awaitError("the status is 500 while checking status code, health check \"/healthz\" of peer " + name
                + " in upstream \"app\"");
        bench.awaitError(" [warn] ");
        bench.awaitError("peer is unhealthy while checking status code, health check \"/healthz\" of peer " + name
                + " in upstream \"app\"");
        a.set(200);
        await(0, Status.UP);
        bench.awaitError("peer is healthy, health check \"/healthz\" of peer " + name + " in upstream \"app\"");
        Patience.until(() -> "a request for the peer that has recovered", () -> body().equals("a"));
    }

    private String body() {
        try {
            return bench.get().readResponse().bodyText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void withoutHealthyPeersTheAnswerIs502() throws Exception {
        start("fails = 1", bench.add(answering(new AtomicInteger(503), "a")));
        await(0, Status.UNHEALTHY);
        RawResponse response = bench.get().readResponse();
        assertEquals(502, response.status());
        bench.awaitError("no live upstreams while connecting to upstream");
    }

    @ParameterizedTest(name = "{0} to {1} is {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        uri = "/"                                   | HTTP/1.1 200 OK\\r\\n\\r\\n                                   | UP
        uri = "/"                                   | HTTP/1.1 399 X\\r\\n\\r\\n                                    | UP
        uri = "/"                                   | HTTP/1.1 400 X\\r\\n\\r\\n                                    | UNHEALTHY
        status = "200 204 301-303"                  | HTTP/1.1 302 X\\r\\n\\r\\n                                    | UP
        status = "200 204 301-303"                  | HTTP/1.1 304 X\\r\\n\\r\\n                                    | UNHEALTHY
        status = ["200", "404"]                     | HTTP/1.1 404 X\\r\\n\\r\\n                                    | UP
        status = "! 500"                            | HTTP/1.1 404 X\\r\\n\\r\\n                                    | UP
        status = "!500"                             | HTTP/1.1 500 X\\r\\n\\r\\n                                    | UNHEALTHY
        status = 404                                | HTTP/1.1 404 X\\r\\n\\r\\n                                    | UP
        body = "~ok"                                | HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\n ok!         | UP
        body = "~^ok"                               | HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nno           | UNHEALTHY
        body = "!~fail"                             | HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok           | UP
        body = "!~fail"                             | HTTP/1.1 200 OK\\r\\n\\r\\nsome fail                          | UNHEALTHY
        body = "~ok"                                | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\no\\r\\n1\\r\\nk\\r\\n0\\r\\n\\r\\n | UP
        body = "~ok"                                | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nz\\r\\n | UNHEALTHY
        body = "~ok"                                | HTTP/1.1 200 OK\\r\\nContent-Length: 9\\r\\nConnection: close\\r\\n\\r\\nok | UNHEALTHY
        uri = "/"                                   | HTTP/1.1 200 OK\\r\\n                                        | UNHEALTHY
        uri = "/"                                   | what?\\r\\n\\r\\n                                             | UNHEALTHY
        uri = "/"                                   | HTTP/1.1 103 X\\r\\nA: b\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\n\\r\\n   | UP
        """)
    void whatPassesIsConfigured(String check, String response, Status expected) throws Exception {
        String bytes = response.replace("\\r", "\r").replace("\\n", "\n");
        start("mandatory = true, " + check, bench.add(FakePeer.answering(bytes)));
        await(0, expected);
    }

    @Test
    void theRequestIsAsConfigured() throws Exception {
        FakePeer peer = bench.add(FakePeer.answering(OK + "x"));
        FakePeer checked = bench.add(FakePeer.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"));
        start("uri = \"/h?a=b\", method = \"HEAD\", host = \"check.example\", port = " + checked.port(), peer);
        Patience.until(() -> "a check", () -> !checked.requests().isEmpty());
        assertEquals(
                "HEAD /h?a=b HTTP/1.1\r\nHost: check.example\r\nUser-Agent: weir-health-check\r\n"
                        + "Connection: close\r\n\r\n",
                checked.requests().getFirst().headText());
        assertEquals(0, peer.connectionCount());
    }

    @Test
    void theHostIsTheGroupsName() throws Exception {
        FakePeer peer = bench.add(FakePeer.answering(OK + "x"));
        start("uri = \"/\"", peer);
        Patience.until(() -> "a check", () -> !peer.requests().isEmpty());
        assertTrue(peer.requests().getFirst().headText().startsWith("GET / HTTP/1.1\r\nHost: app\r\n"));
    }

    @Test
    void whereACheckIsMandatoryAPeerWaitsForItsFirstPass() throws Exception {
        Gate gate = new Gate("the peer may pass");
        FakePeer peer = bench.add(FakePeer.answering(request -> {
            if (isCheck(request)) {
                awaitQuietly(gate);
            }
            return OK + "x";
        }));
        start("mandatory = true, timeout = \"60s\"", peer);
        assertEquals(502, bench.get().readResponse().status());
        assertEquals(Status.CHECKING, status(0));
        gate.open();
        await(0, Status.UP);
        assertEquals(200, bench.get().readResponse().status());
    }

    private static void awaitQuietly(Gate gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aPeerThatSaysNothingIsUnhealthyWhenTheTimeIsOver() throws Exception {
        FakePeer peer = bench.add(FakePeer.scripted());
        peer.accept().readHead().expectEnd();
        start("health_check = { interval = \"1h\", timeout = \"50ms\" }", "proxy_pass = \"http://app\"", peer.name());
        await(0, Status.UNHEALTHY);
        bench.awaitError("upstream timed out (110: Connection timed out) while reading response header from upstream, "
                + "health check \"/\" of peer " + peer.name());
    }

    @Test
    void aRefusedConnectionIsToldInNginxsWords() throws Exception {
        FakePeer peer = bench.add(FakePeer.refusing());
        start("uri = \"/\"", peer);
        bench.awaitError("connect() failed (111: Connection refused) while connecting to upstream, health check \"/\"");
    }

    @Test
    void peersThatComeAreCheckedAndPeersThatGoAreNot() throws Exception {
        FakePeer first = bench.add(FakePeer.answering(OK + "x"));
        FakePeer second = bench.add(answering(new AtomicInteger(500), "y"));
        start("uri = \"/\"", first);
        PeerConfig config = PeerEntry.read(
                        Map.of("address", second.name()), new Balance.RoundRobin(), Path.of("/weir.toml"))
                .getFirst();
        Peer added = group().add(config);
        assertEquals(1, added.number());
        await(1, Status.UNHEALTHY);
        group().remove(added);
        Patience.until(
                () -> "one check to be left of " + bench.weir().weir().healthChecks(),
                () -> bench.weir().weir().healthChecks() == 1);
    }

    @Test
    void checksEndAtOnceWithTheProxyWhateverTheyWaitFor() throws Exception {
        Gate arrived = new Gate("the check has arrived");
        FakePeer silent = bench.add(FakePeer.scripted());
        silent.accept().readHead().open(arrived).expectEnd();
        FakePeer quick = bench.add(FakePeer.answering(OK + "x"));
        String check = "health_check = { interval = \"1h\", timeout = \"1h\" }";
        start(check, "proxy_pass = \"http://app\"", silent.name(), quick.name());
        arrived.await();
        Patience.until(() -> "the other check", () -> quick.connectionCount() == 1);
        long begun = System.nanoTime();
        bench.weir().weir().close();
        assertEquals(0, bench.weir().weir().healthChecks());
        assertTrue(System.nanoTime() - begun < 1_500_000_000L, "closing took long");
        assertEquals(Status.UP, status(0), "a check that was ended is no failed one");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', textBlock = """
        health_check = { interval = "20ms", mandatory = true }              | proxy_pass = "https://app"
        health_check = { interval = "20ms", mandatory = true, tls = true }  | proxy_pass = "http://app"
        """)
    void checksSpeakTlsWhereTheGroupDoes(String check, String location) throws Exception {
        FakePeer peer = bench.add(FakePeer.answering(OK + "x"));
        new Certificates(directory).selfSigned("peer");
        Credentials credentials = Credentials.load(directory, "peer.crt", "peer.key", List.of());
        try (TlsFront front = new TlsFront(credentials, peer, true)) {
            start(check, location, front.name());
            await(0, Status.UP);
            assertTrue(isCheck(peer.requests().getFirst()));
            bench.weir().weir().close();
        }
    }
}
