package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.complete;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.noHeader;
import static io.weir.differential.Expect.noUpstreamHeader;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.upstreamBody;
import static io.weir.differential.Expect.upstreamHeader;
import static io.weir.differential.Scenario.named;

import java.util.ArrayList;
import java.util.List;

/** Directives about the client's side: how fast it gets its response, what old browsers get, where its body is kept. */
final class ClientScenarios {

    private static final String MSIE6 = "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)";
    private static final String MSIE6_SV1 = "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1)";
    private static final String MSIE7 = "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.0)";
    private static final String MSIE55 = "Mozilla/4.0 (compatible; MSIE 5.5; Windows NT 5.0)";
    private static final String OPERA = "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; en) Opera 8.50";
    private static final String CHROME = "Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 Chrome/120.0 Safari/537.36";
    private static final String SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605.1 Safari/605.1";
    private static final String SAFARI_ELSEWHERE = "Mozilla/5.0 (Windows) AppleWebKit/605.1 Safari/605.1";
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux; rv:120.0) Gecko/20100101 Firefox/120.0";

    private ClientScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(rates());
        all.addAll(browsers());
        all.addAll(bodies());
        return all;
    }

    /** A limit of one byte a second: a response that comes at once is not limited. */
    private static List<Scenario> rates() {
        return List.of(
                atOnce("limit_rate_after lets so much pass at full speed", "limit_rate 1; limit_rate_after 10k;", ""),
                atOnce("X-Accel-Limit-Rate: 0 takes the limit away", "limit_rate 1;", "X-Accel-Limit-Rate: 0\r\n"),
                atOnce(
                        "an ignored X-Accel-Limit-Rate limits nothing",
                        "proxy_ignore_headers X-Accel-Limit-Rate;",
                        "X-Accel-Limit-Rate: 1\r\n"),
                atOnce(
                        "limit_rate_after holds for X-Accel-Limit-Rate too",
                        "limit_rate_after 10k;",
                        "X-Accel-Limit-Rate: 1\r\n"),
                atOnce("an X-Accel-Limit-Rate that is no number limits nothing", "", "X-Accel-Limit-Rate: 1k\r\n"),
                atOnce("without buffering there is no limit", "proxy_buffering off; limit_rate 1;", ""),
                atOnce("X-Accel-Buffering: no takes the limit away", "limit_rate 1;", "X-Accel-Buffering: no\r\n"),
                atOnce(
                        "without buffering X-Accel-Limit-Rate limits nothing",
                        "proxy_buffering off;",
                        "X-Accel-Limit-Rate: 1\r\n"),
                atOnce("a limit_rate whose variable is empty limits nothing", "limit_rate $arg_none;", ""),
                atOnce("a limit_rate may be a variable", "limit_rate $arg_rate;", ""),
                atOnce("limit_rate_after may be a variable", "limit_rate 1; limit_rate_after $arg_rate;", ""),
                atOnce("set $limit_rate takes the limit away", "limit_rate 1; set $limit_rate 0;", ""),
                named("$limit_rate is 0 before the response")
                        .server("limit_rate 9k; limit_rate_after 9k; location / { return 200 \"rate $limit_rate\"; }")
                        .get("/")
                        .expect(body("rate 0"), kept()),
                named("the X-Accel fields that are acted upon stay hidden")
                        .answers(Answers.with("X-Accel-Limit-Rate: 0\r\nX-Accel-Expires: 5\r\nX-Accel-Charset: x\r\n"
                                + "X-Accel-Buffering: yes\r\n"))
                        .get("/")
                        .expect(
                                noHeader("X-Accel-Limit-Rate"),
                                noHeader("X-Accel-Expires"),
                                noHeader("X-Accel-Charset"),
                                noHeader("X-Accel-Buffering"),
                                body("hello")),
                named("X-Accel-Expires passes where it is asked for")
                        .location("proxy_pass_header X-Accel-Expires; proxy_ignore_headers X-Accel-Expires;")
                        .answers(Answers.with("X-Accel-Expires: 5\r\n"))
                        .get("/")
                        .expect(header("X-Accel-Expires: 5")));
    }

    private static Scenario atOnce(String name, String location, String fields) {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n" + fields + "\r\n" + "b".repeat(5000);
        return named(name)
                .location(location)
                .answers(answer)
                .get("/?rate=64k")
                .expect(status(200), body("b".repeat(5000)), complete(), kept());
    }

    private static List<Scenario> browsers() {
        List<Scenario> all = new ArrayList<>();
        for (String agent :
                List.of(MSIE6, MSIE6_SV1, MSIE7, MSIE55, OPERA, CHROME, SAFARI, SAFARI_ELSEWHERE, FIREFOX, "")) {
            String shown = " for \"" + agent + "\"";
            all.add(named("an error page is padded where the browser would replace it" + shown)
                    .server("return 404;")
                    .request("GET / HTTP/1.1\r\nHost: front\r\nUser-Agent: " + agent + "\r\n\r\n")
                    .expect(status(404)));
            all.add(named("a connection is kept after a POST" + shown)
                    .answers(Answers.OK)
                    .request(
                            "POST / HTTP/1.1\r\nHost: front\r\nUser-Agent: " + agent + "\r\nContent-Length: 1\r\n\r\nx")
                    .expect(status(200), agent.equals(MSIE6) || agent.equals(MSIE55) ? closed() : kept()));
            all.add(named("keepalive_disable safari ends connections of Safari" + shown)
                    .location("keepalive_disable safari;")
                    .answers(Answers.OK)
                    .request("GET / HTTP/1.1\r\nHost: front\r\nUser-Agent: " + agent + "\r\n\r\n")
                    .expect(status(200), agent.equals(SAFARI) ? closed() : kept()));
        }
        all.add(browser("msie_padding off pads nothing", "msie_padding off; return 403;", "GET / HTTP/1.1", MSIE7));
        all.add(browser("a redirect is not padded", "return 307 /x;", "GET / HTTP/1.1", MSIE7));
        all.add(browser("a 500 is padded", "return 500;", "GET / HTTP/1.1", MSIE7));
        all.add(browser("an HTTP/1.0 request gets padding too", "return 404;", "GET / HTTP/1.0", CHROME));
        all.add(browser(
                "msie_refresh makes a page of a 302", "msie_refresh on; return 302 /x;", "GET / HTTP/1.1", MSIE7));
        all.add(browser(
                "msie_refresh makes a page of a 301",
                "msie_refresh on; return 301 http://a/b?c=d&e=%20;",
                "GET / HTTP/1.1",
                MSIE7));
        all.add(browser("msie_refresh leaves a 307 alone", "msie_refresh on; return 307 /x;", "GET / HTTP/1.1", MSIE7));
        all.add(browser("msie_refresh is for MSIE only", "msie_refresh on; return 302 /x;", "GET / HTTP/1.1", CHROME));
        all.add(named("keepalive_disable none keeps the connections of all")
                .location("keepalive_disable none;")
                .answers(Answers.OK)
                .request("POST / HTTP/1.1\r\nHost: front\r\nUser-Agent: " + MSIE6 + "\r\nContent-Length: 1\r\n\r\nx")
                .expect(status(200), kept()));
        return all;
    }

    private static Scenario browser(String name, String server, String request, String agent) {
        return named(name)
                .server("location / { " + server + " }")
                .request(request + "\r\nHost: front\r\nUser-Agent: " + agent + "\r\n\r\n")
                .expect();
    }

    private static List<Scenario> bodies() {
        return List.of(
                inFile("client_body_in_file_only keeps $request_body empty", "client_body_in_file_only on;", "hello")
                        .expect(upstreamBody("hello"), noUpstreamHeader("X-Body")),
                inFile(
                                "client_body_in_file_only clean keeps $request_body empty",
                                "client_body_in_file_only clean;",
                                "hello")
                        .expect(upstreamBody("hello"), noUpstreamHeader("X-Body")),
                inFile("a body of no bytes passes client_body_in_file_only", "client_body_in_file_only clean;", "")
                        .expect(upstreamBody(""), upstreamHeader("Content-Length: 0")),
                inFile("without client_body_in_file_only a small body is $request_body", "", "hello")
                        .expect(upstreamBody("hello"), upstreamHeader("X-Body: hello")));
    }

    private static Scenario.Builder inFile(String name, String location, String body) {
        return named(name)
                .location(location + " proxy_set_header X-Body $request_body;")
                .answers(Answers.OK)
                .request("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }
}
