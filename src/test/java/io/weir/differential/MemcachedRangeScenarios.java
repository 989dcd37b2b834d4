package io.weir.differential;

import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statuses;
import static io.weir.differential.MemcachedScenarios.PASS;
import static io.weir.differential.MemcachedScenarios.answers;
import static io.weir.differential.MemcachedScenarios.value;
import static io.weir.differential.Scenario.named;

import java.util.ArrayList;
import java.util.List;

/** Ranges of what memcached has: the proxy serves them itself, as it does with {@code proxy_force_ranges}. */
final class MemcachedRangeScenarios {

    private MemcachedRangeScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (String range : List.of(
                "bytes=2-",
                "bytes=0-0",
                "bytes=1-3",
                "bytes=-2",
                "bytes=-99",
                "bytes=-0",
                "bytes=4-99",
                "bytes=5-",
                "bytes=9-12",
                "bytes=3-1",
                "bytes=0-1,3-4",
                "bytes=9-10,1-2",
                "bytes= 1 - 2 ",
                "bytes=x",
                "bytes=1",
                "bytes=",
                "lines=1-2",
                "BYTES=1-2",
                "bytes=99999999999999999999-")) {
            all.add(named("of a value of memcached the proxy serves Range: " + range)
                    .server(PASS + "}")
                    .peer("a", answers(value("k", "hello")))
                    .request("GET /k HTTP/1.1\r\nHost: front\r\nRange: " + range + "\r\n\r\n")
                    .expect());
        }
        all.add(named("a range of a large value of memcached")
                .server(PASS + "}")
                .peer("a", answers(value("k", "0123456789".repeat(10_000))))
                .request("GET /k HTTP/1.1\r\nHost: front\r\nRange: bytes=33333-66665\r\n\r\n")
                .expect(status(206), header("Content-Range: bytes 33333-66665/100000")));
        all.add(named("proxy_force_ranges serves ranges as memcached_pass does")
                .location("proxy_force_ranges on;")
                .answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nAccept-Ranges: none\r\nETag: \"t\"\r\n\r\nhello")
                .request("GET /k HTTP/1.1\r\nHost: front\r\nRange: bytes=1-2\r\nIf-Range: \"t\"\r\n\r\n")
                .request("GET /k HTTP/1.1\r\nHost: front\r\nRange: bytes=1-2\r\nIf-Range: \"u\"\r\n\r\n")
                .expect(statuses(206, 200), header("Accept-Ranges: bytes")));
        return all;
    }
}
