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

/** {@code Range} of files and of proxied responses that are forced to have ranges. */
final class RangeScenarios {

    private static final Map<String, String> FILES =
            Map.of("ten.txt", "0123456789", "empty", "", "large", "0123456789abcdef".repeat(20_000));

    private static final String PEER = "HTTP/1.1 200 OK\r\nContent-Type: x/y\r\nAccept-Ranges: none\r\nETag: \"e\"\r\n"
            + "Last-Modified: Thu, 02 Jan 2020 03:04:05 GMT\r\nX-Own: 1\r\nContent-Length: 10\r\n\r\n0123456789";

    private RangeScenarios() {}

    static List<Scenario> all() {
        return Stream.of(ofFiles(), conditions(), settings(), ofPeers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> ofFiles() {
        return List.of(
                ranged("bytes=0-0", 206),
                ranged("bytes=0-9", 206),
                ranged("bytes=2-5", 206),
                ranged("bytes=5-", 206),
                ranged("bytes=9-", 206),
                ranged("bytes=5-100", 206),
                ranged("bytes=-1", 206),
                ranged("bytes=-10", 206),
                ranged("bytes=-11", 206),
                ranged("bytes=-0", 416),
                ranged("bytes=10-", 416),
                ranged("bytes=10-20", 416),
                ranged("bytes=5-4", 416),
                ranged("bytes=0-1,3-4", 206),
                ranged("bytes=3-4,0-1", 206),
                ranged("bytes=0-1,0-1", 206),
                ranged("bytes=0-1,20-", 206),
                ranged("bytes=20-,0-1", 206),
                ranged("bytes=0-4,5-", 206),
                ranged("bytes=0-,0-0", 200),
                ranged("bytes=0-5,3-9", 200),
                ranged("bytes=20-,30-", 416),
                ranged("bytes=0-1,", 416),
                ranged("bytes=", 200),
                ranged("bytes=-", 416),
                ranged("bytes=a", 416),
                ranged("bytes=0-a", 416),
                ranged("bytes=0", 416),
                ranged("bytes=0-1;2-3", 416),
                ranged("bytes= 0 - 1 , 3 - 4 ", 206),
                ranged("bytes=0\t-1", 416),
                ranged("BYTES=0-1", 206),
                ranged("bytes =0-1", 200),
                ranged("lines=0-1", 200),
                ranged("0-1", 200),
                ranged("bytes=99999999999999999999-", 416),
                ranged("bytes=0-99999999999999999999", 416),
                ranged("bytes=-9223372036854775807", 206),
                ranged("bytes=0-9223372036854775807", 206),
                ranged("bytes=0-0,-1,2-3", 206),
                of("/empty", "bytes=0-0", 200),
                of("/empty", "bytes=-1", 200),
                of("/empty", "bytes=1-", 416),
                of("/large", "bytes=65535-70000", 206),
                of("/large", "bytes=-100000", 206),
                of("/large", "bytes=0-70000,80000-80001,-70000", 206));
    }

    private static List<Scenario> conditions() {
        String etag = "\"5e0d5da5-a\"";
        return List.of(
                ifRange(etag, 206),
                ifRange("\"other\"", 200),
                ifRange("W/" + etag, 200),
                ifRange("Thu, 02 Jan 2020 03:04:05 GMT", 206),
                ifRange("Thursday, 02-Jan-20 03:04:05 GMT", 206),
                ifRange("Thu, 02 Jan 2020 03:04:06 GMT", 200),
                ifRange("Thu, 02 Jan 2020 03:04:04 GMT", 200),
                ifRange("sometime", 200),
                ifRange("\"", 200));
    }

    private static List<Scenario> settings() {
        return List.of(
                limited("max_ranges 1;", "bytes=0-1", 206),
                limited("max_ranges 1;", "bytes=0-1,3-4", 200),
                limited("max_ranges 1;", "bytes=20-,3-4", 206),
                limited("max_ranges 2;", "bytes=0-1,3-4", 206),
                limited("max_ranges 0;", "bytes=0-1", 200),
                limited("etag off;", "bytes=0-1", 206),
                limited("add_header X-A a; add_header X-B b always; expires epoch;", "bytes=0-1", 206),
                limited("add_header X-A a; add_header X-B b always; expires epoch;", "bytes=20-", 416),
                limited("etag off; error_page 416 /empty;", "bytes=20-", 416),
                limited("default_type '';", "bytes=0-1,3-4", 206),
                named("a range to HEAD")
                        .files(FILES)
                        .server("root %files%;")
                        .request("HEAD /ten.txt HTTP/1.1\r\nHost: front\r\nRange: bytes=0-1\r\n\r\n")
                        .expect(status(206), header("Content-Length: 2"), body(""), kept()),
                named("a range to HTTP/1.0")
                        .files(FILES)
                        .server("root %files%;")
                        .request("GET /ten.txt HTTP/1.0\r\nRange: bytes=0-1\r\n\r\n")
                        .expect(status(206), body("01")),
                named("an error page has no ranges")
                        .files(FILES)
                        .server("root %files%; error_page 404 /ten.txt;")
                        .request("GET /no HTTP/1.1\r\nHost: front\r\nRange: bytes=0-1\r\n\r\n")
                        .expect(status(404), body("0123456789"), noHeader("Accept-Ranges")),
                named("return has no ranges")
                        .server("location / { return 200 0123456789; }")
                        .request("GET /no HTTP/1.1\r\nHost: front\r\nRange: bytes=0-1\r\n\r\n")
                        .expect(status(200), body("0123456789")));
    }

    private static List<Scenario> ofPeers() {
        return List.of(
                forced("bytes=2-5", 206, "2345"),
                forced("bytes=5-", 206, "56789"),
                forced("bytes=-1", 206, "9"),
                forced("bytes=0-1,3-4", 200, "0123456789"),
                forced("bytes=20-,3-4", 206, "34"),
                forced("bytes=20-", 416, null),
                forced("lines=1-2", 200, "0123456789"),
                forced("bytes=2-5\r\nIf-Range: \"e\"", 206, "2345"),
                forced("bytes=2-5\r\nIf-Range: \"f\"", 200, "0123456789"),
                forced("bytes=2-5\r\nIf-Range: Thu, 02 Jan 2020 03:04:05 GMT", 206, "2345"),
                proxied("forced ranges without buffering", "proxy_buffering off;", PEER)
                        .expect(status(206), body("2345"), noHeader("Accept-Ranges"), kept()),
                proxied(
                                "a forced range of a body in many pieces",
                                "proxy_buffers 4 4k;",
                                "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + "0123456789".repeat(20_000))
                        .expect(status(206), body("2345"), kept()),
                proxied(
                                "a body without a length has no forced ranges",
                                "",
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n")
                        .expect(status(200), body("0123456789")),
                proxied("another status has no forced ranges", "", PEER.replace("200 OK", "404 Not Found"))
                        .expect(status(404), body("0123456789")),
                named("without force_ranges the peer's word is passed")
                        .answers(PEER)
                        .request("GET / HTTP/1.1\r\nHost: front\r\nRange: bytes=0-1\r\n\r\n")
                        .expect(status(200), header("Accept-Ranges: none")));
    }

    private static Scenario ranged(String range, int status) {
        return of("/ten.txt", range, status);
    }

    private static Scenario of(String target, String range, int status) {
        return named("Range: " + range.replace("\t", "\\t") + " of " + target)
                .files(FILES)
                .server("root %files%;")
                .request("GET " + target + " HTTP/1.1\r\nHost: front\r\nRange: " + range + "\r\n\r\n")
                .expect(status(status));
    }

    private static Scenario ifRange(String condition, int status) {
        return named("If-Range: " + condition)
                .files(FILES)
                .server("root %files%;")
                .request("GET /ten.txt HTTP/1.1\r\nHost: front\r\nRange: bytes=0-1\r\nIf-Range: " + condition
                        + "\r\n\r\n")
                .expect(status(status));
    }

    private static Scenario limited(String conf, String range, int status) {
        return named("Range: " + range + " where " + conf)
                .files(FILES)
                .server("root %files%; " + conf)
                .request("GET /ten.txt HTTP/1.1\r\nHost: front\r\nRange: " + range + "\r\n\r\n")
                .expect(status(status));
    }

    private static Scenario forced(String range, int status, String expected) {
        Scenario.Builder scenario = named("proxy_force_ranges with Range: " + range.replace("\r\n", ", "))
                .answers(PEER)
                .location("proxy_force_ranges on;")
                .request("GET / HTTP/1.1\r\nHost: front\r\nRange: " + range + "\r\n\r\n");
        return expected == null ? scenario.expect(status(status)) : scenario.expect(status(status), body(expected));
    }

    private static Scenario.Builder proxied(String name, String conf, String response) {
        return named(name)
                .answers(response)
                .location("proxy_force_ranges on; " + conf)
                .request("GET / HTTP/1.1\r\nHost: front\r\nRange: bytes=2-5\r\n\r\n");
    }
}
