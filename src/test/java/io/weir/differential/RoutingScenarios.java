package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statuses;
import static io.weir.differential.Expect.upstreamLines;
import static io.weir.differential.Scenario.named;

import java.util.List;
import java.util.stream.Stream;

/** Which server and location take a request, and what {@code return} makes. */
final class RoutingScenarios {

    private static final String LOCATIONS = """
        location = /exact { return 200 exact; }
        location /exact { return 200 exact-prefix; }
        location / { return 200 root; }
        location /a/ { return 200 a; }
        location /a/b/ { return 200 a-b; }
        location ^~ /static/ { return 200 static; }
        location ~ \\.php$ { return 200 php; }
        location ~* \\.JPG$ { return 200 jpg; }
        location ~ ^/second\\.php$ { return 200 never; }
        location /nest/ {
            location /nest/in/ { return 200 nested-prefix; }
            location ~ \\.php$ { return 200 nested-regex; }
            return 200 nest;
        }
        """;

    private static final String SERVERS = """
        server { server_name first; location / { return 200 default; } }
        server { server_name Exact.example www.example; location / { return 200 exact; } }
        server { server_name *.example; location / { return 200 suffix; } }
        server { server_name *.sub.example; location / { return 200 longer-suffix; } }
        server { server_name www.*; location / { return 200 prefix; } }
        server { server_name "~^r(?<n>[0-9]+)\\.test$"; location / { return 200 regex-$n; } }
        server { server_name .dot.test; location / { return 200 dot; } }
        """;

    private RoutingScenarios() {}

    static List<Scenario> all() {
        return Stream.of(locations(), servers(), returns())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> locations() {
        return List.of(
                located("/", "root"),
                located("/exact", "exact"),
                located("/exact?x=1", "exact"),
                located("/exact/", "exact-prefix"),
                located("/a/x", "a"),
                located("/a/b/x", "a-b"),
                located("/a/b", "a"),
                located("/a/x.php", "php"),
                located("/A/x", "root"),
                located("/static/x.php", "static"),
                located("/x.jpg", "jpg"),
                located("/x.Jpg", "jpg"),
                located("/x.PHP", "root"),
                located("/second.php", "php"),
                located("/nest/x", "nest"),
                located("/nest/in/x", "nested-prefix"),
                located("/nest/x.php", "nested-regex"),
                located("/nest/in/x.php", "nested-regex"),
                located("/%61//b/", "a-b"),
                located("/x/../exact", "exact"),
                located("/x%2Ephp", "php"));
    }

    private static List<Scenario> servers() {
        return List.of(
                served("first", "default"),
                served("unknown.test", "default"),
                served("exact.example", "exact"),
                served("EXACT.Example:8080", "exact"),
                served("exact.example.", "exact"),
                served("www.example", "exact"),
                served("a.example", "suffix"),
                served("a.b.example", "suffix"),
                served("a.sub.example", "longer-suffix"),
                served("example", "default"),
                served("www.test", "prefix"),
                served("r42.test", "regex-42"),
                served("dot.test", "dot"),
                served("x.dot.test", "dot"));
    }

    private static List<Scenario> returns() {
        return List.of(
                returned("return 200 sends its text", "return 200 'text $uri';")
                        .expect(
                                status(200),
                                body("text /x"),
                                header("Content-Type: text/plain"),
                                kept(),
                                upstreamLines()),
                returned("return 204 has no body", "return 204;").expect(status(204), body(""), kept()),
                returned("return 301 sends a Location", "return 301 https://$host$request_uri;")
                        .expect(status(301), header("Location: https://front/x?a=b"), kept()),
                returned("return of a URL is 302", "return http://other/;")
                        .expect(status(302), header("Location: http://other/")),
                returned("return 308 to a path is made absolute", "return 308 /y;")
                        .expect(status(308), header("Location: http://front:%front%/y")),
                returned("return 404 sends the proxy's page", "return 404;").expect(status(404), kept()),
                returned("return 403 sends its text", "return 403 no;").expect(status(403), body("no"), kept()),
                returned("return 444 closes without a response", "return 444;").expect(statuses(0), closed()),
                returned("return 500 closes the connection", "return 500;").expect(status(500), closed()),
                returned("return 503 keeps the connection", "return 503;").expect(status(503), kept()),
                named("return answers HEAD without a body")
                        .server("location / { return 200 text; }")
                        .request("HEAD /x HTTP/1.1\r\nHost: front\r\n\r\n")
                        .expect(status(200), header("Content-Length: 4"), body(""), kept()),
                named("return answers a POST after its body was read away")
                        .server("location / { return 200 text; }")
                        .request("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello")
                        .expect(status(200), body("text"), kept()),
                named("return at the server level comes before any location")
                        .server("return 200 server; location /x { return 200 location; }")
                        .get("/x")
                        .expect(body("server")),
                named("a request that no location takes is 404")
                        .server("location /only/ { return 200 only; }")
                        .get("/other")
                        .expect(status(404), kept()));
    }

    private static Scenario located(String target, String expected) {
        return named(target + " is taken by location " + expected)
                .server(LOCATIONS)
                .get(target)
                .expect(status(200), body(expected));
    }

    private static Scenario served(String host, String expected) {
        return named("Host " + host + " is served by " + expected)
                .http(SERVERS)
                .request("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                .expect(status(200), body(expected));
    }

    private static Scenario.Builder returned(String name, String directive) {
        return named(name).server("location / { " + directive + " }").get("/x?a=b");
    }
}
