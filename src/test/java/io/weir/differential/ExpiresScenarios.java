package io.weir.differential;

import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.noHeader;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Scenario.named;

import java.util.List;
import java.util.Map;

/** {@code expires}, all but the time of the day, whose answer depends on when one asks. */
final class ExpiresScenarios {

    private static final Map<String, String> FILES = Map.of("a.txt", "file a");

    private ExpiresScenarios() {}

    static List<Scenario> all() {
        return List.of(
                file("expires 1h;").expect(header("Expires: Date + 3600"), header("Cache-Control: max-age=3600")),
                file("expires +2d;").expect(header("Cache-Control: max-age=172800")),
                file("expires 0;").expect(header("Expires: Date + 0"), header("Cache-Control: max-age=0")),
                file("expires -1;").expect(header("Expires: Date + -1"), header("Cache-Control: no-cache")),
                file("expires -1h;").expect(header("Expires: Date + -3600")),
                file("expires epoch;").expect(header("Expires: Thu, 01 Jan 1970 00:00:01 GMT")),
                file("expires max;")
                        .expect(
                                header("Expires: Thu, 31 Dec 2037 23:55:55 GMT"),
                                header("Cache-Control: max-age=315360000")),
                file("expires off;").expect(noHeader("Expires"), noHeader("Cache-Control")),
                file("expires modified 1h;")
                        .expect(header("Expires: Thu, 02 Jan 2020 04:04:05 GMT"), header("Cache-Control: no-cache")),
                file("expires modified -1h;").expect(header("Expires: Thu, 02 Jan 2020 02:04:05 GMT")),
                file("expires modified 0;").expect(header("Expires: Date + 0")),
                file("expires $arg_e;").expect(header("Cache-Control: max-age=60")),
                file("expires modified $arg_e;").expect(header("Expires: Thu, 02 Jan 2020 03:05:05 GMT")),
                file("expires $arg_none;").expect(noHeader("Expires")),
                file("set $e garbage; expires $e;").expect(noHeader("Expires")),
                file("set $e off; expires $e;").expect(noHeader("Expires")),
                file("set $e epoch; expires $e;").expect(header("Cache-Control: no-cache")),
                file("set $e -5; expires $e;").expect(header("Cache-Control: no-cache")),
                file("expires 1h; location / { expires off; }").expect(noHeader("Expires")),
                file("expires 1h; if ($arg_e) { expires 2h; }").expect(header("Cache-Control: max-age=7200")),
                file("expires 1h; add_header Cache-Control public;").expect(header("Cache-Control: public")),
                named("expires is for responses that are no errors")
                        .files(FILES)
                        .server("root %files%; expires 1h;")
                        .get("/no")
                        .expect(status(404), noHeader("Expires")),
                named("expires of a return")
                        .server("location / { expires 1h; return 200 x; }")
                        .get("/")
                        .expect(header("Cache-Control: max-age=3600")),
                named("expires replaces what a peer says")
                        .answers("HTTP/1.1 200 OK\r\n"
                                + "Expires: Thu, 02 Jan 2020 03:04:05 GMT\r\n"
                                + "Cache-Control: private\r\n"
                                + "Cache-Control: no-store\r\n"
                                + "Content-Length: 2\r\n\r\n"
                                + "ok")
                        .location("expires 1h;")
                        .get("/")
                        .expect(header("Expires: Date + 3600"), header("Cache-Control: max-age=3600")),
                named("expires by the type of the response")
                        .files(FILES)
                        .http("map $sent_http_content_type $e { default off; text/plain 1h; text/html max; }"
                                + " server { root %files%; expires $e; }")
                        .get("/a.txt")
                        .expect(header("Cache-Control: max-age=3600")),
                named("expires modified of a peer's response")
                        .answers("HTTP/1.1 200 OK\r\nLast-Modified: Thu, 02 Jan 2020 03:04:05 GMT\r\n"
                                + "Content-Length: 2\r\n\r\nok")
                        .location("expires modified 1h;")
                        .get("/")
                        .expect(header("Cache-Control: no-cache")),
                named("expires modified of a peer without Last-Modified counts from now")
                        .answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                        .location("expires modified 1h;")
                        .get("/")
                        .expect(header("Cache-Control: max-age=3600")));
    }

    private static Scenario.Builder file(String conf) {
        return named(conf)
                .files(FILES)
                .server("location / { root %files%; " + conf + " }")
                .get("/a.txt?e=60");
    }
}
