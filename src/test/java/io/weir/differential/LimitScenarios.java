package io.weir.differential;

import static io.weir.differential.Expect.errorLogged;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statuses;
import static io.weir.differential.Scenario.named;

import java.util.List;
import java.util.stream.Stream;

/** {@code limit_req} with rates so low that time plays no part, and {@code limit_conn} with a proxy that asks itself. */
final class LimitScenarios {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String ONE = "limit_req_zone $binary_remote_addr zone=one:1m rate=1r/m; ";
    private static final String TWO = "limit_req_zone $arg_key zone=two:1m rate=1r/m; ";
    private static final String STATUS = " add_header X-Limit $limit_req_status always; ";

    private LimitScenarios() {}

    static List<Scenario> all() {
        return Stream.of(rates(), connections()).flatMap(List::stream).toList();
    }

    private static List<Scenario> rates() {
        return List.of(
                burst("without burst", ONE, "limit_req zone=one;", "/", 3)
                        .expect(
                                statuses(200, 503, 503),
                                header("X-Limit: REJECTED"),
                                errorLogged("limiting requests, excess: "),
                                errorLogged(" by zone \"one\"")),
                burst("burst without delay", ONE, "limit_req zone=one burst=2 nodelay;", "/", 4)
                        .expect(statuses(200, 200, 200, 503)),
                burst("burst with delay from the third on", ONE, "limit_req zone=one burst=3 delay=3;", "/", 5)
                        .expect(statuses(200, 200, 200, 200, 503)),
                burst("another status", ONE, "limit_req zone=one; limit_req_status 429;", "/", 2)
                        .expect(statuses(200, 429)),
                burst("dry run", ONE, "limit_req zone=one; limit_req_dry_run on;", "/", 2)
                        .expect(
                                statuses(200, 200),
                                header("X-Limit: REJECTED_DRY_RUN"),
                                errorLogged("limiting requests, dry run, excess: ")),
                burst("dry run of a delay", ONE, "limit_req zone=one burst=1; limit_req_dry_run on;", "/", 2)
                        .expect(
                                statuses(200, 200),
                                header("X-Limit: DELAYED_DRY_RUN"),
                                errorLogged("delaying request, dry run, excess: ")),
                burst("a key that is empty is not limited", TWO, "limit_req zone=two;", "/", 3)
                        .expect(statuses(200, 200, 200)),
                burst("a key with a value is", TWO, "limit_req zone=two;", "/?key=a", 2)
                        .expect(statuses(200, 503)),
                burst(
                                "two zones: the stricter one refuses",
                                ONE + TWO,
                                "limit_req zone=one burst=2 nodelay;" + " limit_req zone=two;",
                                "/?key=a",
                                3)
                        .expect(statuses(200, 503, 503)),
                burst(
                                "two zones: the second has no key",
                                ONE + TWO,
                                "limit_req zone=one burst=1 nodelay;" + " limit_req zone=two;",
                                "/",
                                3)
                        .expect(statuses(200, 200, 503)),
                burst(
                                "two zones: the first has no key",
                                ONE + TWO,
                                "limit_req zone=two;" + " limit_req zone=one burst=1 nodelay;",
                                "/",
                                3)
                        .expect(statuses(200, 200, 503)),
                burst("logged at another level", ONE, "limit_req zone=one; limit_req_log_level info;", "/", 2)
                        .expect(statuses(200, 503), errorLogged("[info]")),
                named("limit_req: different keys do not disturb each other")
                        .http(TWO)
                        .location("limit_req zone=two;")
                        .answers(OK)
                        .get("/?key=a")
                        .get("/?key=b")
                        .get("/?key=a")
                        .expect(statuses(200, 200, 503)),
                named("limit_req: the delay passes")
                        .http("limit_req_zone $binary_remote_addr zone=one:1m rate=4r/s;")
                        .location("limit_req zone=one burst=1;" + STATUS)
                        .answers(OK)
                        .client(session -> {
                            session.send("GET / HTTP/1.1\r\nHost: front\r\n\r\n".repeat(2));
                            session.read(false);
                            session.read(false);
                        })
                        .expect(
                                statuses(200, 200),
                                header("X-Limit: DELAYED"),
                                errorLogged("delaying request, excess: "),
                                errorLogged(", by zone \"one\"")),
                named("limit_req: a request is counted once whatever redirects it inside")
                        .http(ONE)
                        .server("limit_req zone=one; error_page 403 /other; location / { deny all; }"
                                + " location = /other { proxy_pass http://up; }")
                        .answers(OK)
                        .get("/")
                        .expect(status(403), Expect.body("ok")),
                named("limit_req: a subrequest of a request that was counted is not")
                        .http(ONE)
                        .server("limit_req zone=one; location / { auth_request /auth; proxy_pass http://up; }"
                                + " location = /auth { proxy_pass http://up; }")
                        .answers("HTTP/1.1 204 No Content\r\n\r\n", OK)
                        .get("/")
                        .expect(status(200)),
                named("limit_req: a refusal may have an error page")
                        .http(ONE)
                        .server("error_page 503 /busy; location / { limit_req zone=one; proxy_pass http://up; }"
                                + " location = /busy { return 503 busy; }")
                        .answers(OK)
                        .get("/")
                        .get("/")
                        .expect(statuses(200, 503), Expect.body("busy")));
    }

    private static Scenario.Builder burst(String name, String zones, String limits, String target, int requests) {
        return named("limit_req: " + name)
                .http(zones)
                .location(limits + STATUS)
                .answers(OK)
                .client(session -> {
                    session.send(("GET " + target + " HTTP/1.1\r\nHost: front\r\n\r\n").repeat(requests));
                    for (int i = 0; i < requests; i++) {
                        session.read(false);
                    }
                });
    }

    private static List<Scenario> connections() {
        String zone = "limit_conn_zone $binary_remote_addr zone=one:1m; ";
        String two = "limit_conn_zone $arg_key zone=two:1m; ";
        return List.of(
                nested("one request at a time", zone, "limit_conn one 1;", "/")
                        .expect(
                                status(503),
                                header("X-Limit: REJECTED"),
                                errorLogged("limiting connections by zone \"one\"")),
                nested("two at a time", zone, "limit_conn one 2;", "/").expect(status(200), header("X-Limit: PASSED")),
                nested("another status", zone, "limit_conn one 1; limit_conn_status 429;", "/")
                        .expect(status(429)),
                nested("dry run", zone, "limit_conn one 1; limit_conn_dry_run on;", "/")
                        .expect(status(200), errorLogged("limiting connections, dry run, by zone \"one\"")),
                nested("no key", two, "limit_conn two 1;", "/").expect(status(200), Expect.noHeader("X-Limit")),
                nested("two zones", zone + two, "limit_conn one 9; limit_conn two 1;", "/?key=a")
                        .expect(status(503)),
                named("limit_conn: a request that has ended is not counted")
                        .http(zone)
                        .location("limit_conn one 1;")
                        .answers(OK)
                        .get("/")
                        .get("/")
                        .newConnection()
                        .get("/")
                        .expect(statuses(200, 200, 200)));
    }

    private static Scenario.Builder nested(String name, String zones, String limits, String target) {
        return named("limit_conn: " + name)
                .http(zones)
                .server(limits + " add_header X-Limit $limit_conn_status always; location / { proxy_pass"
                        + " http://127.0.0.1:%front%/inner/$is_args$args; } location /inner/ { access_log off;"
                        + " add_header X-Limit $limit_conn_status always; proxy_pass http://up; }")
                .answers(OK)
                .get(target);
    }
}
