package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.Certificates;
import io.weir.testing.FakePeer;
import io.weir.testing.Gate;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import io.weir.testing.TlsFront;
import io.weir.tls.Credentials;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What TLS towards peers must not change, and what nginx 1.22 is too old to compare with. */
@Timeout(60)
@EnabledIf("io.weir.testing.Certificates#available")
class UpstreamTlsTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @TempDir
    static Path directory;

    private static Credentials credentials;

    @RegisterExtension
    final Bench bench = new Bench();

    private FakePeer peer;
    private TlsFront front;

    @BeforeAll
    static void makeCertificate() throws Exception {
        new Certificates(directory).selfSigned("peer");
        credentials = Credentials.load(directory, "peer.crt", "peer.key", List.of());
    }

    @BeforeEach
    void startPeer() throws Exception {
        peer = bench.add(FakePeer.answering(OK));
        front = new TlsFront(credentials, peer, true);
    }

    @AfterEach
    void stopFront() throws Exception {
        front.close();
    }

    private void start(String upstream, String locations) throws Exception {
        bench.start("""
            [[upstream]]
            name = "up"
            %s

            [[server]]
            listen = "127.0.0.1:%%%%front%%%%"
            %s
            """.replace("%%%%", "%%").formatted(upstream, locations));
    }

    private static String location(String path, String keys) {
        return "[[server.location]]\npath = \"" + path + "\"\nproxy_pass = \"https://up\"\n" + keys + "\n";
    }

    private String server(String... names) {
        StringBuilder servers = new StringBuilder("server = [");
        for (String name : names) {
            servers.append("{ address = \"").append(name).append("\" },");
        }
        return servers.append("]").toString();
    }

    private RawResponse get(String path) throws Exception {
        return bench.send("GET " + path + " HTTP/1.1\r\nHost: front\r\n\r\n").readResponse();
    }

    @Test
    void aKeptConnectionIsNotSecuredAgain() throws Exception {
        start(server(front.name()), location("/", ""));
        assertEquals("hello", get("/1").bodyText());
        assertEquals("hello", get("/2").bodyText());
        assertEquals(1, front.connections());
        assertEquals(2, peer.requests().size());
    }

    @Test
    void locationsDoNotShareSecuredConnectionsWhateverThePoolSays() throws Exception {
        start("keepalive = 8\n" + server(front.name()), location("/a", "") + location("/b", ""));
        assertEquals("hello", get("/a").bodyText());
        assertEquals("hello", get("/b").bodyText());
        assertEquals("hello", get("/a").bodyText());
        assertEquals(2, front.connections());
    }

    @Test
    void aPeerWhoseHandshakeFailsIsPassedOver() throws Exception {
        FakePeer inClear = bench.add(FakePeer.scripted());
        inClear.accept().readBytes(100).send("HTTP/1.1 400 Bad Request\r\n\r\n").close();
        start(server(inClear.name(), front.name()), location("/", ""));
        RawResponse response = bench.send("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: 2\r\n\r\nhi")
                .readResponse();
        assertEquals("hello", response.bodyText());
        bench.awaitAccess("upstream=502, 200 peer=" + inClear.name() + ", " + front.name());
        String line = bench.awaitError("while SSL handshaking to upstream");
        assertTrue(line.contains("upstream: \"https://" + inClear.name() + "/\""), line);
    }

    @Test
    void aClientThatLeavesDuringTheHandshakeIsA499() throws Exception {
        FakePeer silent = bench.add(FakePeer.scripted());
        Gate begun = new Gate("the handshake has begun");
        silent.accept().readBytes(100).open(begun).expectEnd();
        start(server(silent.name()), location("/", ""));
        RawClient client = bench.get();
        begun.await();
        client.close();
        bench.awaitAccess("status=499 upstream=-");
    }

    @Test
    void aSchemeFromAVariableDecidesWhetherTheConnectionIsSecured() throws Exception {
        start(server(front.name()), "[[server.location]]\npath = \"/\"\nproxy_pass = \"$arg_s://up\"\n");
        assertEquals("hello", get("/?s=https").bodyText());
        assertEquals(1, front.connections());
        bench.awaitAccess("status=200");
    }

    @Test
    void aCertificateThatIsNotThereForThisRequestIsA500() throws Exception {
        start(
                server(front.name()),
                location(
                        "/",
                        "proxy_ssl_certificate = \"" + directory + "/$arg_c.crt\"\nproxy_ssl_certificate_key = \""
                                + directory + "/$arg_c.key\""));
        assertEquals(500, get("/?c=none").status());
        bench.awaitError("cannot load certificate \"" + directory + "/none.crt\": no such file");
        assertEquals(200, get("/?c=peer").status());
    }

    @Test
    void anotherNameIsAnotherSession() throws Exception {
        start(
                "keepalive = 0\n" + server(front.name()),
                location("/", "proxy_ssl_server_name = true\nproxy_ssl_name = \"$arg_n\""));
        assertEquals("hello", get("/?n=one.test").bodyText());
        assertEquals("hello", get("/?n=two.test").bodyText());
        assertEquals("hello", get("/?n=one.test").bodyText());
        assertEquals(List.of("one.test", "two.test", "one.test"), front.names());
    }
}
