package io.weir.differential;

import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.upstreamLine;
import static io.weir.differential.Expect.upstreamLines;
import static io.weir.differential.Scenario.named;

import java.util.List;
import java.util.stream.Stream;

/** Request lines that are odd, and what nginx makes of them. */
final class RequestLineScenarios {

    /** @param line as sent, with its line end */
    private record Row(String line, int status, String name) {}

    private static final List<Row> ROWS = List.of(
            new Row("GET  /x HTTP/1.1\r\n", 200, "more blanks behind the method pass"),
            new Row("GET /x   HTTP/1.1\r\n", 200, "more blanks before the version pass"),
            new Row("GET /x HTTP/1.1  \r\n", 200, "blanks behind the version pass"),
            new Row("GET /x HTTP/1.1 \n", 200, "a blank behind the version and a bare LF pass"),
            new Row("\r\r\n\nGET /x HTTP/1.1\r\n", 200, "CRs and LFs in any order before a request are skipped"),
            new Row("GET /x HTTP/1.10\r\n", 200, "HTTP/1.10 is taken as 1.1"),
            new Row("GET /x HTTP/1.01\r\n", 200, "HTTP/1.01 is taken as 1.1"),
            new Row("GET /x HTTP/1.00\r\n", 200, "HTTP/1.00 is taken as 1.0"),
            new Row("GET /x HTTP/1.999\r\n", 200, "three digits behind the version's dot pass"),
            new Row("GET /x HTTP/1.1000\r\n", 400, "four digits behind the version's dot are 400"),
            new Row("GET /x HTTP/1\r\n", 400, "a version without a dot is 400"),
            new Row("GET /x HTTP/1.\r\n", 400, "a version that ends with its dot is 400"),
            new Row("GET /x HTTP/.1\r\n", 400, "a version that begins with its dot is 400"),
            new Row("GET /x HTTP/0.9\r\n", 400, "HTTP/0.9 in words is 400"),
            new Row("GET /x HTTP/01.1\r\n", 400, "a version with a leading zero is 400"),
            new Row("GET /x HTTX/1.1\r\n", 400, "another protocol is 400"),
            new Row("GET /x http/1.1\r\n", 400, "a protocol in small letters is 400"),
            new Row("GET /x HTTP/1.1x\r\n", 400, "a letter behind the version is 400"),
            new Row("GET /x HTTP/1.1 x\r\n", 400, "a word behind the version is 400"),
            new Row("GET /x HTTP/3.0\r\n", 505, "HTTP/3.0 is 505"),
            new Row("GET /x HTTP/10.1\r\n", 505, "HTTP/10.1 is 505"),
            new Row("GET /x HTTP/2x\r\n", 505, "a major version of 2 is 505 whatever follows"),
            new Row("GET /x\rHTTP/1.1\r\n", 400, "a CR in the line is 400"),
            new Row("GET /x\1 HTTP/1.1\r\n", 400, "a control character at the target's end is 400"),
            new Row("GET /x\177 HTTP/1.1\r\n", 400, "DEL in the target is 400"),
            new Row("GET /\u00e4 HTTP/1.1\r\n", 200, "bytes beyond ASCII in the target pass"),
            new Row("GET\t/x HTTP/1.1\r\n", 400, "a tab behind the method is 400"),
            new Row(" GET /x HTTP/1.1\r\n", 400, "a blank before the method is 400"),
            new Row("G3T /x HTTP/1.1\r\n", 400, "a digit in the method is 400"),
            new Row("GET\r\n", 400, "a method alone is 400"),
            new Row("GET \r\n", 400, "a method and a blank is 400"),
            new Row("OPTIONS * HTTP/1.1\r\n", 400, "an asterisk for a target is 400"),
            new Row("GET ?x HTTP/1.1\r\n", 400, "a query for a target is 400"),
            new Row("GET http://front HTTP/1.1\r\n", 200, "an absolute target without a path passes"),
            new Row("GET http://fr_nt/ HTTP/1.1\r\n", 400, "an absolute target with an odd host is 400"),
            new Row("GET http:/front/ HTTP/1.1\r\n", 400, "an absolute target with one slash is 400"),
            new Row("_-_ /x HTTP/1.1\r\n", 200, "a method of underscores and hyphens passes"));

    private RequestLineScenarios() {}

    static List<Scenario> all() {
        return Stream.concat(ROWS.stream().map(RequestLineScenarios::scenario), Stream.of(nameless(), post(), bare()))
                .toList();
    }

    private static Scenario scenario(Row row) {
        Scenario.Builder scenario = named("request line: " + row.name)
                .answers(Answers.OK)
                .request(row.line + "Host: front\r\nConnection: close\r\n\r\n");
        return row.status == 200 ? scenario.expect(status(200)) : scenario.expect(status(row.status), upstreamLines());
    }

    private static Scenario nameless() {
        return named("HTTP/0.9: the line may end with a bare LF, and blanks before it do not matter")
                .answers(Answers.OK)
                .request("GET /x  \n")
                .expect(Expect.body("hello"), upstreamLine("GET /x HTTP/1.1"));
    }

    private static Scenario post() {
        return named("HTTP/0.9 knows no other method than GET")
                .answers(Answers.OK)
                .request("POST /x\r\n")
                .expect(status(0), upstreamLines());
    }

    private static Scenario bare() {
        return named("HTTP/0.9: an absolute target needs a path")
                .answers(Answers.OK)
                .request("GET http://front\r\n")
                .expect(upstreamLines());
    }
}
