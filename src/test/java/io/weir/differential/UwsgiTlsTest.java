package io.weir.differential;

import static io.weir.differential.SideBySide.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.testing.Certificates;
import io.weir.testing.FakePeer;
import io.weir.testing.PeerWire;
import io.weir.testing.TlsFront;
import io.weir.tls.Credentials;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code uwsgi_pass suwsgi://}: the directives {@code uwsgi_ssl_*}, with a scripted peer behind TLS. */
@Timeout(60)
@EnabledIf("io.weir.testing.Certificates#available")
class UwsgiTlsTest {

    private static final String VERIFY = "uwsgi_ssl_verify on; uwsgi_ssl_trusted_certificate DIR/root.crt; ";

    @TempDir
    static Path directory;

    private static FakePeer peer;
    private static TlsFront front;

    /**
     * @param name that the peer was sent in the handshake; empty for none
     * @param error what follows the level in the error log, up to the client; empty when the request is answered
     */
    private record Row(String what, String directives, String name, String error) {
        @Override
        public String toString() {
            return what;
        }
    }

    @BeforeAll
    static void startPeer() throws Exception {
        new Certificates(directory)
                .root("root")
                .root("other")
                .leaf("good", "root", "/CN=good.test", "DNS:good.test,DNS:*.wild.test");
        peer = FakePeer.scripted();
        for (int i = 0; i < PeerPlan.MANY; i++) {
            peer.accept()
                    .readRequest(PeerWire.UWSGI)
                    .answer(_ -> "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
                    .close();
        }
        front = new TlsFront(Credentials.load(directory, "good.crt", "good.key", List.of()), peer, true);
    }

    @AfterAll
    static void stopPeer() throws Exception {
        if (front != null) {
            front.close();
        }
        peer.close();
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row("a peer is not verified unless asked for", "", "", ""),
                new Row("a verified peer", VERIFY + "uwsgi_ssl_name good.test;", "", ""),
                new Row(
                        "a verified peer that is sent its name",
                        VERIFY + "uwsgi_ssl_name a.wild.test; uwsgi_ssl_server_name on;",
                        "a.wild.test",
                        ""),
                new Row(
                        "the protocol and the ciphers",
                        "uwsgi_ssl_protocols TLSv1.2; uwsgi_ssl_ciphers HIGH; uwsgi_ssl_session_reuse off;",
                        "",
                        ""),
                new Row(
                        "another name",
                        VERIFY + "uwsgi_ssl_name bad.test;",
                        "",
                        "upstream SSL certificate does not match \"bad.test\""),
                new Row(
                        "the name of the group, which is what it is called by default",
                        VERIFY,
                        "",
                        "upstream SSL certificate does not match \"up\""),
                new Row(
                        "an authority that is not trusted",
                        "uwsgi_ssl_verify on; uwsgi_ssl_trusted_certificate DIR/other.crt;",
                        "",
                        "upstream SSL certificate verify error: (21:unable to verify the first certificate)"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void weirDoesWhatNginxDoes(Row row) throws Exception {
        int names = front.names().size();
        SideBySide.Seen seen = SideBySide.ask(
                """
                upstream up { server %s; }
                server {
                    listen 127.0.0.1:%%front%%;
                    uwsgi_ssl_protocols TLSv1.2 TLSv1.3;
                    location / { uwsgi_pass suwsgi://up; %s }
                }
                """.formatted(front.name(), row.directives().replace("DIR", directory.toString())), get("/"));
        if (row.error().isEmpty()) {
            assertEquals(List.of("hello"), seen.bodies());
            assertEquals(List.of(), seen.errors());
        } else {
            assertEquals(List.of(502), seen.statuses());
            assertEquals(List.of(row.error() + " while SSL handshaking to upstream"), seen.errors());
        }
        List<String> sent = front.names().subList(names, front.names().size());
        assertEquals(
                row.name().isEmpty() ? List.of() : List.of(row.name()),
                sent.stream().distinct().toList());
    }
}
