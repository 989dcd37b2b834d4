package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.upstreamLines;
import static io.weir.differential.Scenario.named;

import java.util.List;

/** Requests that are refused before anything goes upstream. */
final class BadRequestScenarios {

    private BadRequestScenarios() {}

    static List<Scenario> all() {
        return List.of(
                refused("HTTP/1.1 without Host is 400", "GET / HTTP/1.1\r\n\r\n", 400),
                refused("an empty Host is 400", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
                refused("two Host lines are 400", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
                refused("a Host with a slash is 400", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
                refused("a Host with two dots in a row is 400", "GET / HTTP/1.1\r\nHost: a..b\r\n\r\n", 400),
                refused("a lower-case method is 400", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                refused("a method with odd characters is 400", "G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                refused("a target without a leading slash is 400", "GET x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                refused("a raw control character in the target is 400", "GET /a\1b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                refused("a raw space in the target is 400", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                refused("a target that escapes the root is 400", "GET /../a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                refused(
                        "an escaped target that escapes the root is 400",
                        "GET /a/%2e%2e/%2e%2e/ HTTP/1.1\r\nHost: a\r\n\r\n",
                        400),
                refused("%00 in the target is 400", "GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                refused("a broken escape in the target is 400", "GET /a%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                refused("a space before the colon is 400", "GET / HTTP/1.1\r\nHost: a\r\nX-A : 1\r\n\r\n", 400),
                refused("a folded header line is 400", "GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n 2\r\n\r\n", 400),
                refused(
                        "a control character in a header name is 400",
                        "GET / HTTP/1.1\r\nHost: a\r\nX\1A: 1\r\n\r\n",
                        400),
                refused("a NUL in a header value is 400", "GET / HTTP/1.1\r\nHost: a\r\nX-A: a\0b\r\n\r\n", 400),
                refused(
                        "Content-Length twice is 400",
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
                        400),
                refused(
                        "a Content-Length that is no number is 400",
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx",
                        400),
                refused(
                        "Content-Length with Transfer-Encoding is 400",
                        "POST / HTTP/1.1\r\n"
                                + "Host: a\r\n"
                                + "Content-Length: 1\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + "0\r\n\r\n",
                        400),
                refused(
                        "Transfer-Encoding twice is 400",
                        "POST / HTTP/1.1\r\n"
                                + "Host: a\r\n"
                                + "Transfer-Encoding: chunked\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + "0\r\n\r\n",
                        400),
                refused(
                        "Transfer-Encoding in HTTP/1.0 is 400",
                        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        400),
                refused(
                        "Transfer-Encoding gzip is 501",
                        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
                        501),
                refused(
                        "Transfer-Encoding identity is 501",
                        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
                        501),
                refused(
                        "Transfer-Encoding gzip, chunked is 501",
                        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                        501),
                refused("HTTP/2.0 on an HTTP/1 connection is 505", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
                refused("TRACE is 405", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405),
                refused(
                        "a request line longer than one large buffer is 414",
                        "GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
                        414),
                refused(
                        "a header line longer than one large buffer is 400",
                        "GET / HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(9000) + "\r\n\r\n",
                        400),
                refused(
                        "two Authorization lines are 400",
                        "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n",
                        400),
                passed(
                        "two User-Agent lines pass",
                        "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: a\r\nUser-Agent: b\r\n\r\n"),
                passed("HTTP/1.2 is taken as 1.1", "GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
                passed("HTTP/1.0 needs no Host", "GET / HTTP/1.0\r\n\r\n"),
                passed("lines may end with LF alone", "GET / HTTP/1.1\nHost: a\nX-A: 1\n\n"),
                passed("empty lines before the request are skipped", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                passed("a method with an underscore or a hyphen passes", "MY_M-X / HTTP/1.1\r\nHost: a\r\n\r\n"),
                passed(
                        "a line without colon is a header with an empty value",
                        "GET / HTTP/1.1\r\nHost: a\r\nAlone\r\n\r\n"),
                named("a request line without version is HTTP/0.9 and answered with the bare body")
                        .answers(Answers.OK)
                        .request("GET /\r\n")
                        .expect(body("hello"), closed()));
    }

    private static Scenario refused(String name, String request, int status) {
        return named(name).answers(Answers.OK).request(request).expect(status(status), upstreamLines());
    }

    private static Scenario passed(String name, String request) {
        return named(name).answers(Answers.OK).request(request).expect(status(200), body("hello"));
    }
}
