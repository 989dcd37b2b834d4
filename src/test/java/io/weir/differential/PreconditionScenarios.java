package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.noHeader;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Scenario.named;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code If-Modified-Since} and its kin: what the proxy itself makes 304 or 412 of. */
final class PreconditionScenarios {

    private static final Map<String, String> FILES = Map.of("ten.txt", "0123456789", "failed", "precondition");

    private static final String TIME = "Thu, 02 Jan 2020 03:04:05 GMT";
    private static final String EARLIER = "Thu, 02 Jan 2020 03:04:04 GMT";
    private static final String LATER = "Thu, 02 Jan 2020 03:04:06 GMT";
    private static final String ETAG = "\"5e0d5da5-a\"";

    private PreconditionScenarios() {}

    static List<Scenario> all() {
        return Stream.of(single(), several(), settings(), others())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> single() {
        return List.of(
                asked("If-Modified-Since: " + TIME, 304),
                asked("If-Modified-Since: " + EARLIER, 200),
                asked("If-Modified-Since: " + LATER, 200),
                asked("If-Modified-Since: Thursday, 02-Jan-20 03:04:05 GMT", 304),
                asked("If-Modified-Since: Thu Jan  2 03:04:05 2020", 304),
                asked("If-Modified-Since: Thu, 2 Jan 2020 03:04:05 GMT", 200),
                asked("If-Modified-Since: Thu,02 Jan 2020 03:04:05 GMT", 304),
                asked("If-Modified-Since: ,", 200),
                asked("If-Modified-Since: sometime", 200),
                asked("If-Modified-Since: ", 200),
                asked("If-Unmodified-Since: " + TIME, 200),
                asked("If-Unmodified-Since: " + EARLIER, 412),
                asked("If-Unmodified-Since: " + LATER, 200),
                asked("If-Unmodified-Since: sometime", 412),
                asked("If-None-Match: " + ETAG, 304),
                asked("If-None-Match: W/" + ETAG, 304),
                asked("If-None-Match: \"other\"", 200),
                asked("If-None-Match: \"other\", " + ETAG, 304),
                asked("If-None-Match: \"other\",W/" + ETAG + " ,\"third\"", 304),
                asked("If-None-Match: " + ETAG + "x", 200),
                asked("If-None-Match: *", 304),
                asked("If-None-Match: *, \"a\"", 200),
                asked("If-None-Match: ", 200),
                asked("If-Match: " + ETAG, 200),
                asked("If-Match: W/" + ETAG, 412),
                asked("If-Match: \"other\"", 412),
                asked("If-Match: \"other\" ,\t" + ETAG, 200),
                asked("If-Match: *", 200),
                asked("If-Match: ", 412));
    }

    private static List<Scenario> several() {
        return List.of(
                asked("If-Modified-Since: " + TIME + "\r\nIf-None-Match: \"other\"", 200),
                asked("If-Modified-Since: " + EARLIER + "\r\nIf-None-Match: " + ETAG, 200),
                asked("If-Modified-Since: " + TIME + "\r\nIf-None-Match: " + ETAG, 304),
                asked("If-Match: " + ETAG + "\r\nIf-Modified-Since: " + TIME, 304),
                asked("If-Match: \"other\"\r\nIf-None-Match: " + ETAG, 412),
                asked("If-Unmodified-Since: " + EARLIER + "\r\nIf-Match: " + ETAG, 412),
                asked("If-Unmodified-Since: " + TIME + "\r\nIf-None-Match: *", 304),
                asked("Range: bytes=0-1\r\nIf-None-Match: " + ETAG, 304),
                asked("Range: bytes=0-1\r\nIf-Match: " + ETAG, 206),
                asked("Range: bytes=20-\r\nIf-Match: \"other\"", 412));
    }

    private static List<Scenario> settings() {
        return List.of(
                set("if_modified_since before;", "If-Modified-Since: " + LATER, 304),
                set("if_modified_since before;", "If-Modified-Since: " + EARLIER, 200),
                set("if_modified_since off;", "If-Modified-Since: " + TIME, 200),
                set("if_modified_since off;", "If-None-Match: " + ETAG, 304),
                set("etag off;", "If-None-Match: " + ETAG, 200),
                set("etag off;", "If-None-Match: *", 304),
                set("etag off;", "If-Match: " + ETAG, 412),
                set("add_header X-A a; expires epoch;", "If-None-Match: " + ETAG, 304),
                set("add_header X-A a; add_header X-B b always;", "If-Match: \"other\"", 412),
                set("error_page 412 /failed;", "If-Match: \"other\"", 412),
                set("error_page 412 =200 /failed;", "If-Match: \"other\"", 412));
    }

    private static List<Scenario> others() {
        return List.of(
                named("a 304 has no type and no length")
                        .files(FILES)
                        .server("root %files%;")
                        .request(request("If-None-Match: *"))
                        .expect(
                                status(304),
                                header("ETag: " + ETAG),
                                header("Last-Modified: " + TIME),
                                noHeader("Content-Type"),
                                noHeader("Content-Length"),
                                noHeader("Accept-Ranges")),
                returned("If-None-Match: *", 304),
                returned("If-None-Match: \"a\"", 200),
                returned("If-Match: \"a\"", 412),
                returned("If-Match: *", 200),
                returned("If-Modified-Since: " + TIME, 200),
                returned("If-Unmodified-Since: " + TIME, 412),
                named("a return of another status has no conditions")
                        .server("location / { return 201 text; }")
                        .request(request("If-Match: \"a\""))
                        .expect(status(201)),
                keeping(named("a listing has conditions")
                        .files(FILES)
                        .server("root %files%; autoindex on; location = /ten.txt { rewrite ^ / last; }")
                        .request(request("If-None-Match: *"))
                        .request(request("If-Match: \"a\""))
                        .expect(status(412))),
                named("what a peer sends is passed, whatever the client's conditions")
                        .answers("HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: 2\r\n\r\nok")
                        .request(request("If-None-Match: \"a\""))
                        .request(request("If-Match: \"b\""))
                        .expect(status(200), body("ok")));
    }

    private static String request(String lines) {
        return "GET /ten.txt HTTP/1.1\r\nHost: front\r\n" + lines + "\r\n\r\n";
    }

    private static Scenario asked(String lines, int status) {
        return set("", lines, status);
    }

    private static Scenario set(String conf, String lines, int status) {
        Scenario scenario = named(lines.replace("\r\n", ", ").replace("\t", "\\t") + " " + conf)
                .files(FILES)
                .server("root %files%; " + conf)
                .request(request(lines))
                .expect(status(status));
        return status == 412 ? keeping(scenario) : scenario;
    }

    /** nginx ends a request as failed whose response a filter has replaced. */
    private static Scenario keeping(Scenario scenario) {
        return scenario.differs(
                "nginx says keep-alive and closes the connection", status(412), noHeader("Last-Modified"), kept());
    }

    private static Scenario returned(String lines, int status) {
        Scenario scenario = named("return and " + lines)
                .server("location / { return 200 text; }")
                .request(request(lines))
                .expect(status(status));
        return status == 412 ? keeping(scenario) : scenario;
    }
}
