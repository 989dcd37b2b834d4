package io.weir.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.FakePeer;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The admin listener: who may do what, and what is answered to what is wrong. */
@Timeout(60)
class AdminServerTest {

    private static final String JSON = "Content-Type: application/json\r\n";

    @RegisterExtension
    final Bench bench = new Bench();

    private void start(String admin) throws Exception {
        bench.start("""

            [admin]
            %s

            [[upstream]]
            name = "App"
            server = [{ address = "127.0.0.1:9000" }, { address = "127.0.0.1:9000" }]

            [[upstream]]
            name = "hashed"
            balance = ["hash", "$uri"]
            server = [{ address = "unix:/run/a.sock", route = "a" }, { address = "127.0.0.1:9001" }]

            [[server]]
            listen = "127.0.0.1:%%front%%"

              [[server.location]]
              path = "/"
              proxy_pass = "http://127.0.0.1:9009"
            """.formatted(admin));
    }

    private RawResponse send(String line, String fields, String body) throws Exception {
        InetSocketAddress admin = bench.weir().weir().admin();
        assertNotNull(admin);
        String host = fields.contains("Host: ") ? "" : "Host: 127.0.0.1\r\n";
        String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        try (RawClient client = RawClient.connect(new InetSocketAddress("127.0.0.1", admin.getPort()))) {
            return client.send(line + " HTTP/1.1\r\n" + host + fields + length + "\r\n" + body)
                    .readResponse();
        }
    }

    private static void assertRefused(int status, String message, RawResponse response) {
        assertEquals(status, response.status(), response.bodyText());
        assertTrue(response.bodyText().contains(message), response.bodyText());
        assertTrue(response.bodyText().startsWith("{\"error\":{"), response.bodyText());
        assertEquals(List.of("application/json"), response.header("Content-Type"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        GET /nothing                                | ``                                | 404 | no such resource
        GET /upstreams/nobody                       | ``                                | 404 | there is no upstream \\"nobody\\"
        GET /upstreams/app/peers                    | ``                                | 404 | no such resource
        GET /upstreams/app/servers/7                | ``                                | 404 | there is no server \\"7\\" in upstream \\"App\\"
        GET /upstreams/app/servers/127.0.0.1:9000   | ``                                | 409 | name one by its id
        POST /upstreams                             | {}                                | 405 | knows GET only
        PUT /upstreams/app/servers/0                | {}                                | 405 | knows GET, PATCH, DELETE only
        PATCH /upstreams/app/servers/0              | {"weight":0}                      | 400 | \\"weight\\" must be a whole number from 1 to 65535
        PATCH /upstreams/app/servers/0              | {"weight":1.5}                    | 400 | \\"weight\\" must be
        PATCH /upstreams/app/servers/0              | {"weight":"5"}                    | 400 | \\"weight\\" must be
        PATCH /upstreams/app/servers/0              | {"state":"gone"}                  | 400 | must be \\"up\\", \\"down\\" or \\"drain\\"
        PATCH /upstreams/app/servers/0              | {"max_conns":1}                   | 400 | \\"max_conns\\" cannot be changed
        PATCH /upstreams/app/servers/0              | {}                                | 400 | nothing to change
        PATCH /upstreams/app/servers/0              | {"weight":                        | 400 | not valid JSON
        PATCH /upstreams/app/servers/0              | [1]                               | 400 | must be a JSON object
        PATCH /upstreams/app/servers/0              | {"class":"java.lang.String"}      | 400 | cannot be changed
        POST /upstreams/app/servers                 | {"weight":1}                      | 400 | a server of an upstream needs an \\"address\\"
        POST /upstreams/app/servers                 | {"address":"127.0.0.1:0"}         | 400 | invalid port
        POST /upstreams/app/servers                 | {"address":["a"]}                 | 400 | must be a string, a number, true or false
        POST /upstreams/app/servers                 | {"address":"127.0.0.1:1","wait":1}| 400 | unknown key \\"wait\\"
        POST /upstreams/app/servers                 | {"address":"127.0.0.1:9000"}      | 409 | already
        POST /upstreams/hashed/servers              | {"address":"127.0.0.1:1","backup":true} | 400 | does not support parameter
        """)
    void whatIsWrongIsSaid(String line, String body, int status, String message) throws Exception {
        start("listen = \"127.0.0.1:0\"");
        assertRefused(status, message, send(line, JSON, body));
    }

    @Test
    void aMethodThatIsNotKnownIsAnsweredWithThoseThatAre() throws Exception {
        start("listen = \"127.0.0.1:0\"");
        assertEquals(
                List.of("GET, POST"),
                send("DELETE /upstreams/app/servers", "", "").header("Allow"));
    }

    @Test
    void bodiesAreBoundedAndTyped() throws Exception {
        start("listen = \"127.0.0.1:0\"");
        String change = "PATCH /upstreams/app/servers/0";
        assertRefused(413, "16384 bytes", send(change, JSON, " ".repeat(16_385)));
        assertRefused(
                413,
                "16384 bytes",
                send(
                        change,
                        JSON + "Transfer-Encoding: chunked\r\n\r\n5000\r\n" + " ".repeat(0x5000) + "\r\n0\r\n",
                        ""));
        assertRefused(415, "application/json", send(change, "Content-Type: text/plain\r\n", "{\"weight\":2}"));
        assertRefused(415, "application/json", send(change, "", "{\"weight\":2}"));
        assertEquals(
                200,
                send(change, "Content-Type: application/json; charset=utf-8\r\n", "{\"weight\":2}")
                        .status());
    }

    @ParameterizedTest
    @CsvSource({"''", "Authorization: Bearer wrong", "Authorization: Basic c2VjcmV0", "Authorization: secret"})
    void withATokenEveryChangeNeedsIt(String field) throws Exception {
        start("listen = \"127.0.0.1:0\"\ntoken = \"secret\"");
        String fields = field.isEmpty() ? JSON : JSON + field + "\r\n";
        RawResponse refused = send("PATCH /upstreams/app/servers/0", fields, "{\"weight\":2}");
        assertRefused(401, "Authorization: Bearer TOKEN", refused);
        assertEquals(List.of("Bearer"), refused.header("WWW-Authenticate"));
        assertEquals(200, send("GET /upstreams", "", "").status());
        String known = JSON + "Authorization: Bearer secret\r\n";
        assertEquals(
                200,
                send("PATCH /upstreams/app/servers/0", known, "{\"weight\":2}").status());
    }

    @Test
    void onAnAddressThatOthersReachChangesNeedAToken() throws Exception {
        start("listen = \"0.0.0.0:0\"");
        assertRefused(403, "need a \\\"token\\\"", send("DELETE /upstreams/app/servers/0", "", ""));
        assertEquals(200, send("GET /upstreams", "Host: weir.example\r\n", "").status());
    }

    @ParameterizedTest
    @CsvSource({
        "Host: evil.example, 403",
        "Host: localhost:9347, 200",
        "Host: [::1]:9347, 200",
        "Origin: http://evil.example, 403",
        "Origin: null, 403",
        "Origin: http://127.0.0.1, 200",
        "Sec-Fetch-Site: cross-site, 403",
        "Sec-Fetch-Site: same-origin, 200"
    })
    void pagesOfOtherSitesCannotChangeAnything(String field, int status) throws Exception {
        start("listen = \"127.0.0.1:0\"");
        assertEquals(
                status,
                send("PATCH /upstreams/app/servers/0", JSON + field + "\r\n", "{\"weight\":2}")
                        .status());
    }

    @Test
    void everyGroupIsListedAndFoundWhateverItsName() throws Exception {
        start("listen = \"127.0.0.1:0\"");
        assertEquals("{\"upstreams\":\"/upstreams\"}\n", send("GET /", "", "").bodyText());
        String all = send("GET /upstreams", "", "").bodyText();
        assertTrue(all.contains("{\"name\":\"App\",\"implicit\":false"), all);
        assertTrue(all.contains("{\"name\":\"127.0.0.1:9009\",\"implicit\":true"), all);
        assertEquals(200, send("GET /upstreams/127.0.0.1:9009", "", "").status());
        RawResponse socket = send("GET /upstreams/hashed/servers/unix:%2Frun%2Fa.sock", "", "");
        assertTrue(socket.bodyText().startsWith("{\"id\":0,"), socket.bodyText());
        assertEquals(
                "",
                send("HEAD /upstreams", "Connection: close\r\n", "").bodyText().strip());
        assertRefused(400, "malformed", send("GET /%zz", "", ""));
    }

    @Test
    void requestsFollowTheChanges() throws Exception {
        FakePeer a = bench.add(FakePeer.answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"));
        FakePeer b = bench.add(FakePeer.answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb"));
        bench.start("""

            [admin]
            listen = "127.0.0.1:0"

            [[upstream]]
            name = "app"
            server = [{ address = "%s" }]

            [[server]]
            listen = "127.0.0.1:%%front%%"

              [[server.location]]
              path = "/"
              proxy_pass = "http://app"
            """.formatted(a.name()));
        RawResponse added =
                send("POST /upstreams/app/servers", JSON, "{\"address\":\"" + b.name() + "\",\"weight\":3}");
        assertEquals(201, added.status());
        assertEquals(List.of("/upstreams/app/servers/1"), added.header("Location"));
        assertEquals(3, answers(4).chars().filter(c -> c == 'b').count());
        assertEquals(
                200,
                send("PATCH /upstreams/app/servers/0", JSON, "{\"state\":\"down\"}")
                        .status());
        assertEquals("bbb", answers(3));
        assertEquals(
                200,
                send("PATCH /upstreams/app/servers/0", JSON, "{\"state\":\"up\"}")
                        .status());
        assertEquals(
                200, send("DELETE /upstreams/app/servers/" + b.name(), "", "").status());
        assertEquals("aaa", answers(3));
        assertFalse(send("GET /upstreams/app", "", "").bodyText().contains(b.name()));
    }

    private String answers(int count) throws Exception {
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < count; i++) {
            answers.append(bench.get().readResponse().bodyText());
        }
        return answers.toString();
    }

    @Test
    void itEndsWithTheProxy() throws Exception {
        start("listen = \"127.0.0.1:0\"");
        InetSocketAddress admin = bench.weir().weir().admin();
        assertNotNull(admin);
        bench.weir().weir().close();
        assertThrows(ConnectException.class, () -> RawClient.connect(admin));
        List<String> left = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("admin"))
                .toList();
        assertEquals(List.of(), left);
    }

    @Test
    void withoutItsTableThereIsNone() throws Exception {
        bench.start("\n[[server]]\nlisten = \"127.0.0.1:%front%\"\n");
        assertNull(bench.weir().weir().admin());
    }
}
