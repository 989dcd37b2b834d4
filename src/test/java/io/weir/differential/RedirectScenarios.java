package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Scenario.named;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Redirects inside: {@code error_page}, intercepted errors, {@code X-Accel-Redirect}, named locations. */
final class RedirectScenarios {

    private static final String PAGE =
            " location /page { return 200 'page $uri $args $request_method $status $request_uri'; }"
                    + " location @named { return 203 'named $uri $args $request_method'; }";

    private RedirectScenarios() {}

    static List<Scenario> all() {
        return Stream.of(pages(), proxiedPages(), intercepted(), accel())
                .flatMap(List::stream)
                .toList();
    }

    /** Error pages for what the proxy itself refuses. */
    private static List<Scenario> pages() {
        List<String> rows = List.of(
                "error_page 404 /page; location / { return 404; }",
                "error_page 404 /page?x=1; location / { return 404; }",
                "error_page 404 =200 /page; location / { return 404; }",
                "error_page 404 = /page; location / { return 404; }",
                "error_page 404 =410 /page; location / { return 404; }",
                "error_page 404 @named; location / { return 404; }",
                "error_page 404 = @named; location / { return 404; }",
                "error_page 404 http://other/x; location / { return 404; }",
                "error_page 404 =301 http://other/x; location / { return 404; }",
                "error_page 404 =307 http://other/$uri; location / { return 404; }",
                "error_page 404 =200 http://other/x; location / { return 404; }",
                "error_page 403 404 405 /page; location / { return 405; }",
                "error_page 403 /page; location / { return 404; }",
                "error_page 404 /page$arg_none; location / { return 404; }",
                "error_page 404 /page?u=$uri; location / { return 404; }",
                "error_page 404 /missing; location / { return 404; }",
                "error_page 404 =200 /missing; location / { return 404; } location /missing { return 404; }",
                "recursive_error_pages on; error_page 404 /m; error_page 403 /page; location / { return 404; }"
                        + " location /m { return 403; }",
                "error_page 404 /m; error_page 403 /page; location / { return 404; } location /m { return 403; }",
                "recursive_error_pages on; error_page 404 /x; location / { return 404; }",
                "error_page 404 /page; location / { error_page 500 /page; return 404; }",
                "error_page 404 @nowhere; location / { return 404; }",
                "error_page 404 page; location / { return 404; }",
                "error_page 413 /page; client_max_body_size 2; location / { return 200 x; }",
                "error_page 413 = @named; client_max_body_size 2; location / { return 200 x; }",
                "error_page 404 /in; location / { return 404; } location = /in { internal; return 200 in; }",
                "error_page 404 =204 /page; location / { return 404; }",
                "error_page 404 /page; add_header X-A 1; location / { return 404; }",
                "error_page 400 =200 /page; location / { return 400; }",
                "error_page 500 /page; location / { return 500; }",
                "error_page 401 /page; location / { return 401; }",
                "location / { return 404; error_page 404 = /page; }",
                "location / { if ($arg_a) { error_page 404 /page; return 404; } }",
                "error_page 404 = /b/x; location / { return 404; }"
                        + " location /b/ { rewrite ^/b/(.*)$ /page/$1 last; }");
        List<Scenario> scenarios = new ArrayList<>();
        for (String row : rows) {
            scenarios.add(named("page: " + row)
                    .server(row + PAGE)
                    .get("/some/path?a=b")
                    .expect());
        }
        scenarios.add(named("an error page is asked for with GET, a named location with the method as it was")
                .server("error_page 404 /page; error_page 405 @named; location /a { return 404; }"
                        + " location /b { return 405; }" + PAGE)
                .request("DELETE /a HTTP/1.1\r\nHost: front\r\n\r\n")
                .request("DELETE /b HTTP/1.1\r\nHost: front\r\n\r\n")
                .expect());
        scenarios.add(named("HEAD stays HEAD on the way to an error page")
                .server("error_page 404 /page; location / { return 404; }" + PAGE)
                .request("HEAD /a HTTP/1.1\r\nHost: front\r\n\r\n")
                .expect(status(404)));
        scenarios.add(named("a bad request has an error page too, and the connection is closed")
                .server("error_page 400 /page; location / { return 200 x; }" + PAGE)
                .request("GET /\0 HTTP/1.1\r\nHost: front\r\n\r\n")
                .expect(closed()));
        scenarios.add(named("a refused body leaves the connection as it is without one")
                .server("error_page 413 /page; client_max_body_size 2; location / { return 200 x; }" + PAGE)
                .request("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello")
                .expect(status(413)));
        return scenarios;
    }

    /** Error pages that a peer makes, or that stand in for a peer. */
    private static List<Scenario> proxiedPages() {
        List<Scenario> scenarios = new ArrayList<>();
        for (String rule : List.of(
                "error_page 502 /fallback;",
                "error_page 502 = /fallback;",
                "error_page 502 =200 /fallback;",
                "error_page 502 @fb;",
                "error_page 502 = @fb;")) {
            scenarios.add(named("a dead upstream and " + rule)
                    .http("upstream dead { server %a%; } upstream up { server %b%; }"
                            + " server { location / { proxy_pass http://dead; " + rule + " }"
                            + " location /fallback { proxy_pass http://up; }"
                            + " location @fb { proxy_pass http://up; } }")
                    .peer("a", PeerPlan.refuses())
                    .peer("b", PeerPlan.answers(Answers.status(203)))
                    .request("POST /some%20path?a=b HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello")
                    .expect());
        }
        scenarios.add(named("a proxied error page may fail itself")
                .http("upstream dead { server %a%; }"
                        + " server { location / { proxy_pass http://dead; error_page 502 /f; }"
                        + " location /f { proxy_pass http://dead; error_page 502 /g; } }")
                .peer("a", PeerPlan.refuses())
                .get("/x")
                .expect(status(502)));
        return scenarios;
    }

    private static List<Scenario> intercepted() {
        List<Scenario> scenarios = new ArrayList<>();
        for (int status : List.of(200, 301, 302, 304, 400, 401, 403, 404, 500, 503)) {
            scenarios.add(named("intercepted " + status)
                    .server("location / { proxy_pass http://up; proxy_intercept_errors on;"
                            + " error_page 301 302 400 401 404 500 /page; }" + PAGE)
                    .answers("HTTP/1.1 " + status + " So\r\nContent-Length: 3\r\nX-A: b\r\nSet-Cookie: a=b\r\n"
                            + "WWW-Authenticate: Basic realm=\"x\"\r\nLocation: /there\r\n\r\n" + status)
                    .get("/x")
                    .expect());
        }
        scenarios.addAll(List.of(
                named("without proxy_intercept_errors a peer's error passes")
                        .server("location / { proxy_pass http://up; error_page 404 /page; }" + PAGE)
                        .answers(Answers.status(404))
                        .get("/x")
                        .expect(status(404), body("404")),
                named("an intercepted error with a page in a named location that asks another peer")
                        .http("upstream up { server %a%; } upstream other { server %b%; }"
                                + " server { location / { proxy_pass http://up; proxy_intercept_errors on;"
                                + " error_page 404 = @other; } location @other { proxy_pass http://other; } }")
                        .peer("a", PeerPlan.answers(Answers.status(404)))
                        .peer("b", PeerPlan.answers(Answers.OK))
                        .request("PUT /x?y HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello")
                        .expect(status(200), body("hello")),
                named("the connection of an intercepted response without a body is kept")
                        .server("location / { proxy_pass http://up; proxy_intercept_errors on; error_page 404 /page; }"
                                + PAGE)
                        .answers("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", Answers.OK)
                        .get("/x")
                        .get("/y")
                        .expect(status(200))));
        return scenarios;
    }

    private static List<Scenario> accel() {
        List<Scenario> scenarios = new ArrayList<>();
        scenarios.add(named("a cookie that X-Accel-Redirect takes along is rewritten before")
                .server("location / { proxy_pass http://up; proxy_cookie_path /a/ /b/; }" + PAGE)
                .answers(Answers.with("X-Accel-Redirect: /page\r\nSet-Cookie: c=1; path=/a/\r\nContent-Type:\r\n"))
                .get("/x")
                .expect(header("Set-Cookie: c=1; path=/b/"), header("Content-Type: text/plain")));
        for (String ranges : List.of("", "proxy_force_ranges on;")) {
            scenarios.add(named("Accept-Ranges with X-Accel-Redirect to a text and to an error " + ranges)
                    .server("location / { proxy_pass http://up; " + ranges + " } location /no { return 404; }" + PAGE)
                    .answers(
                            Answers.with("X-Accel-Redirect: /page\r\nAccept-Ranges: none\r\n"),
                            Answers.with("X-Accel-Redirect: /no\r\nAccept-Ranges: none\r\nContent-Type: a/b\r\n"))
                    .get("/x")
                    .get("/x")
                    .expect());
        }
        for (String target : List.of(
                "/page",
                "/page?q=1",
                "/page/a%20b%3Fc",
                "@named",
                "@nowhere",
                "/in",
                "/../etc",
                "/a/%2e%2e/b",
                "/a/..b/c",
                "page",
                "?x",
                "/loop")) {
            scenarios.add(named("X-Accel-Redirect: " + target)
                    .server("location / { proxy_pass http://up; } location = /in { internal; return 200 in; }"
                            + " location = /loop { proxy_pass http://up; }" + PAGE)
                    .peer("a", PeerPlan.answers(accelTo(target), Answers.OK))
                    .get("/x?a=b")
                    .expect());
        }
        scenarios.addAll(List.of(
                named("X-Accel-Redirect turns POST into GET")
                        .server("location / { proxy_pass http://up; }" + PAGE)
                        .answers(accelTo("/page"))
                        .request("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: 2\r\n\r\nab")
                        .expect(status(200)),
                named("X-Accel-Redirect asks another peer, and the log has both")
                        .http("upstream up { server %a%; } upstream other { server %b%; }"
                                + " server { location / { proxy_pass http://up; }"
                                + " location /files/ { internal; proxy_pass http://other/f/; } }")
                        .peer("a", PeerPlan.answers(accelTo("/files/x%20y?z=1")))
                        .peer("b", PeerPlan.answers(Answers.OK))
                        .get("/x")
                        .expect(status(200), body("hello"), header("Set-Cookie: a=b")),
                named("an ignored X-Accel-Redirect does nothing, and is hidden all the same")
                        .location("proxy_ignore_headers X-Accel-Redirect;")
                        .answers(accelTo("/page"))
                        .get("/x")
                        .expect(status(200)),
                named("X-Accel-Redirect in an error response")
                        .server("location / { proxy_pass http://up; }" + PAGE)
                        .answers("HTTP/1.1 404 No\r\nX-Accel-Redirect: /page\r\nContent-Length: 2\r\n\r\nno")
                        .get("/x")
                        .expect(status(200)),
                named("going in circles by X-Accel-Redirect ends")
                        .server("location / { proxy_pass http://up; }")
                        .answers(
                                accelTo("/1"),
                                accelTo("/2"),
                                accelTo("/3"),
                                accelTo("/4"),
                                accelTo("/5"),
                                accelTo("/6"),
                                accelTo("/7"),
                                accelTo("/8"),
                                accelTo("/9"),
                                accelTo("/10"),
                                accelTo("/11"))
                        .get("/x")
                        .expect(status(500))));
        return scenarios;
    }

    private static String accelTo(String target) {
        return "HTTP/1.1 200 OK\r\nX-Accel-Redirect: " + target + "\r\nContent-Length: 4\r\n"
                + "Content-Type: text/x-first\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\nX-Other: lost\r\n"
                + "Cache-Control: no-cache\r\nExpires: now\r\nContent-Disposition: inline\r\n\r\nbody";
    }
}
