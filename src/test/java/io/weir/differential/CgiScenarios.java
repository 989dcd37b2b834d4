package io.weir.differential;

import static io.weir.differential.Expect.asked;
import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.connections;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.logged;
import static io.weir.differential.Expect.noHeader;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statusLine;
import static io.weir.differential.Expect.truncated;
import static io.weir.differential.Expect.upstreamBody;
import static io.weir.differential.Expect.upstreamHeader;
import static io.weir.differential.Scenario.named;

import io.weir.testing.PeerWire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What holds for FastCGI, uwsgi and SCGI alike.
 *
 * @param name the prefix of the module's directives
 * @param packed packs a response, whose end is that of the connection, for the wire
 */
record CgiScenarios(String name, PeerWire wire, UnaryOperator<String> packed) {

    static final String TODAY = "1.31.5";

    List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(heads());
        all.addAll(invalidHeads());
        all.addAll(bodies());
        all.addAll(new CgiRequestScenarios(this).all());
        all.addAll(new CgiResponseScenarios(this).all());
        all.addAll(peers());
        return all;
    }

    /** What a request with a body has to tell its peer. */
    String pass(String more) {
        return "location / { " + name + "_pass up; " + name + "_param CONTENT_LENGTH $content_length; " + more + " }";
    }

    PeerPlan answers(String... responses) {
        String[] all = new String[responses.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = packed.apply(responses[i]);
        }
        return PeerPlan.speaks(wire, false, all);
    }

    Scenario.Builder location(String what, String directives) {
        return named(name + ": " + what).server(pass(directives.replace("*", name)));
    }

    private Scenario.Builder get(String what, String response) {
        return location(what, "").peer("a", answers(response)).get("/x");
    }

    private List<Scenario> heads() {
        return List.of(
                get("a response without Status is 200", "Content-Type: a/b\r\n\r\nhello")
                        .expect(statusLine("HTTP/1.1 200 OK"), header("Content-Type: a/b"), body("hello"), kept()),
                get("Status is the status with its text", "Status: 404 Nope\r\n\r\nx")
                        .expect(statusLine("HTTP/1.1 404 Nope")),
                get("Status may have no text", "Status: 403\r\n\r\nx").expect(status(403)),
                get("status may be written in any case", "sTATUS: 201 Made\r\n\r\nx")
                        .expect(statusLine("HTTP/1.1 201 Made")),
                get("Location without Status is 302", "Location: /other\r\n\r\n")
                        .expect(statusLine("HTTP/1.1 302 Moved Temporarily"), header("Location: /other")),
                get("Location with Status has that status", "Status: 201 Created\r\nLocation: http://h/y\r\n\r\n")
                        .expect(status(201), header("Location: http://h/y")),
                get("lines may end with LF alone", "Status: 202 Ok\nX-A: 1\n\nbody")
                        .expect(status(202), header("X-A: 1"), body("body")),
                get("a line without a colon is a header without a value", "Status: 200 OK\r\nX-A\r\n\r\nx")
                        .expect(header("X-A: ")),
                get("two cookies both pass", "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\nx")
                        .expect(header("Set-Cookie: a=1"), header("Set-Cookie: b=2")),
                get("X-Accel headers are hidden", "X-Accel-Expires: 1\r\nX-Accel-Buffering: no\r\n\r\nx")
                        .expect(noHeader("X-Accel-Expires"), noHeader("X-Accel-Buffering")),
                get("Server and Date of the peer are passed", "Server: mine\r\nDate: then\r\n\r\nx")
                        .expect(header("Server: mine")),
                get("an empty head is 200", "\r\nhello").expect(status(200), body("hello")),
                location("hide_header hides and pass_header passes", "*_hide_header X-A; *_pass_header Status;")
                        .peer("a", answers("Status: 203 Hm\r\nX-A: 1\r\nX-B: 2\r\n\r\nx"))
                        .get("/x")
                        .expect(status(203), header("Status: 203 Hm"), noHeader("X-A"), header("X-B: 2")));
    }

    private List<Scenario> invalidHeads() {
        List<Scenario> all = new ArrayList<>();
        String[][] heads = {
            {"a Status that is no number", "Status: nope\r\n\r\nx"},
            {"a Status of two digits", "Status: 20\r\n\r\nx"},
            {"a blank before the colon", "X-A : 1\r\n\r\nx"},
            {"a folded line", "X-A: 1\r\n 2\r\n\r\nx"},
            {"a NUL in a value", "X-A: a\0b\r\n\r\nx"},
            {"a head without an end", "X-A: 1\r\n"},
            {"nothing at all", ""},
        };
        for (String[] head : heads) {
            all.add(get(head[0] + " is 502", head[1]).expect(status(502), logged("upstream_status=502")));
        }
        all.add(location("a head that does not fit into the buffer is 502", "*_buffer_size 512;")
                .peer("a", answers("X-A: " + "a".repeat(600) + "\r\n\r\nx"))
                .get("/x")
                .expect(status(502)));
        all.add(get("two Content-Length lines are 502", "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx")
                .expect()
                .sinceNginx(TODAY, status(502)));
        return all;
    }

    private List<Scenario> bodies() {
        String large = "0123456789abcdef".repeat(20_000);
        return List.of(
                get("Content-Length is passed", "Content-Length: 5\r\n\r\nhello")
                        .expect(header("Content-Length: 5"), body("hello"), kept()),
                get("bytes beyond Content-Length are dropped", "Content-Length: 5\r\n\r\nhello world")
                        .expect(body("hello"), kept()),
                get("without Content-Length the client gets chunks", "X-A: 1\r\n\r\n" + large)
                        .expect(header("Transfer-Encoding: chunked"), body(large), kept()),
                get("a large body with a length is passed", "Content-Length: " + large.length() + "\r\n\r\n" + large)
                        .expect(body(large)),
                location("a large body is passed without buffering", "*_buffering off;")
                        .peer("a", answers("X-A: 1\r\n\r\n" + large))
                        .get("/x")
                        .expect(body(large)),
                location("a body goes to a temporary file when the client does not keep up", "*_buffers 2 4k;")
                        .server(pass(name + "_busy_buffers_size 4k; " + name + "_buffers 2 4k;"))
                        .peer("a", answers("X-A: 1\r\n\r\n" + large))
                        .get("/x")
                        .expect(body(large)),
                location("HEAD passes the length alone", "")
                        .peer("a", answers("Content-Length: 5\r\n\r\nhello"))
                        .request("HEAD /x HTTP/1.1\r\nHost: front\r\n\r\n")
                        .expect(status(200), header("Content-Length: 5"), body("")),
                location("HEAD without a length passes the head", "")
                        .peer("a", answers("X-A: 1\r\n\r\n"))
                        .request("HEAD /x HTTP/1.1\r\nHost: front\r\n\r\n")
                        .expect(status(200), header("X-A: 1")),
                get("204 has no body", "Status: 204 None\r\n\r\n").expect(status(204), body(""), kept()),
                get("304 has no body", "Status: 304 Same\r\nETag: \"x\"\r\n\r\n")
                        .expect(status(304), header("ETag: \"x\"")));
    }

    Scenario streamed() {
        String large = "abcdefgh".repeat(12_000);
        return location("a body is streamed", "*_request_buffering off;")
                .peer("a", answers("X-A: 1\r\n\r\nx"))
                .request("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: " + large.length() + "\r\n\r\n" + large)
                .expect();
    }

    /** Not for SCGI, where the length goes out all the same: such a peer would wait. */
    Scenario withheld() {
        return named(name + ": pass_request_body off sends no body")
                .server("location / { " + name + "_pass up; " + name + "_pass_request_body off; }")
                .peer("a", answers("X-A: 1\r\n\r\nx"))
                .request("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello")
                .expect(upstreamBody(""), status(200));
    }

    /** What holds where a response is not packed at all: it may be HTTP's, and ends with the connection. */
    List<Scenario> bareResponses() {
        int[] bytes = new int[100];
        Arrays.fill(bytes, 1);
        return List.of(
                get("a response may have a status line", "HTTP/1.1 404 Gone\r\nX-A: 1\r\n\r\nx")
                        .expect(statusLine("HTTP/1.1 404 Gone"), header("X-A: 1"), body("x")),
                get("a status line wins over Status", "HTTP/1.0 201 Made\r\nStatus: 404 No\r\n\r\nx")
                        .expect(statusLine("HTTP/1.1 201 Made")),
                get("a status line without a text", "HTTP/1.1 403\r\nX-A: 1\r\n\r\nx")
                        .expect(status(403)),
                get("a line that is no status line is a header", "HTTP-Version: 2\r\n\r\nx")
                        .expect(header("HTTP-Version: 2")),
                get("chunks are not decoded", "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n")
                        .expect(body("1\r\nx\r\n0\r\n\r\n")),
                location("a response that arrives byte by byte", "")
                        .peer(
                                "a",
                                PeerPlan.each((script, _) -> script.readRequest(wire)
                                        .sendInPieces("Status: 404 Gone\r\nX-A: 1\r\n\r\nhello", bytes)
                                        .close()))
                        .get("/x")
                        .expect(statusLine("HTTP/1.1 404 Gone"), header("X-A: 1"), body("hello")),
                location("a chunked body is sent bare, with its length known", "*_request_buffering off;")
                        .peer("a", answers("X-A: 1\r\n\r\nx"))
                        .request("POST /x HTTP/1.1\r\nHost: front\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "5\r\nhello\r\n0\r\n\r\n")
                        .expect(upstreamBody("hello"), upstreamHeader("CONTENT_LENGTH: 5")),
                location("a connection serves one request", "")
                        .peer("a", PeerPlan.speaks(wire, true, "Content-Length: 1\r\n\r\nx"))
                        .get("/x")
                        .get("/x")
                        .expect(connections(0, 1)));
    }

    private List<Scenario> peers() {
        String two = "upstream up { server %a%; server %b%; } ";
        return List.of(
                named(name + ": next_upstream http_500 asks the next peer")
                        .http(two + name + "_next_upstream http_500; server { " + pass("") + " }")
                        .peer("a", answers("Status: 500 Bad\r\n\r\nx"))
                        .peer("b", answers("X-A: 1\r\n\r\ngood"))
                        .get("/x")
                        .expect(body("good"), asked("a", "b"), logged("upstream_status=500, 200")),
                named(name + ": next_upstream invalid_header asks the next peer")
                        .http(two + name + "_next_upstream invalid_header; server { " + pass("") + " }")
                        .peer("a", answers("Status: x\r\n\r\nx"))
                        .peer("b", answers("X-A: 1\r\n\r\ngood"))
                        .get("/x")
                        .expect(body("good"), asked("a", "b")),
                named(name + ": a peer that refuses is passed over")
                        .http(two + " server { " + pass("") + " }")
                        .peer("a", PeerPlan.refuses())
                        .peer("b", answers("X-A: 1\r\n\r\ngood"))
                        .get("/x")
                        .expect(body("good"), logged("upstream_status=502, 200")),
                location("a peer that says nothing is 504", "*_read_timeout 200ms;")
                        .peer(
                                "a",
                                PeerPlan.each(
                                        (script, _) -> script.readRequest(wire).expectClose()))
                        .get("/x")
                        .expect(status(504)),
                location("a peer that cuts a body of declared length cuts the client", "")
                        .peer(
                                "a",
                                PeerPlan.follows((script, _) -> script.readRequest(wire)
                                        .send(packed.apply("Content-Length: 10\r\n\r\nhello"))
                                        .close()))
                        .get("/x")
                        .expect(status(200), truncated(), closed()),
                named(name + ": the value of _pass may have variables")
                        .server("location / { " + name + "_pass $arg_to; }")
                        .peer("a", answers("X-A: 1\r\n\r\nx"))
                        .get("/x?to=%a%")
                        .get("/x?to=up")
                        .get("/x?to=127.0.0.1")
                        .expect(Expect.statuses(200, 200, 500)));
    }
}
