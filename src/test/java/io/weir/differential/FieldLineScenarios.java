package io.weir.differential;

import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statuses;
import static io.weir.differential.Expect.upstreamHeaders;
import static io.weir.differential.Expect.upstreamLines;
import static io.weir.differential.Scenario.named;

import java.util.ArrayList;
import java.util.List;

/** Header lines of requests that are odd, and what nginx makes of them. */
final class FieldLineScenarios {

    /**
     * @param line as sent, without its line end
     * @param upstream as it goes upstream; empty when it does not; null when the request is 400
     */
    private record Row(String line, String upstream, String name) {}

    private static final List<Row> ROWS = List.of(
            new Row("X@A: 1", "", "a name with an at sign is dropped"),
            new Row("X=A: 1", "", "a name with an equals sign is dropped"),
            new Row("X.A: 1", "", "a name with a dot is dropped"),
            new Row("X/A: 1", "", "a name with a slash is dropped"),
            new Row("X\"A: 1", "", "a name with a quote is dropped"),
            new Row("X\u00e4\u00ff: 1", "", "a name with bytes beyond ASCII is dropped"),
            new Row("\u00e4: 1", "", "a name of a byte beyond ASCII is dropped"),
            new Row("_A: 1", "", "a name that begins with an underscore is dropped"),
            new Row("A_: 1", "", "a name that ends with an underscore is dropped"),
            new Row("Host_: x", "", "an odd name is none of the known ones"),
            new Row("X@Alone", "", "an odd name without a colon is dropped"),
            new Row("9-: 1", "9-: 1", "a name of a digit and a hyphen passes"),
            new Row("Alone", "Alone: ", "a line without a colon passes"),
            new Row("X-A:1", "X-A: 1", "a blank behind the colon may be missing"),
            new Row("X-A:   1 2   ", "X-A: 1 2", "blanks around the value are trimmed"),
            new Row("X-A: :", "X-A: :", "a colon in the value passes"),
            new Row("X-A: a\1b\177c", "X-A: a\1b\177c", "control characters in a value pass"),
            new Row("X-A: 1\r", "X-A: 1", "CR CR LF ends a line"),
            new Row("Alone\r", "Alone: ", "CR CR LF ends a line without a colon"),
            new Row("X-A: 1\rX-B: 2", null, "a CR in a value is 400"),
            new Row("X-A: 1\r ", null, "a blank behind a CR is 400"),
            new Row("\r", null, "CR CR LF for an empty line is 400"),
            new Row(": 1", null, "an empty name is 400"),
            new Row(" X-A: 1", null, "a blank before a name is 400"),
            new Row("\tX-A: 1", null, "a tab before a name is 400"),
            new Row("X A: 1", null, "a blank in a name is 400"),
            new Row("X-A\t: 1", null, "a tab before the colon is 400"),
            new Row("X\177A: 1", null, "DEL in a name is 400"),
            new Row("X\0A: 1", null, "NUL in a name is 400"),
            new Row("X-A: \0", null, "NUL for a value is 400"),
            new Row("X-A: 1 \0", null, "NUL behind a value is 400"),
            new Row("X@A: \0", null, "NUL in the value of an odd name is 400"),
            new Row("HOST: front", null, "Host twice is 400 in any case"),
            new Row("Content-Length:", null, "an empty Content-Length is 400"),
            new Row("Content-Length: -1", null, "a negative Content-Length is 400"),
            new Row("Content-Length: 0x1", null, "a hexadecimal Content-Length is 400"),
            new Row("Content-Length: 1 1", null, "a Content-Length of two numbers is 400"),
            new Row("Content-Length: 1,1", null, "a Content-Length with a comma is 400"),
            new Row("Content-Length: \t1", null, "a tab before Content-Length's value is 400"),
            new Row("Content-Length: 9223372036854775808", null, "a Content-Length beyond 63 bits is 400"),
            new Row("Expect: a\r\nExpect: a", null, "Expect twice is 400"),
            new Row("If-Modified-Since: a\r\nIf-Modified-Since: a", null, "If-Modified-Since twice is 400"),
            new Row("If-Unmodified-Since: a\r\nif-unmodified-since: a", null, "If-Unmodified-Since twice is 400"),
            new Row("If-Match: a\r\nIf-Match: a", null, "If-Match twice is 400"),
            new Row("If-None-Match: a\r\nIf-None-Match: b", null, "If-None-Match twice is 400"),
            new Row("If-Range: a\r\nIf-Range: a", null, "If-Range twice is 400"),
            new Row("Content-Range: a\r\nContent-Range: a", null, "Content-Range twice is 400"));

    private FieldLineScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        ROWS.forEach(row -> all.add(row(row)));
        all.addAll(List.of(
                named("Proxy-Authorization twice is 400")
                        .answers(Answers.OK)
                        .request(
                                "GET / HTTP/1.1\r\nHost: a\r\nProxy-Authorization: a\r\nProxy-Authorization: a\r\n\r\n")
                        .expect(status(200))
                        .sinceNginx("1.31.5", status(400), upstreamLines()),
                named("a tab belongs to the value")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX-A: \t1\t\r\n\r\n")
                        .expect(upstreamHeaders("Host: up", "X-A: \t1\t")),
                named("ignore_invalid_headers off passes odd names")
                        .server("ignore_invalid_headers off; location / { proxy_pass http://up; }")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX@A: 1\r\nX_B: 2\r\n\u00e4: 3\r\nX.C\r\n\r\n")
                        .expect(upstreamHeaders("Host: up", "X@A: 1", "X_B: 2", "\u00e4: 3", "X.C: ")),
                named("ignore_invalid_headers off passes no blank in a name")
                        .server("ignore_invalid_headers off; location / { proxy_pass http://up; }")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX A: 1\r\n\r\n")
                        .expect(status(400), upstreamLines()),
                named("underscores_in_headers on passes no other odd name")
                        .server("underscores_in_headers on; location / { proxy_pass http://up; }")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.1\r\nHost: front\r\n_A_: 1\r\nX_@: 2\r\n\r\n")
                        .expect(upstreamHeaders("Host: up", "_A_: 1")),
                named("a connection goes on after dropped lines")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX@A: 1\r\n\r\n")
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX@A: 1\r\n\r\n")
                        .expect(statuses(200, 200), kept()),
                named("Connection with close anywhere in it closes")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.1\r\nHost: front\r\nConnection: xCLOSEx\r\n\r\n")
                        .expect(status(200), closed()),
                named("Transfer-Encoding in capitals is chunked")
                        .answers(Answers.OK)
                        .request("POST / HTTP/1.1\r\n"
                                + "Host: front\r\n"
                                + "Transfer-Encoding: CHUNKED\r\n\r\n"
                                + "2\r\n"
                                + "hi\r\n"
                                + "0\r\n\r\n")
                        .expect(status(200), Expect.upstreamBody("hi")),
                named("a tab before Transfer-Encoding's value is 501")
                        .answers(Answers.OK)
                        .request("POST / HTTP/1.1\r\nHost: front\r\nTransfer-Encoding: \tchunked\r\n\r\n0\r\n\r\n")
                        .expect(status(501), upstreamLines()),
                named("an empty Host is 400 in HTTP/1.0 too")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.0\r\nHost:\r\n\r\n")
                        .expect(status(400), upstreamLines()),
                named("a bad Host is 400 beside an absolute target")
                        .answers(Answers.OK)
                        .request("GET http://front/ HTTP/1.1\r\nHost: a/b\r\n\r\n")
                        .expect(status(400), upstreamLines()),
                buffers("a request line beyond one large buffer is 414", "2 1k", lines(1100, 0, 0), 414),
                buffers("a header line beyond one large buffer is 400", "2 1k", lines(10, 1, 1100), 400),
                buffers("a large buffer holds a line of its size", "1 1k", lines(10, 1, 1000), 200),
                buffers("one large line more than large buffers passes", "2 1k", lines(10, 3, 900), 200),
                buffers("two large lines more than large buffers are 400", "2 1k", lines(10, 4, 900), 400),
                named("the first buffer may hold a line that no large one does")
                        .http("client_header_buffer_size 8k; large_client_header_buffers 1 1k;")
                        .answers(Answers.OK)
                        .request(lines(10, 1, 5000))
                        .expect(status(200)),
                twoServers("the server of the Host line decides about the lines behind it", "b", 200),
                twoServers("lines of another server's requests are its own matter", "a", 400)));
        return all;
    }

    private static Scenario row(Row row) {
        Scenario.Builder scenario = named("header line: " + row.name)
                .answers(Answers.OK)
                .request("GET / HTTP/1.1\r\nHost: front\r\n" + row.line + "\r\nX-Z: z\r\n\r\n");
        if (row.upstream == null) {
            return scenario.expect(status(400), upstreamLines());
        }
        return row.upstream.isEmpty()
                ? scenario.expect(status(200), upstreamHeaders("Host: up", "X-Z: z"))
                : scenario.expect(status(200), upstreamHeaders("Host: up", row.upstream, "X-Z: z"));
    }

    private static Scenario buffers(String name, String buffers, String request, int status) {
        return named(name)
                .http("large_client_header_buffers " + buffers + ";")
                .answers(Answers.OK)
                .request(request)
                .expect(status(status));
    }

    private static Scenario twoServers(String name, String host, int status) {
        String server = "server { listen 127.0.0.1:%front%; server_name ";
        return named(name)
                .http("large_client_header_buffers 1 1k; " + server
                        + "a; location / { proxy_pass http://up; } }" + server
                        + "b; underscores_in_headers on; large_client_header_buffers 4 4k;"
                        + " location / { proxy_pass http://up; } }")
                .answers(Answers.OK)
                .request("GET / HTTP/1.1\r\nHost: " + host + "\r\nX_A: " + "x".repeat(3000) + "\r\n\r\n")
                .expect(status(status));
    }

    private static String lines(int target, int count, int length) {
        StringBuilder request = new StringBuilder("GET /" + "x".repeat(target) + " HTTP/1.1\r\nHost: front\r\n");
        for (int i = 0; i < count; i++) {
            request.append("X-")
                    .append(i)
                    .append(": ")
                    .append("x".repeat(length))
                    .append("\r\n");
        }
        return request + "\r\n";
    }
}
