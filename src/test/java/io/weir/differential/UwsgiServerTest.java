package io.weir.differential;

import static io.weir.differential.SideBySide.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bytes;
import io.weir.testing.Certificates;
import io.weir.testing.PeerProgram;
import io.weir.testing.RawResponse;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** uWSGI with a Python application, which speaks each of the gateway protocols, TLS with its own among them. */
@EnabledIf(value = "installed", disabledReason = "uwsgi-core, its plugin python3, or openssl is not installed")
@Timeout(120)
class UwsgiServerTest {

    private static final List<String> PLUGINS =
            List.of("/usr/lib/uwsgi/plugins/python3_plugin.so", "/usr/lib/uwsgi/python3_plugin.so");

    @TempDir
    static Path directory;

    private static PeerProgram uwsgi;

    static boolean installed() {
        return PeerProgram.find("uwsgi-core") != null
                && PLUGINS.stream().anyMatch(plugin -> Files.exists(Path.of(plugin)))
                && Certificates.available();
    }

    @BeforeAll
    static void start() throws Exception {
        new Certificates(directory).root("root").root("other").leaf("good", "root", "/CN=good.test", "DNS:good.test");
        try (InputStream app = UwsgiServerTest.class.getResourceAsStream("/uwsgi/app.py")) {
            Files.copy(app, directory.resolve("app.py"));
        }
        // The socket named last is there last.
        uwsgi = PeerProgram.start(
                directory,
                "uwsgi.sock",
                List.of(
                        PeerProgram.find("uwsgi-core").toString(),
                        "--plugin=python3",
                        "--wsgi-file=app.py",
                        "--need-app",
                        "--master",
                        "--die-on-term",
                        "--processes=2",
                        "--disable-logging",
                        "--buffer-size=32768",
                        "--fastcgi-socket=fastcgi.sock",
                        "--scgi-socket=scgi.sock",
                        "--suwsgi-socket=suwsgi.sock,good.crt,good.key",
                        "--uwsgi-socket=uwsgi.sock"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (uwsgi != null) {
            uwsgi.close();
        }
    }

    private static String server(String protocol, String directives) {
        String module = protocol.equals("suwsgi") ? "uwsgi" : protocol;
        return """
            server {
                listen 127.0.0.1:%%front%%;
                location / {
                    *_pass %s;
                    *_param PATH_INFO $uri;
                    *_param QUERY_STRING $query_string;
                    *_param REQUEST_METHOD $request_method;
                    *_param REQUEST_URI $request_uri;
                    *_param CONTENT_TYPE $content_type;
                    *_param CONTENT_LENGTH $content_length;
                    *_param SERVER_PROTOCOL $server_protocol;
                    *_param SERVER_NAME front;
                    *_param SERVER_PORT 80;
                    %s
                }
            }
            """.replace("*", module).formatted(
                (protocol.equals("suwsgi") ? "suwsgi://" : "") + "unix:" + directory + "/" + protocol + ".sock",
                directives.replace("*", module).replace("DIR", directory.toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "uwsgi, on",
        "uwsgi, off",
        "suwsgi, on",
        "suwsgi, off",
        "scgi, on",
        "scgi, off",
        "fastcgi, on",
        "fastcgi, off"
    })
    void whateverTheApplicationDoesTheClientSees(String protocol, String buffering) throws Exception {
        String body = "0123456789abcdef".repeat(5 * 65_536);
        SideBySide.Seen seen = SideBySide.ask(
                server(protocol, "*_buffering " + buffering + ";"),
                get("/page%20x?a=b"),
                "HEAD /page%20x HTTP/1.1\r\nHost: front\r\n\r\n",
                "GET /environment?a=%20b HTTP/1.1\r\nHost: front\r\nX-My-Name: v\r\nCookie: c=1\r\n\r\n",
                "POST /digest HTTP/1.1\r\nHost: front\r\nContent-Length: " + body.length() + "\r\n\r\n" + body,
                "POST /digest HTTP/1.1\r\nHost: front\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                get("/download"),
                get("/redirect"),
                get("/none"));
        assertEquals(List.of(203, 203, 200, 200, 200, 200, 302, 404), seen.statuses());
        RawResponse page = seen.responses().getFirst();
        assertEquals("HTTP/1.1 203 Fine", page.statusLine());
        assertEquals("page", page.bodyText());
        assertEquals(List.of("a=1", "b=2"), page.header("Set-Cookie"));
        assertEquals(List.of("a=b"), page.header("X-Query"));
        String environment = seen.bodies().get(2);
        for (String line : List.of("HTTP_HOST=front", "HTTP_X_MY_NAME=v", "HTTP_COOKIE=c=1", "QUERY_STRING=a=%20b")) {
            assertTrue(environment.contains(line + "\n"), environment);
        }
        assertEquals(body.length() + " " + md5(body), seen.bodies().get(3));
        assertEquals("5 " + md5("hello"), seen.bodies().get(4));
        byte[] download = seen.responses().get(5).body();
        assertEquals(320 * 65_536, download.length);
        for (int i = 0; i < 320; i++) {
            assertEquals((byte) (97 + i % 26), download[i * 65_536]);
            assertEquals((byte) (97 + i % 26), download[(i + 1) * 65_536 - 1]);
        }
        assertEquals(List.of("/elsewhere"), seen.responses().get(6).header("Location"));
        assertEquals(List.of(), seen.errors());
    }

    /** Not FastCGI, with which nginx 1.22 leaves the client waiting. */
    @ParameterizedTest
    @CsvSource({"uwsgi", "suwsgi", "scgi"})
    void anApplicationThatDiesWithinItsBodyCutsTheClient(String protocol) throws Exception {
        SideBySide.Seen seen = SideBySide.ask(server(protocol, ""), get("/dies"), get("/page%20x"));
        assertFalse(seen.responses().getFirst().complete());
        assertEquals("hello", seen.bodies().getFirst());
        assertEquals(List.of(200, 203), seen.statuses());
        assertEquals(List.of("upstream prematurely closed connection while reading upstream"), seen.errors());
    }

    @ParameterizedTest
    @CsvSource({"uwsgi", "suwsgi", "scgi", "fastcgi"})
    void aBodyIsStreamedAsItComes(String protocol) throws Exception {
        String body = "0123456789abcdef".repeat(10_000);
        SideBySide.Seen seen = SideBySide.ask(
                server(protocol, "*_request_buffering " + (protocol.equals("scgi") ? "on;" : "off;")),
                "POST /digest HTTP/1.1\r\nHost: front\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertEquals(List.of(body.length() + " " + md5(body)), seen.bodies());
    }

    @Test
    void aVerifiedPeerIsAsked() throws Exception {
        SideBySide.Seen seen = SideBySide.ask(
                server("suwsgi", "*_ssl_verify on; *_ssl_trusted_certificate DIR/root.crt; *_ssl_name good.test;"),
                get("/page%20x"));
        assertEquals(List.of(203), seen.statuses());
    }

    @Test
    void aPeerOfAnotherNameIsNot() throws Exception {
        SideBySide.Seen seen = SideBySide.ask(
                server("suwsgi", "*_ssl_verify on; *_ssl_trusted_certificate DIR/root.crt; *_ssl_name bad.test;"),
                get("/page%20x"));
        assertEquals(List.of(502), seen.statuses());
        assertEquals(
                List.of("upstream SSL certificate does not match \"bad.test\" while SSL handshaking to upstream"),
                seen.errors());
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(Bytes.of(text)));
    }
}
