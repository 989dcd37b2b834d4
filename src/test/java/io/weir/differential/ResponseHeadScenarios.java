package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.logged;
import static io.weir.differential.Expect.noHeader;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statusLine;
import static io.weir.differential.Expect.statuses;
import static io.weir.differential.Scenario.named;

import java.util.ArrayList;
import java.util.List;

/** Which upstream heads are taken, and what of them the client gets. */
final class ResponseHeadScenarios {

    /** The version whose behaviour Weir follows; older ones are not known to do the same. */
    private static final String TODAY = "1.31.5";

    private ResponseHeadScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(invalid());
        all.addAll(passed());
        all.addAll(rewritten());
        return all;
    }

    private static List<Scenario> invalid() {
        return List.of(
                bad("a response header larger than proxy_buffer_size is 502", "X-A: " + "a".repeat(5000) + "\r\n")
                        .expect(status(502), kept(), logged("upstream_status=502")),
                bad("a blank before the colon of a response header is 502", "X-A : 1\r\n")
                        .expect(status(502)),
                bad("a folded response header line is 502", "X-A: 1\r\n 2\r\n").expect(status(502)),
                bad("Content-Length twice is 502", "Content-Length: 5\r\n")
                        .expect()
                        .sinceNginx(TODAY, status(502)),
                bad("Content-Length together with chunked is 502", "Transfer-Encoding: chunked\r\n")
                        .expect()
                        .sinceNginx(TODAY, status(502)),
                raw("Transfer-Encoding gzip is 502", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello")
                        .expect()
                        .sinceNginx(TODAY, status(502)),
                raw(
                                "Transfer-Encoding gzip, chunked is 502",
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")
                        .expect()
                        .sinceNginx(TODAY, status(502)),
                raw("Content-Length that is no number is 502", "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello")
                        .expect()
                        .sinceNginx(TODAY, status(502)),
                raw("Content-Length as a list is 502", "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello")
                        .expect()
                        .sinceNginx(TODAY, status(502)),
                bad("a NUL in a response header value is 502", "X-A: a\0b\r\n").expect(status(502)),
                bad("a control character in a response header name is 502", "X\1A: 1\r\n")
                        .expect(status(502)),
                bad("an empty response header name is 502", ": 1\r\n").expect(status(502)),
                raw9("a response without status line is relayed raw", "garbage\r\n\r\nhello"),
                raw9("a lower-case protocol is no status line", "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
                named("an upstream that closes without a byte is 502")
                        .peer("a", PeerPlan.closes())
                        .get("/")
                        .expect(status(502), kept(), logged("status=502 upstream_status=502 upstream_addr=%a%")),
                named("an upstream that closes in the middle of its header is 502")
                        .peer(
                                "a",
                                PeerPlan.each((s, _) -> s.readHead()
                                        .send("HTTP/1.1 200 OK\r\nX-A")
                                        .close()))
                        .get("/")
                        .expect(status(502), kept()),
                named("an upstream that does not answer in time is 504")
                        .location("proxy_read_timeout 100ms;")
                        .peer("a", PeerPlan.staysSilent())
                        .get("/")
                        .expect(status(504), kept(), logged("status=504 upstream_status=504")));
    }

    private static List<Scenario> passed() {
        return List.of(
                named("several Set-Cookie lines all pass, in order")
                        .answers(Answers.with("Set-Cookie: a=1; Path=/\r\nX-A: 1\r\nSet-Cookie: b=2\r\n"))
                        .get("/")
                        .expect(header("Set-Cookie: a=1; Path=/"), header("Set-Cookie: b=2")),
                named("the first of several ETag and Content-Type lines is used")
                        .answers(Answers.with(
                                "ETag: \"1\"\r\nETag: \"2\"\r\nContent-Type: a/b\r\nContent-Type: c/d\r\n"))
                        .get("/")
                        .expect()
                        .sinceNginx(TODAY, header("ETag: \"1\""), header("Content-Type: a/b")),
                named("several lines of any other name all pass")
                        .answers(Answers.with(
                                "X-A: 1\r\nCache-Control: no-cache\r\nX-A: 2\r\nCache-Control: private\r\n"))
                        .get("/")
                        .expect(header("X-A: 1"), header("X-A: 2"), header("Cache-Control: private")),
                named("names keep their case, values their bytes beyond ASCII")
                        .answers(Answers.with("x-LOWER_and: \u00e4\u00f6\u00ff\r\n"))
                        .get("/")
                        .expect(header("x-LOWER_and: \u00e4\u00f6\u00ff")),
                named("an empty response header value passes")
                        .answers(Answers.with("X-Empty:\r\nX-A: 1\r\n"))
                        .get("/")
                        .expect(header("X-A: 1"), header("X-Empty: ")),
                named("blanks around a response header value are trimmed")
                        .answers(Answers.with("X-A:   a  b  \r\n"))
                        .get("/")
                        .expect(header("X-A: a  b")),
                named("header lines may end with LF alone")
                        .answers("HTTP/1.1 200 OK\nContent-Length: 5\nX-A: 1\n\nhello")
                        .get("/")
                        .expect(status(200), header("X-A: 1"), body("hello"), kept()),
                named("a line without colon is a header with an empty value")
                        .answers(Answers.with("X-Alone\r\n"))
                        .get("/")
                        .expect(status(200), body("hello")),
                named("an unknown status and its reason pass unchanged")
                        .answers("HTTP/1.1 299 Odd  Reason\r\nContent-Length: 0\r\n\r\n")
                        .get("/")
                        .expect(statusLine("HTTP/1.1 299 Odd  Reason"), kept()),
                named("a status line without reason passes")
                        .answers("HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello")
                        .get("/")
                        .expect(status(200), body("hello")),
                named("an upstream error passes with its body while errors are not intercepted")
                        .answers(Answers.status(500))
                        .get("/")
                        .expect(statusLine("HTTP/1.1 500 Said So"), body("500"), kept()),
                named("intercepting errors without an error_page for the status passes the upstream's page")
                        .location("proxy_intercept_errors on;")
                        .answers(Answers.status(404))
                        .get("/")
                        .expect(status(404), body("404")),
                named("Connection, Keep-Alive and the framing are the proxy's own")
                        .answers(Answers.with("Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"))
                        .get("/")
                        .expect(noHeader("Keep-Alive"), header("Connection: keep-alive")),
                named("a response header that Connection names is passed on")
                        .answers(Answers.with("Connection: foo\r\nFoo: 1\r\n"))
                        .get("/")
                        .expect(header("Foo: 1"))
                        .differs("fields that Connection names are dropped in both directions", noHeader("Foo")),
                named("100 Continue that nobody asked for is taken as the final response")
                        .answers("HTTP/1.1 100 Continue\r\n\r\n" + Answers.OK)
                        .get("/")
                        .expect(status(100))
                        .differs("a final response after an unasked 1xx is delivered", status(200), body("hello")));
    }

    private static List<Scenario> rewritten() {
        return List.of(
                named("Date and Server are the proxy's own")
                        .answers(Answers.with("Server: up/1\r\nDate: Mon, 01 Jan 2001 00:00:00 GMT\r\n"))
                        .get("/")
                        .expect(header("Server: *"), header("Date: *")),
                named("proxy_pass_header lets the upstream's Server through")
                        .location("proxy_pass_header Server;")
                        .answers(Answers.with("Server: up/1\r\n"))
                        .get("/")
                        .expect(header("Server: up/1")),
                named("proxy_hide_header hides every line of that name")
                        .location("proxy_hide_header X-Powered-By; proxy_hide_header X-B;")
                        .answers(Answers.with("X-Powered-By: a\r\nx-powered-by: b\r\nX-B: 1\r\nX-C: 1\r\n"))
                        .get("/")
                        .expect(noHeader("X-Powered-By"), noHeader("X-B"), header("X-C: 1")),
                named("the headers that steer the proxy are hidden")
                        .answers(Answers.with("X-Accel-Expires: 0\r\nX-Accel-Buffering: yes\r\nX-Pad: a\r\n"))
                        .get("/")
                        .expect(noHeader("X-Accel-Expires"), noHeader("X-Accel-Buffering"), noHeader("X-Pad")),
                redirect(
                                "proxy_redirect default puts the location in place of the proxied URL",
                                "",
                                "http://up/two/a?b=1")
                        .expect(header("Location: http://front:%front%/one/a?b=1")),
                redirect("a Location that no rule matches is left alone", "", "https://up/two/a")
                        .expect(header("Location: https://up/two/a")),
                redirect("a relative Location that no rule matches stays relative", "", "/two/a")
                        .expect(header("Location: /two/a")),
                redirect("proxy_redirect off leaves Location alone", "proxy_redirect off;", "http://up/two/a")
                        .expect(header("Location: http://up/two/a")),
                redirect(
                                "proxy_redirect replaces a prefix and makes the result absolute",
                                "proxy_redirect /two/ /x/;",
                                "/two/a")
                        .expect(header("Location: http://front:%front%/x/a")),
                redirect(
                                "absolute_redirect off leaves a rewritten Location relative",
                                "absolute_redirect off; proxy_redirect /two/ /x/;",
                                "/two/a")
                        .expect(header("Location: /x/a")),
                redirect(
                                "proxy_redirect with a regex replaces the whole value",
                                "proxy_redirect ~^http://[^/]+/two/(.*)$ /one/$1;",
                                "http://x.up/two/z")
                        .expect(header("Location: http://front:%front%/one/z")));
    }

    private static Scenario.Builder bad(String name, String lines) {
        return raw(name, Answers.with(lines));
    }

    private static Scenario.Builder raw(String name, String answer) {
        return named(name)
                .peer("a", PeerPlan.each((s, _) -> s.readHead().send(answer).close()))
                .get("/");
    }

    private static Scenario raw9(String name, String answer) {
        return named(name)
                .peer("a", PeerPlan.each((s, _) -> s.readHead().send(answer).close()))
                .request("GET / HTTP/1.1\r\nHost: front\r\nConnection: close\r\n\r\n")
                .expect(statuses(0), body(answer))
                .differs("what two parsers could read in two ways is never relayed", status(502));
    }

    private static Scenario.Builder redirect(String name, String location, String value) {
        return named(name)
                .server("location /one/ { proxy_pass http://up/two/; " + location + " }")
                .answers("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + value + "\r\n\r\n")
                .request("GET /one/ HTTP/1.1\r\nHost: front\r\n\r\n");
    }
}
