package io.weir.differential;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.testing.Certificates;
import io.weir.testing.FakePeer;
import io.weir.testing.NginxProcess;
import io.weir.testing.PeerScript;
import io.weir.testing.ProxyUnderTest;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import io.weir.testing.TlsFront;
import io.weir.testing.WeirProcess;
import io.weir.tls.Credentials;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a scripted TLS peer's response comes through, or how its handshake fails: through nginx and through Weir. */
@Timeout(60)
@EnabledIf("toolsAreThere")
class TlsTransferTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: front\r\n\r\n";
    private static final String LARGE = "0123456789abcdef".repeat(100_000);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @TempDir
    static Path directory;

    private static Credentials credentials;

    /** How the peer speaks. */
    private enum Peer {
        IN_CLEAR,
        TLS,
        /** Without telling its end. */
        TLS_CUT
    }

    private record Row(
            String name, Peer peer, String directives, String request, Consumer<PeerScript> script, Seen seen) {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Seen(int status, int length, boolean complete, String error) {}

    static boolean toolsAreThere() {
        return NginxProcess.installed() && Certificates.available();
    }

    @BeforeAll
    static void makeCertificate() throws Exception {
        new Certificates(directory).selfSigned("peer");
        credentials = Credentials.load(directory, "peer.crt", "peer.key", List.of());
    }

    static Stream<Row> rows() {
        String put = "PUT / HTTP/1.1\r\nHost: front\r\nContent-Length: " + LARGE.length() + "\r\n\r\n" + LARGE;
        String withLength = "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE.length() + "\r\n\r\n" + LARGE;
        String chunk = Integer.toHexString(LARGE.length()) + "\r\n" + LARGE + "\r\n0\r\n\r\n";
        return Stream.of(
                works("a large body", "", GET, s -> s.readHead().send(withLength)),
                works(
                        "a large body, unbuffered",
                        "proxy_buffering off;",
                        GET,
                        s -> s.readHead().send(withLength)),
                works(
                        "a large body in chunks",
                        "",
                        GET,
                        s -> s.readHead().send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk)),
                works(
                        "a large body with small buffers",
                        "proxy_buffer_size 1k; proxy_buffers 4 1k; proxy_busy_buffers_size 2k;",
                        GET,
                        s -> s.readHead().send(withLength)),
                row(
                        "a large upload",
                        Peer.TLS,
                        "",
                        put,
                        s -> s.readHead().readBody().send(OK),
                        new Seen(200, 5, true, "")),
                row(
                        "a large upload, unbuffered",
                        Peer.TLS,
                        "proxy_request_buffering off;",
                        put,
                        s -> s.readHead().readBody().send(OK),
                        new Seen(200, 5, true, "")),
                row(
                        "a body that ends with the connection",
                        Peer.TLS,
                        "",
                        GET,
                        s -> s.readHead().send("HTTP/1.1 200 OK\r\n\r\nhello").close(),
                        new Seen(200, 5, true, "")),
                row(
                        "a body that ends with a cut connection",
                        Peer.TLS_CUT,
                        "",
                        GET,
                        s -> s.readHead().send("HTTP/1.1 200 OK\r\n\r\nhello").close(),
                        new Seen(200, 5, true, "")),
                row(
                        "a body cut short",
                        Peer.TLS,
                        "",
                        GET,
                        s -> s.readHead()
                                .send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello")
                                .close(),
                        new Seen(200, 5, false, "upstream prematurely closed connection while reading upstream")),
                row(
                        "a head cut short",
                        Peer.TLS,
                        "",
                        GET,
                        s -> s.readHead().send("HTTP/1.1 200").close(),
                        headFails()),
                row(
                        "a head cut short without a word",
                        Peer.TLS_CUT,
                        "",
                        GET,
                        s -> s.readHead().send("HTTP/1.1 200").close(),
                        headFails()),
                row(
                        "a reset in place of a head",
                        Peer.TLS,
                        "",
                        GET,
                        s -> s.readHead().reset(),
                        headFails()),
                row(
                        "a peer that ends",
                        Peer.IN_CLEAR,
                        "",
                        GET,
                        s -> s.readBytes(100).halfClose(),
                        handshakeFails(502, "peer closed connection in SSL handshake")),
                row(
                        "a peer that resets",
                        Peer.IN_CLEAR,
                        "",
                        GET,
                        s -> s.readBytes(100).reset(),
                        handshakeFails(502, "peer closed connection in SSL handshake (104: Connection reset by peer)")),
                row(
                        "a peer that is silent",
                        Peer.IN_CLEAR,
                        "proxy_connect_timeout 200ms;",
                        GET,
                        s -> s.readBytes(100),
                        handshakeFails(504, "upstream timed out (110: Connection timed out)")),
                row(
                        "a peer that answers in clear",
                        Peer.IN_CLEAR,
                        "",
                        GET,
                        s -> s.readBytes(100).send("HTTP/1.1 400 Bad\r\n\r\n"),
                        handshakeFails(
                                502,
                                "SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number)")));
    }

    private static Seen headFails() {
        return new Seen(
                502, 0, true, "upstream prematurely closed connection while reading response header from upstream");
    }

    private static Seen handshakeFails(int status, String error) {
        return new Seen(status, 0, true, error + " while SSL handshaking to upstream");
    }

    private static Row works(String name, String directives, String request, Consumer<PeerScript> script) {
        return row(name, Peer.TLS, directives, request, script, new Seen(200, LARGE.length(), true, ""));
    }

    private static Row row(
            String name, Peer peer, String directives, String request, Consumer<PeerScript> script, Seen seen) {
        return new Row(name, peer, directives, request, script, seen);
    }

    private interface Starter {
        ProxyUnderTest start(String text) throws Exception;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void weirDoesWhatNginxDoes(Row row) throws Exception {
        assertAll(
                () -> assertEquals(row.seen(), through(row, NginxProcess::start), "nginx"),
                () -> assertEquals(row.seen(), through(row, TlsTransferTest::weir), "Weir"));
    }

    private static ProxyUnderTest weir(String text) throws Exception {
        return WeirProcess.start(
                "error_log = [\"%home%/error.log\", \"info\"]\n" + TomlText.write(Directive.parse(text)));
    }

    private static Seen through(Row row, Starter starter) throws Exception {
        try (FakePeer peer = FakePeer.scripted();
                TlsFront front = new TlsFront(credentials, peer, row.peer() == Peer.TLS)) {
            row.script().accept(peer.accept());
            String text = """
                server {
                    listen 127.0.0.1:%%front%%;
                    client_max_body_size 0;
                    location / {
                        proxy_pass https://%s;
                        %s
                    }
                }
                """.formatted(row.peer() == Peer.IN_CLEAR ? peer.name() : front.name(), row.directives());
            RawResponse response;
            ProxyUnderTest proxy = starter.start(text);
            try (proxy;
                    RawClient client = RawClient.connect(proxy.address())) {
                response = client.send(row.request()).readResponse();
                peer.awaitScript();
            }
            int length = response.status() == 200 ? response.body().length : 0;
            return new Seen(response.status(), length, response.complete(), error(proxy));
        }
    }

    private static String error(ProxyUnderTest proxy) throws Exception {
        return proxy.errorLog().stream()
                .filter(line -> line.contains("[error]"))
                .map(line -> line.substring(line.indexOf('*'), line.indexOf(", client:")))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .reduce("", (one, other) -> one.isEmpty() ? other : one + " AND " + other);
    }
}
