package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.noHeader;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statusLine;
import static io.weir.differential.Expect.truncated;

import java.util.ArrayList;
import java.util.List;

/** What becomes of the odd responses of FastCGI, uwsgi and SCGI, and which directives change them. */
record CgiResponseScenarios(CgiScenarios shared) {

    List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(statuses());
        all.addAll(fields());
        all.addAll(bodies());
        all.addAll(directives());
        return all;
    }

    private Scenario.Builder answered(String what, String directives, String response) {
        return shared.location(what, directives).peer("a", shared.answers(response));
    }

    private List<Scenario> statuses() {
        List<Scenario> all = new ArrayList<>();
        String[][] lines = {
            {"Status:404", "HTTP/1.1 404"},
            {"Status: 404OK", "HTTP/1.1 404OK"},
            {"Status: 2001 x", "HTTP/1.1 2001 x"},
            {"Status:   201   Made  ", "HTTP/1.1 201   Made"},
            {"Status: 600 Much", "HTTP/1.1 600 Much"},
            {"Status: 299 ", "HTTP/1.1 299"},
            {"Status: 200 a: b", "HTTP/1.1 200 a: b"},
            {"Status: 200 OK\r\nStatus: 404 No", "HTTP/1.1 200 OK"},
            {"Status: 404 No\r\nHTTP/1.1 200 OK", "HTTP/1.1 404 No"},
            {"Location:", "HTTP/1.1 302 Moved Temporarily"},
            {"Status: 200 OK\r\nLocation: /a", "HTTP/1.1 200 OK"},
            {"X-Status: 404 No", "HTTP/1.1 200 OK"},
        };
        for (String[] line : lines) {
            all.add(answered("the status of " + line[0].replace("\r\n", ", "), "", line[0] + "\r\n\r\nx")
                    .get("/x")
                    .expect(statusLine(line[1])));
        }
        for (String bad : List.of("", "x200", "-20 x", "+20", "2 0", "20x")) {
            all.add(answered("the status \"" + bad + "\" is 502", "", "Status: " + bad + "\r\n\r\nx")
                    .get("/x")
                    .expect(status(502)));
        }
        return all;
    }

    private List<Scenario> fields() {
        return List.of(
                answered("a field that may come once is the first of several", "", """
                    Content-Type: a/b\r
                    Content-Type: c/d\r
                    ETag: "1"\r
                    ETag: "2"\r
                    \r
                    x\
                    """)
                        .get("/x")
                        .expect()
                        .sinceNginx("1.23", header("Content-Type: a/b"), header("ETag: \"1\"")),
                answered("a response without Content-Type has none", "default_type a/b;", "X-A: 1\r\n\r\nx")
                        .get("/x.html")
                        .expect(noHeader("Content-Type")),
                answered("Connection and Keep-Alive of the peer are dropped", "", """
                    Connection: close\r
                    Keep-Alive: 5\r
                    Trailer: X\r
                    \r
                    x\
                    """)
                        .get("/x")
                        .expect(kept(), noHeader("Keep-Alive")),
                answered("a field may be empty", "", "X-A:\r\nX-B: \r\n\r\nx")
                        .get("/x")
                        .expect(header("X-A: "), header("X-B: ")),
                answered("lines may end with two CR", "", "X-A: 1\r\r\nX-B: 2\r\n\r\nx")
                        .get("/x")
                        .expect(),
                answered("a CR in a value is 502", "", "X-A: 1\rX-B: 2\r\n\r\nx")
                        .get("/x")
                        .expect(status(502)),
                answered("an empty name is 502", "", ": 1\r\n\r\nx").get("/x").expect(status(502)),
                answered("a TAB before the colon is 502", "", "X-A\t: 1\r\n\r\nx")
                        .get("/x")
                        .expect(status(502)),
                answered("a Content-Length that is no number is 502", "", "Content-Length: x\r\n\r\nx")
                        .get("/x")
                        .expect()
                        .sinceNginx(CgiScenarios.TODAY, status(502)),
                answered("names with an underscore are passed", "", "X_A: 1\r\n\r\nx")
                        .get("/x")
                        .expect(header("X_A: 1")));
    }

    private List<Scenario> bodies() {
        String head = "HEAD /x HTTP/1.1\r\nHost: front\r\n\r\n";
        return List.of(
                answered("a body behind the head of a response to HEAD is dropped", "", "X-A: 1\r\n\r\nhello")
                        .request(head)
                        .expect(status(200), kept()),
                answered("204 with a body has none", "", "Status: 204 None\r\n\r\nhello")
                        .get("/x")
                        .expect(body(""), kept()),
                answered("304 with a length has no body", "", "Status: 304 Same\r\nContent-Length: 5\r\n\r\nhello")
                        .get("/x")
                        .expect(body(""), kept()),
                answered("a body of no bytes", "", "Content-Length: 0\r\n\r\n")
                        .get("/x")
                        .expect(header("Content-Length: 0"), kept()),
                answered("a body shorter than its length cuts the client", "", "Content-Length: 9\r\n\r\nhello")
                        .get("/x")
                        .expect(truncated(), closed()),
                answered(
                                "a body shorter than its length cuts the client without buffering too",
                                "*_buffering off;",
                                "Content-Length: 9\r\n\r\nhello")
                        .get("/x")
                        .expect(body("hello"), truncated(), closed()),
                answered("without buffering more than the length is dropped", "*_buffering off;", """
                    Content-Length: 5\r
                    \r
                    hello world\
                    """)
                        .get("/x")
                        .expect(body("hello"), kept()),
                answered("a client of HTTP/1.0 gets a body that ends with the connection", "", "X-A: 1\r\n\r\nhello")
                        .request("GET /x HTTP/1.0\r\nHost: front\r\n\r\n")
                        .expect(body("hello"), closed()),
                answered("a response of status 101 that nobody asked for is one like any other", "", """
                    Status: 101 Switching\r
                    Content-Length: 0\r
                    \r
                    """)
                        .get("/x")
                        .expect(status(101)));
    }

    private List<Scenario> directives() {
        String elsewhere = " location /y { return 200 elsewhere; } error_page 404 = /y; ";
        String redirect = "X-Accel-Redirect: /y\r\n\r\nx";
        return List.of(
                inServer("X-Accel-Redirect leads elsewhere", "", elsewhere, redirect)
                        .expect(body("elsewhere")),
                inServer("X-Accel-Redirect that is ignored", "_ignore_headers X-Accel-Redirect;", elsewhere, redirect)
                        .expect(body("x"), noHeader("X-Accel-Redirect")),
                inServer("intercept_errors", "_intercept_errors on;", elsewhere, "Status: 404 No\r\n\r\nx")
                        .expect(status(200), body("elsewhere")),
                inServer("errors that are not intercepted", "", elsewhere, "Status: 404 No\r\n\r\nx")
                        .expect(status(404), body("x")),
                answered("X-Accel-Buffering does not change the bytes", "", "X-Accel-Buffering: no\r\n\r\nhello")
                        .get("/x")
                        .expect(body("hello")),
                answered(
                                "hide_header hides the type as well",
                                "*_hide_header Content-Type;",
                                "Content-Type: a/b\r\n\r\nx")
                        .get("/x")
                        .expect(noHeader("Content-Type")),
                answered("pass_header passes X-Accel fields", "*_pass_header X-Accel-Expires;", """
                    X-Accel-Expires: 9\r
                    \r
                    x\
                    """)
                        .get("/x")
                        .expect(header("X-Accel-Expires: 9")),
                answered("force_ranges", "*_force_ranges on;", "Content-Length: 5\r\n\r\nhello")
                        .request("GET /x HTTP/1.1\r\nHost: front\r\nRange: bytes=1-2\r\n\r\n")
                        .expect(status(206), body("el")),
                answered("without force_ranges a range is the peer's business", "", "Content-Length: 5\r\n\r\nhello")
                        .request("GET /x HTTP/1.1\r\nHost: front\r\nRange: bytes=1-2\r\n\r\n")
                        .expect(status(200), body("hello")),
                answered("Location stays as it is", "", "Status: 301 Gone\r\nLocation: http://127.0.0.1/z\r\n\r\n")
                        .get("/x")
                        .expect(statusLine("HTTP/1.1 301 Gone")),
                answered(
                                "a body in small buffers",
                                "*_buffer_size 512; *_buffers 2 512; *_busy_buffers_size 512;",
                                """
                                    X-A: 1\r
                                    \r
                                    """ + "0123456789".repeat(2_000))
                        .get("/x")
                        .expect(body("0123456789".repeat(2_000))));
    }

    private Scenario.Builder inServer(String what, String directive, String server, String response) {
        return shared.location(what, "")
                .server(shared.pass(directive.isEmpty() ? "" : shared.name() + directive) + server)
                .peer("a", shared.answers(response))
                .get("/x");
    }
}
