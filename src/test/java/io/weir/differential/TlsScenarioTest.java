package io.weir.differential;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Certificates;
import io.weir.testing.NginxProcess;
import io.weir.testing.ProxyUnderTest;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import io.weir.testing.WeirProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TLS towards upstreams, through nginx and through Weir, to the same nginx as the peer: it listens on a Unix socket for each
 * kind of server, and answers with what it has seen of the handshake. What both log must be the same, too.
 */
@Timeout(60)
@EnabledIf("toolsAreThere")
class TlsScenarioTest {

    private static final String SEEN =
            "$ssl_protocol sni=$ssl_server_name reused=$ssl_session_reused client=$ssl_client_s_dn";

    @TempDir
    static Path directory;

    private static NginxProcess peer;

    /** @param error what follows the level in the error log, up to the client; empty when nothing may be logged */
    private record Row(String name, String server, String directives, List<String> bodies, String error) {
        @Override
        public String toString() {
            return name;
        }
    }

    static boolean toolsAreThere() {
        return NginxProcess.installed() && Certificates.available();
    }

    @BeforeAll
    static void startPeer() throws Exception {
        Certificates made = new Certificates(directory)
                .root("root")
                .root("other")
                .intermediate("middle", "root")
                .intermediate("deep", "middle")
                .leaf("good", "root", "/CN=good.test", "DNS:good.test,DNS:*.wild.test")
                .leaf("common", "root", "/CN=common.test", "")
                .leaf("below", "middle", "/CN=below.test", "")
                .leaf("deeper", "deep", "/CN=deeper.test", "")
                .leaf("expired", "root", "/CN=expired.test", "", "-1")
                .leaf("revoked", "root", "/CN=revoked.test", "")
                .leaf("client", "root", "/CN=client", "")
                .selfSigned("self")
                .chain("below", "below", "middle")
                .chain("deeper", "deeper", "deep", "middle")
                .revoke("revoked", "root")
                .revocations("root", "root")
                .write("password", "wrong\n" + Certificates.PASSWORD + "\n");
        made.run(
                "pkcs8",
                "-topk8",
                "-in",
                "client.key",
                "-out",
                "client.enc",
                "-passout",
                "pass:" + Certificates.PASSWORD);
        peer = NginxProcess.start("ssl_certificate_key " + directory + "/good.key;\n"
                + server("good", "good.crt", "good", "")
                + server("old", "good.crt", "good", "ssl_ciphers ECDHE-ECDSA-AES256-GCM-SHA384;")
                + server("client", "good.crt", "good", "ssl_verify_client on; ssl_client_certificate root.crt;")
                + server("common", "common.crt", "common", "")
                + server("alone", "below.crt", "below", "")
                + server("below", "below.chain", "below", "")
                + server("deeper", "deeper.chain", "deeper", "")
                + server("expired", "expired.crt", "expired", "")
                + server("revoked", "revoked.crt", "revoked", "")
                + server("self", "self.crt", "self", "")
                + "server { listen unix:" + directory + "/plain.sock; }\n");
    }

    private static String server(String socket, String certificate, String key, String directives) {
        return """
            server {
                listen unix:%1$s/%2$s.sock ssl;
                ssl_certificate %1$s/%3$s;
                ssl_certificate_key %1$s/%4$s.key;
                ssl_session_cache shared:%2$s:1m;
                ssl_protocols %7$s;
                %5$s
                location / { return 200 "%6$s"; }
            }
            """.formatted(
                        directory,
                        socket,
                        certificate,
                        key,
                        directives.replace(" root.crt", " " + directory + "/root.crt"),
                        SEEN,
                        socket.equals("old") ? "TLSv1.2" : "TLSv1.2 TLSv1.3");
    }

    @AfterAll
    static void stopPeer() throws Exception {
        if (peer != null) {
            peer.close();
        }
    }

    static Stream<Row> rows() {
        String verify = "proxy_ssl_verify on; proxy_ssl_trusted_certificate DIR/root.crt; ";
        String reuseOff = "proxy_ssl_session_reuse off; ";
        return Stream.of(
                works("a peer is not verified unless asked for", "self", reuseOff, "TLSv1.3 sni= reused=. client="),
                works(
                        "sessions are reused",
                        "good",
                        "",
                        "TLSv1.3 sni= reused=. client=",
                        "TLSv1.3 sni= reused=r client="),
                works(
                        "sessions of TLS 1.2 are reused",
                        "old",
                        "",
                        "TLSv1.2 sni= reused=. client=",
                        "TLSv1.2 sni= reused=r client="),
                works(
                        "a verified peer whose session is reused",
                        "good",
                        verify + "proxy_ssl_name good.test;",
                        "TLSv1.3 sni= reused=. client=",
                        "TLSv1.3 sni= reused=r client="),
                works(
                        "the protocol",
                        "good",
                        reuseOff + "proxy_ssl_protocols TLSv1.2;",
                        "TLSv1.2 sni= reused=. client="),
                works(
                        "the name is sent without its port",
                        "good",
                        reuseOff + "proxy_ssl_server_name on; proxy_ssl_name name.test:8443;",
                        "TLSv1.3 sni=name.test reused=. client="),
                works(
                        "a name from a variable",
                        "good",
                        reuseOff + "proxy_ssl_server_name on; proxy_ssl_name $arg_name;",
                        "TLSv1.3 sni=given.test reused=. client="),
                works(
                        "an address is no name to send",
                        "good",
                        reuseOff + "proxy_ssl_server_name on; proxy_ssl_name 127.0.0.1;",
                        "TLSv1.3 sni= reused=. client="),
                works(
                        "a verified peer",
                        "good",
                        reuseOff + verify + "proxy_ssl_name good.test;",
                        "TLSv1.3 sni= reused=. client="),
                works(
                        "a wildcard",
                        "good",
                        reuseOff + verify + "proxy_ssl_name a.wild.test;",
                        "TLSv1.3 sni= reused=. client="),
                works(
                        "the common name where there is no other",
                        "common",
                        reuseOff + verify + "proxy_ssl_name common.test;",
                        "TLSv1.3 sni= reused=. client="),
                works(
                        "an intermediate certificate",
                        "below",
                        reuseOff + verify + "proxy_ssl_name below.test;",
                        "TLSv1.3 sni= reused=. client="),
                works(
                        "two of them with a verify depth of 2",
                        "deeper",
                        reuseOff + verify + "proxy_ssl_name deeper.test; proxy_ssl_verify_depth 2;",
                        "TLSv1.3 sni= reused=. client="),
                works(
                        "a revocation list without the peer",
                        "good",
                        reuseOff + verify + "proxy_ssl_name good.test; proxy_ssl_crl DIR/root.crl;",
                        "TLSv1.3 sni= reused=. client="),
                works(
                        "a client certificate",
                        "client",
                        reuseOff + "proxy_ssl_certificate DIR/client.crt; proxy_ssl_certificate_key DIR/client.key;",
                        "TLSv1.3 sni= reused=. client=CN=client"),
                works(
                        "a client certificate with TLS 1.2 and an encrypted key",
                        "client",
                        reuseOff + "proxy_ssl_protocols TLSv1.2; proxy_ssl_certificate DIR/client.crt;"
                                + " proxy_ssl_certificate_key DIR/client.enc; proxy_ssl_password_file DIR/password;",
                        "TLSv1.2 sni= reused=. client=CN=client"),
                works(
                        "a client certificate from a variable",
                        "client",
                        reuseOff + "proxy_ssl_certificate DIR/$arg_cert.crt; proxy_ssl_certificate_key"
                                + " DIR/$arg_cert.key;",
                        "TLSv1.3 sni= reused=. client=CN=client"),
                works(
                        "a client certificate that a command sets in place of another",
                        "client",
                        reuseOff + "proxy_ssl_certificate DIR/good.crt; proxy_ssl_certificate_key DIR/good.key;"
                                + " proxy_ssl_conf_command Certificate DIR/client.crt;"
                                + " proxy_ssl_conf_command PrivateKey DIR/client.key;",
                        "TLSv1.3 sni= reused=. client=CN=client"),
                works(
                        "a cipher list",
                        "old",
                        reuseOff + "proxy_ssl_ciphers ECDHE-ECDSA-AES256-GCM-SHA384:!aNULL;",
                        "TLSv1.2 sni= reused=. client="),
                fails(
                        "another name",
                        "good",
                        verify + "proxy_ssl_name bad.test;",
                        "upstream SSL certificate does not match \"bad.test\""),
                fails(
                        "the common name where there are others",
                        "good",
                        verify + "proxy_ssl_name common.test;",
                        "upstream SSL certificate does not match \"common.test\""),
                fails(
                        "two labels for a wildcard",
                        "good",
                        verify + "proxy_ssl_name a.b.wild.test;",
                        "upstream SSL certificate does not match \"a.b.wild.test\""),
                fails("a self-signed certificate", "self", verify, verifyError("18:self-signed certificate")),
                fails(
                        "an authority that is not trusted",
                        "below",
                        "proxy_ssl_verify on; proxy_ssl_trusted_certificate DIR/other.crt;",
                        verifyError("20:unable to get local issuer certificate")),
                fails(
                        "a chain that is not sent",
                        "alone",
                        verify,
                        verifyError("21:unable to verify the first certificate")),
                fails(
                        "a trusted certificate that is no root",
                        "below",
                        "proxy_ssl_verify on; proxy_ssl_trusted_certificate DIR/middle.crt;",
                        verifyError("2:unable to get issuer certificate")),
                fails("a chain too long", "deeper", verify, verifyError("20:unable to get local issuer certificate")),
                fails("an expired certificate", "expired", verify, verifyError("10:certificate has expired")),
                fails(
                        "a revoked certificate",
                        "revoked",
                        verify + "proxy_ssl_crl DIR/root.crl;",
                        verifyError("23:certificate revoked")),
                fails(
                        "no revocation list of the issuer",
                        "below",
                        verify + "proxy_ssl_crl DIR/root.crl;",
                        verifyError("3:unable to get certificate CRL")),
                fails(
                        "a protocol that the peer does not speak",
                        "old",
                        "proxy_ssl_protocols TLSv1.3;",
                        "SSL_do_handshake() failed (SSL: error:0A00042E:SSL routines::tlsv1 alert protocol version:SSL"
                                + " alert number 70)"),
                fails(
                        "a cipher that the peer does not know",
                        "old",
                        "proxy_ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256;",
                        "SSL_do_handshake() failed (SSL: error:0A000410:SSL routines::sslv3 alert handshake failure:SSL"
                                + " alert number 40)"),
                fails(
                        "a peer that speaks no TLS",
                        "plain",
                        "",
                        "SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number)"));
    }

    private static String verifyError(String error) {
        return "upstream SSL certificate verify error: (" + error + ")";
    }

    private static Row works(String name, String server, String directives, String... bodies) {
        return new Row(name, server, directives, List.of(bodies), "");
    }

    private static Row fails(String name, String server, String directives, String error) {
        return new Row(name, server, directives, List.of(), error);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void weirDoesWhatNginxDoes(Row row) throws Exception {
        String text = """
            server {
                listen 127.0.0.1:%%front%%;
                proxy_ssl_protocols TLSv1.2 TLSv1.3; # nginx 1.22 had others
                location / {
                    proxy_pass https://unix:%s/%s.sock:/;
                    %s
                }
            }
            """.formatted(directory, row.server(), row.directives().replace("DIR", directory.toString()));
        assertAll(
                () -> check(row, NginxProcess.start(text)),
                () -> check(
                        row,
                        WeirProcess.start("error_log = [\"%home%/error.log\", \"info\"]\n"
                                + TomlText.write(Directive.parse(text)))));
    }

    private static void check(Row row, ProxyUnderTest proxy) throws Exception {
        List<String> bodies = new ArrayList<>();
        try (proxy) {
            int requests = Math.max(row.bodies().size(), 1);
            for (int i = 0; i < requests; i++) {
                try (RawClient client = RawClient.connect(proxy.address())) {
                    RawResponse response = client.send(
                                    "GET /?name=given.test&cert=client HTTP/1.1\r\nHost: front\r\n\r\n")
                            .readResponse();
                    assertEquals(row.error().isEmpty() ? 200 : 502, response.status(), () -> proxy + " " + log(proxy));
                    bodies.add(response.bodyText());
                }
            }
        }
        if (row.error().isEmpty()) {
            assertEquals(row.bodies(), bodies, proxy.toString());
            assertTrue(errors(proxy).isEmpty(), () -> proxy + " " + log(proxy));
        } else {
            assertEquals(List.of(row.error() + " while SSL handshaking to upstream"), errors(proxy), proxy.toString());
        }
    }

    private static List<String> errors(ProxyUnderTest proxy) throws Exception {
        return proxy.errorLog().stream()
                .filter(line -> line.contains("[error]"))
                .map(line -> line.substring(line.indexOf('*'), line.indexOf(", client:")))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    private static String log(ProxyUnderTest proxy) {
        try {
            return String.join("\n", proxy.errorLog());
        } catch (Exception e) {
            return e.toString();
        }
    }
}
