package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.errorLogged;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Scenario.named;

import java.util.List;
import java.util.Map;

/** {@code autoindex}: nginx's page byte for byte. */
final class ListingScenarios {

    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("d/b.txt", "four"),
            Map.entry("d/B.txt", ""),
            Map.entry("d/sub/", ""),
            Map.entry("d/a sub/", ""),
            Map.entry("d/.hidden", "x"),
            Map.entry("d/a b&<c>\"d\"'%.txt", "x"),
            Map.entry("d/back\\slash", "x"),
            Map.entry("d/" + "n".repeat(50), "x"),
            Map.entry("d/" + "n".repeat(51), "x"),
            Map.entry("d/" + "s".repeat(50) + "/", ""),
            Map.entry("d/9999", "x".repeat(9999)),
            Map.entry("d/10000", "x".repeat(10_000)),
            Map.entry("d/11775", "x".repeat(11_775)),
            Map.entry("d/11776", "x".repeat(11_776)),
            Map.entry("d/1048575", "x".repeat(1_048_575)),
            Map.entry("d/1572864", "x".repeat(1_572_864)),
            Map.entry("d/empty/", ""),
            Map.entry("with index/index.html", "index"));

    private ListingScenarios() {}

    static List<Scenario> all() {
        return List.of(
                listed("", "/d/").expect(status(200), header("Content-Type: text/html")),
                listed("", "/d/empty/").expect(status(200)),
                listed("", "/d/a%20sub/?x=<y>").expect(status(200)),
                listed("", "/with%20index/").expect(body("index")),
                listed("", "/d").expect(status(301)),
                listed("autoindex_exact_size off;", "/d/").expect(status(200)),
                listed("autoindex_format json;", "/d/").expect(header("Content-Type: application/json")),
                listed("autoindex_format json;", "/d/empty/").expect(status(200)),
                listed("autoindex_format xml;", "/d/").expect(header("Content-Type: text/xml; charset=utf-8")),
                listed("autoindex_format jsonp;", "/d/empty/?callback=a.b").expect(status(200)),
                listed("autoindex_format jsonp;", "/d/empty/").expect(status(200)),
                listed("autoindex_format jsonp;", "/d/empty/?callback=alert()")
                        .expect(status(400), errorLogged("client sent invalid callback name")),
                listed("", "/no/").expect(status(404)),
                listed("index /nothing;", "/no/").expect(status(404)),
                listed("", "/d/b.txt/").expect(status(404)),
                named("a listing to HEAD and to POST")
                        .files(FILES)
                        .server("root %files%; autoindex on;")
                        .request("HEAD /d/ HTTP/1.1\r\nHost: front\r\n\r\n")
                        .request("POST /d/ HTTP/1.1\r\nHost: front\r\nContent-Length: 0\r\n\r\n")
                        .expect(status(403)),
                named("a listing to HTTP/1.0 ends with the connection")
                        .files(FILES)
                        .server("root %files%; autoindex on;")
                        .request("GET /d/empty/ HTTP/1.0\r\n\r\n")
                        .expect(status(200)));
    }

    private static Scenario.Builder listed(String conf, String target) {
        return named("autoindex of " + target + " " + conf)
                .files(FILES)
                .server("root %files%; autoindex on; " + conf)
                .get(target);
    }
}
