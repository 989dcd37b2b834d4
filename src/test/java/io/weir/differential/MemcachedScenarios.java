package io.weir.differential;

import static io.weir.differential.Expect.asked;
import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.connections;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.logged;
import static io.weir.differential.Expect.noHeader;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.truncated;
import static io.weir.differential.Expect.upstreamLine;
import static io.weir.differential.Scenario.named;

import io.weir.testing.PeerWire;
import java.util.ArrayList;
import java.util.List;

/** {@code memcached_pass}. A capture sets the key, as {@code set} would. */
final class MemcachedScenarios {

    static final String PASS = "location ~ ^/(?<memcached_key>.*)$ { memcached_pass up; ";

    private MemcachedScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(values());
        all.addAll(keys());
        all.addAll(MemcachedRangeScenarios.all());
        all.addAll(invalid());
        all.addAll(connection());
        return all;
    }

    static String value(String key, String value) {
        return "VALUE " + key + " 0 " + value.length() + "\r\n" + value + "\r\nEND\r\n";
    }

    static PeerPlan answers(String... answers) {
        return PeerPlan.speaks(PeerWire.MEMCACHED, true, answers);
    }

    private static Scenario.Builder get(String name, String answer) {
        return named(name).server(PASS + "}").peer("a", answers(answer)).get("/k");
    }

    private static List<Scenario> values() {
        return List.of(
                named("$memcached_key is what set says")
                        .server("location / { set $memcached_key \"$uri?$args\"; memcached_pass up; }")
                        .peer("a", answers(value("/k?a", "x")))
                        .get("/k?a")
                        .expect(status(200), upstreamLine("get /k?a")),
                named("no value in memcached is for error_page, though nothing is intercepted")
                        .server("location / { set $memcached_key $uri; memcached_pass up; error_page 404 = @fb; } "
                                + "location @fb { return 200 fallback; }")
                        .peer("a", answers("END\r\n"))
                        .get("/k")
                        .expect(status(200), body("fallback")),
                named("a memcached that answers nonsense is for error_page")
                        .server("location / { set $memcached_key $uri; memcached_pass up; error_page 502 = @fb; } "
                                + "location @fb { return 200 fallback; }")
                        .peer("a", answers("NONSENSE\r\n"))
                        .get("/k")
                        .expect(status(200), body("fallback")),
                get("a value of memcached is passed with its length", value("k", "hello"))
                        .expect(status(200), body("hello"), header("Content-Length: 5"), upstreamLine("get k"), kept()),
                get("an empty value of memcached is an empty body", value("k", ""))
                        .expect(status(200), body(""), header("Content-Length: 0")),
                get("a value of memcached may hold line ends and END", value("k", "a\r\nEND\r\nb"))
                        .expect(body("a\r\nEND\r\nb")),
                get("a value larger than memcached_buffer_size is passed", value("k", "v".repeat(100_000)))
                        .expect(body("v".repeat(100_000))),
                named("the type of a value of memcached is that of the URI's extension")
                        .server(PASS + "}")
                        .peer("a", answers(value("k.html", "x")))
                        .get("/k.html")
                        .expect(header("Content-Type: text/html")),
                named("a value of memcached without a known extension has default_type")
                        .server(PASS + "default_type a/b; }")
                        .peer("a", answers(value("k", "x")))
                        .get("/k")
                        .expect(header("Content-Type: a/b")),
                named("the flag of memcached_gzip_flag says that a value is compressed")
                        .server(PASS + "memcached_gzip_flag 2; }")
                        .peer("a", answers("VALUE k 3 1\r\nx\r\nEND\r\n"))
                        .get("/k")
                        .expect(header("Content-Encoding: gzip")),
                named("other flags than that of memcached_gzip_flag say nothing")
                        .server(PASS + "memcached_gzip_flag 2; }")
                        .peer("a", answers("VALUE k 5 1\r\nx\r\nEND\r\n"))
                        .get("/k")
                        .expect(noHeader("Content-Encoding")),
                named("HEAD asks memcached and passes the length alone")
                        .server(PASS + "}")
                        .peer("a", answers(value("k", "hello")))
                        .request("HEAD /k HTTP/1.1\r\nHost: front\r\n\r\n")
                        .expect(status(200), header("Content-Length: 5"), body("")));
    }

    private static List<Scenario> keys() {
        List<Scenario> all = new ArrayList<>();
        String[][] keys = {
            {"a blank", "/a%20b", "a%20b"},
            {"a percent sign", "/a%25b", "a%25b"},
            {"a line end", "/a%0D%0Ab", "a%0D%0Ab"},
            {"other bytes", "/%C3%A9%7F!", "\u00c3\u00a9\u007f!"},
            {"control bytes", "/a%09%01%1Fb", "a%09%01%1Fb"},
            {"a plus and a question mark", "/a+b%3Fc", "a+b?c"},
        };
        for (String[] key : keys) {
            all.add(named("a key of memcached with " + key[0] + " is sent as \"" + key[2] + "\"")
                    .server(PASS.replace(".*", "(?:.|\\s)*") + "}")
                    .peer("a", answers(value(key[2], "x")))
                    .get(key[1])
                    .expect(status(200), upstreamLine("get " + key[2])));
        }
        all.add(named("arguments are escaped once more")
                .server("location / { set $memcached_key $args; memcached_pass up; }")
                .peer("a", answers(value("a%2520b", "x")))
                .get("/k?a%20b")
                .expect(status(200), upstreamLine("get a%2520b")));
        all.add(named("HEAD of a missing value is 404")
                .server("error_page 404 @own; " + PASS + "} location @own { return 404 own; }") // not the server's name
                .peer("a", answers("END\r\n"))
                .request("HEAD /k HTTP/1.1\r\nHost: front\r\n\r\n")
                .expect(status(404), kept()));
        all.add(named("the client's headers do not go to memcached")
                .server(PASS + "}")
                .peer("a", answers(value("k", "x")))
                .request("GET /k HTTP/1.1\r\nHost: front\r\nIf-None-Match: \"x\"\r\n"
                        + "If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n")
                .expect(status(200), body("x")));
        all.add(named("an empty key of memcached is 500")
                .server(PASS + "}")
                .peer("a", answers("END\r\n"))
                .get("/")
                .expect(status(500), asked()));
        for (String method : List.of("POST", "PUT", "DELETE")) {
            all.add(named(method + " to memcached is 405")
                    .server(PASS + "}")
                    .peer("a", answers("END\r\n"))
                    .request(method + " /k HTTP/1.1\r\nHost: front\r\nContent-Length: 1\r\n\r\nx")
                    .expect(status(405), asked()));
        }
        all.add(named("the body of a GET to memcached is dropped")
                .server(PASS + "}")
                .peer("a", answers(value("k", "x")))
                .request("GET /k HTTP/1.1\r\nHost: front\r\nContent-Length: 3\r\n\r\nabc")
                .expect(status(200), kept()));
        return all;
    }

    private static List<Scenario> invalid() {
        List<Scenario> all = new ArrayList<>();
        all.add(get("no value in memcached is 404", "END\r\n")
                .expect(status(404), kept(), logged("upstream_status=404")));
        String[][] answers = {
            {"another key", "VALUE other 0 1\r\nx\r\nEND\r\n"},
            {"a longer key", "VALUE kk 0 1\r\nx\r\nEND\r\n"},
            {"no length", "VALUE k 0\r\nx\r\nEND\r\n"},
            {"a length that is no number", "VALUE k 0 x1\r\nx\r\nEND\r\n"},
            {"a fourth word", "VALUE k 0 1 77\r\nx\r\nEND\r\n"},
            {"an error", "ERROR\r\n"},
            {"a line without CR", "VALUE k 0 1\nx\r\nEND\r\n"},
            {"an empty line", "\r\n"},
            {"END with a blank", "END \r\n"},
        };
        for (String[] answer : answers) {
            all.add(get("memcached's answer with " + answer[0] + " is 502", answer[1])
                    .expect(status(502), logged("upstream_status=502")));
        }
        all.add(named("flags of memcached that are no number are 502 when they are looked at")
                .server(PASS + "memcached_gzip_flag 2; }")
                .peer("a", answers("VALUE k x 1\r\nx\r\nEND\r\n"))
                .get("/k")
                .expect(status(502)));
        all.add(get("flags of memcached that nobody looks at may be anything", "VALUE k x 1\r\nx\r\nEND\r\n")
                .expect(status(200)));
        all.add(named("a line of memcached that does not fit into memcached_buffer_size is 502")
                .server(PASS + "memcached_buffer_size 64; }")
                .peer("a", answers("X".repeat(100) + "\r\n"))
                .get("/k")
                .expect(status(502)));
        all.add(named("a value that memcached cuts short cuts the client's connection")
                .server(PASS + "}")
                .peer(
                        "a",
                        PeerPlan.follows((script, _) -> script.readRequest(PeerWire.MEMCACHED)
                                .send("VALUE k 0 10\r\nhello")
                                .close()))
                .get("/k")
                .expect(status(200), truncated(), closed()));
        return all;
    }

    private static List<Scenario> connection() {
        List<Scenario> all = new ArrayList<>();
        String[][] trailers = {
            {"a whole trailer", value("k", "x"), "kept", "0", "0"},
            {"a wrong trailer", "VALUE k 0 1\r\nx\r\nENO\r\n", "closed", "0", "1"},
            {"bytes behind the trailer", value("k", "x") + "y", "closed", "0", "1"},
            {"no value", "END\r\n", "kept", "0", "0"},
        };
        for (String[] trailer : trailers) {
            all.add(named("after " + trailer[0] + " the connection to memcached is " + trailer[2])
                    .server(PASS + "}")
                    .peer("a", answers(trailer[1]))
                    .get("/k")
                    .get("/k")
                    .expect(connections(Integer.valueOf(trailer[3]), Integer.valueOf(trailer[4]))));
        }
        all.add(named("a trailer of memcached in pieces is a trailer")
                .server(PASS + "}")
                .peer(
                        "a",
                        PeerPlan.each((script, _) -> script.readRequest(PeerWire.MEMCACHED)
                                .sendInPieces("VALUE k 0 5\r\nhello\r\nEND\r\n", 3, 10, 3, 2, 1, 1)
                                .readRequest(PeerWire.MEMCACHED)
                                .send(value("k", "again"))))
                .get("/k")
                .get("/k")
                .expect(connections(0, 0), body("again")));
        String two = "upstream up { server %a%; server %b%; } ";
        all.add(named("memcached_next_upstream not_found asks the next peer")
                .http(two + "memcached_next_upstream not_found; server { " + PASS + "} }")
                .peer("a", answers("END\r\n"))
                .peer("b", answers(value("k", "x")))
                .get("/k")
                .expect(status(200), asked("a", "b"), logged("upstream_status=404, 200")));
        all.add(named("without not_found one peer of memcached decides")
                .http(two + "server { " + PASS + "} }")
                .peer("a", answers("END\r\n"))
                .peer("b", answers(value("k", "x")))
                .get("/k")
                .expect(status(404), asked("a")));
        all.add(named("memcached_next_upstream off asks one peer only")
                .http(two + "memcached_next_upstream off; server { " + PASS + "} }")
                .peer("a", PeerPlan.refuses())
                .peer("b", answers(value("k", "x")))
                .get("/k")
                .expect(status(502), asked()));
        all.add(named("memcached_next_upstream_tries limits the peers")
                .http(two + "memcached_next_upstream_tries 1; server { " + PASS + "} }")
                .peer("a", PeerPlan.refuses())
                .peer("b", answers(value("k", "x")))
                .get("/k")
                .expect(status(502), asked()));
        all.add(named("memcached_next_upstream invalid_response asks the next peer")
                .http(two + "memcached_next_upstream invalid_response; server { " + PASS + "} }")
                .peer("a", answers("ERROR\r\n"))
                .peer("b", answers(value("k", "x")))
                .get("/k")
                .expect(status(200), asked("a", "b")));
        all.add(named("a memcached that refuses is passed over")
                .http(two + "server { " + PASS + "} }")
                .peer("a", PeerPlan.refuses())
                .peer("b", answers(value("k", "x")))
                .get("/k")
                .expect(status(200), asked("b"), logged("upstream_status=502, 200")));
        all.add(named("a memcached that says nothing is 504")
                .server(PASS + "memcached_read_timeout 200ms; }")
                .peer(
                        "a",
                        PeerPlan.each((script, _) ->
                                script.readRequest(PeerWire.MEMCACHED).expectClose()))
                .get("/k")
                .expect(status(504)));
        return all;
    }
}
