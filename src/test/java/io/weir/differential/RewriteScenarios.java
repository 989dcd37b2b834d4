package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Scenario.named;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rewrite phase: {@code set}, {@code rewrite}, {@code if}, {@code break}, {@code return}; and {@code map}. */
final class RewriteScenarios {

    private static final String WHERE = " return 200 '$uri|$args|$is_args|$request_uri'; ";

    private RewriteScenarios() {}

    static List<Scenario> all() {
        return Stream.of(rewrites(), redirects(), upstream(), conditions(), order(), maps(), fields())
                .flatMap(List::stream)
                .toList();
    }

    private record Row(String directives, String target) {}

    /** What {@code rewrite} makes of URI and arguments, seen in another location. */
    private static List<Scenario> rewrites() {
        List<Row> rows = List.of(
                new Row("rewrite ^/a/(.*)$ /b/$1 last;", "/a/x"),
                new Row("rewrite ^/a/(.*)$ /b/$1 last;", "/a/x?k=v"),
                new Row("rewrite ^/a/(.*)$ /b/$1? last;", "/a/x?k=v"),
                new Row("rewrite ^/a/(.*)$ /b/x?y=$1 last;", "/a/z?k=v"),
                new Row("rewrite ^/a/(.*)$ /b/x?y=$1? last;", "/a/z?k=v"),
                new Row("rewrite ^/a/(.*)$ /b/x?y=$1 last;", "/a/z%20z%26w"),
                new Row("rewrite ^/a/(.*)$ /b/x?y=$1 last;", "/a/z+z"),
                new Row("rewrite ^/a/(.*)$ /b/x?y=$uri last;", "/a/z%20z"),
                new Row("rewrite ^/a/(?<rest>.*)$ /b/x?y=$rest last;", "/a/z%20z"),
                new Row("rewrite ^/a/(.*)$ /b/$1 last;", "/a/z%20z%3F"),
                new Row("rewrite ^/a/(.*)$ /b/$1;", "/a/x"),
                new Row("rewrite ^/a/(.*)$ /c/$1; rewrite ^/c/(.*)$ /b/$1;", "/a/x"),
                new Row("rewrite ^/a/(.*)$ /c/$1; rewrite ^/nothing$ /b/no;", "/a/x"),
                new Row("rewrite ^/nothing$ /b/no;", "/a/x"),
                new Row("rewrite ^ /b/all last;", "/a/x?q"),
                new Row("rewrite /a /b last;", "/a/x"),
                new Row("rewrite ^/A /b/x last;", "/a/x"),
                new Row("rewrite (?i)^/A /b/x last;", "/a/x"),
                new Row("rewrite ^/a/(x)?(y)$ /b/[$1][$2] last;", "/a/y"),
                new Row("rewrite ^/a/.*$ /b/$arg_to last;", "/a/y?to=there"),
                new Row("rewrite ^/a/.*$ /b/../x//y last;", "/a/y"),
                new Row("rewrite ^/a/(.*)$ b/$1 last;", "/a/y"),
                new Row("rewrite ^/a/(.*)$ $1 last;", "/a/"),
                new Row("rewrite ^/a/(.*)$ /a/$1x last;", "/a/y"),
                new Row("set $to /b/z; rewrite ^ $to last;", "/a/y"),
                new Row("set $args x=1; rewrite ^ /b/z last;", "/a/y?k=v"),
                new Row("rewrite ^/a/(.*)$ /in/$1 last;", "/a/y"));
        List<Scenario> scenarios = new ArrayList<>();
        for (Row row : rows) {
            scenarios.add(named("rewritten: " + row.directives + " for " + row.target)
                    .server("location /a/ { " + row.directives + WHERE + "} location / {" + WHERE + "}"
                            + "location /in/ { internal; return 200 'internal $uri'; }")
                    .get(row.target)
                    .expect());
        }
        scenarios.add(named("a rewrite at the server level comes before the location is searched")
                .server("rewrite ^/a/(.*)$ /b/$1; location /a/ { return 200 a; } location /b/ { return 200 b$uri; }")
                .get("/a/x")
                .expect(status(200), body("b/b/x")));
        scenarios.add(named("rewriting in circles is an error")
                .server("location /a/ { rewrite ^/a/(.*)$ /b/$1 last; } location /b/ { rewrite ^/b/(.*)$ /a/$1 last; }")
                .get("/a/x")
                .expect(status(500)));
        scenarios.add(named("ten rewrites are not a circle")
                .server("location / { rewrite ^(.*)$ $1x last; } location = /xxxxxxxxxx { return 200 $uri; }")
                .get("/")
                .expect(status(200), body("/xxxxxxxxxx")));
        return scenarios;
    }

    private static List<Scenario> redirects() {
        List<Row> rows = List.of(
                new Row("rewrite ^/a/(.*)$ /b/$1 redirect;", "/a/x?k=v"),
                new Row("rewrite ^/a/(.*)$ /b/$1 permanent;", "/a/x?k=v"),
                new Row("rewrite ^/a/(.*)$ /b/$1? permanent;", "/a/x?k=v"),
                new Row("rewrite ^/a/(.*)$ /b/$1?n=1 permanent;", "/a/x?k=v"),
                new Row("rewrite ^/a/(.*)$ http://other/$1;", "/a/x?k=v"),
                new Row("rewrite ^/a/(.*)$ https://other/$1 last;", "/a/x"),
                new Row("rewrite ^/a/(.*)$ https://other/$1 permanent;", "/a/x"),
                new Row("rewrite ^/a/(.*)$ $scheme://other/$1;", "/a/x"),
                new Row("rewrite ^/a/(.*)$ /b/$1 redirect;", "/a/x%20y%3Fz%25"),
                new Row("rewrite ^/a/(.*)$ /b/%41$1 redirect;", "/a/x"),
                new Row("absolute_redirect off; rewrite ^/a/(.*)$ /b/$1 redirect;", "/a/x"),
                new Row("add_header X-A b; rewrite ^/a/(.*)$ /b/$1 redirect;", "/a/x"));
        List<Scenario> scenarios = new ArrayList<>();
        for (Row row : rows) {
            scenarios.add(named("redirected: " + row.directives + " for " + row.target)
                    .server("location /a/ { " + row.directives + " return 200 not; }")
                    .get(row.target)
                    .expect());
        }
        return scenarios;
    }

    /** Which URI goes upstream after a rewrite. */
    private static List<Scenario> upstream() {
        List<Row> rows = List.of(
                new Row("location /a/ { rewrite ^/a/(.*)$ /b/$1 break; proxy_pass http://up; }", "/a/x?k=v"),
                new Row("location /a/ { rewrite ^/a/(.*)$ /b/$1 break; proxy_pass http://up/base/; }", "/a/x?k=v"),
                new Row("location /a/ { rewrite ^/a/(.*)$ /b/$1; break; proxy_pass http://up/base/; }", "/a/x"),
                new Row("location /a/ { rewrite ^/a/(.*)$ /b/$1 break; proxy_pass http://up; }", "/a/x%20y%25"),
                new Row("location /a/ { rewrite ^/a/(.*)$ '/b/ $1' break; proxy_pass http://up; }", "/a/x"),
                new Row("location /a/ { rewrite ^ /b/x last; } location /b/ { proxy_pass http://up/n/; }", "/a/x?k"),
                new Row("location /a/ { rewrite ^ /b/x last; } location /b/ { proxy_pass http://up; }", "/a/x?k=1"),
                new Row("location /a/ { set $u /n/y; proxy_pass http://up$u; }", "/a/x?k=1"),
                new Row("location /a/ { set $u up; proxy_pass http://$u; }", "/a/x%20?k=1"),
                new Row("location /a/ { set $args n=1; proxy_pass http://up; }", "/a/x?k=1"),
                new Row("location /a/ { set $args n=1; proxy_pass http://up/b/; }", "/a/x?k=1"),
                new Row("location /a/ { if ($arg_k) { rewrite ^ /if break; } proxy_pass http://up; }", "/a/x?k=1"),
                new Row("location /a/ { if ($arg_k) { proxy_pass http://up; } return 200 no; }", "/a/x?k=1"),
                new Row("location /a/ { if ($arg_k) { set $v 1; } proxy_pass http://up/b/; }", "/a/x?k=1"),
                new Row(
                        "location /a/ { proxy_set_header X-A out; if ($arg_k) { set $v 1; } proxy_pass http://up; }",
                        "/a/x?k=1"));
        List<Scenario> scenarios = new ArrayList<>();
        for (Row row : rows) {
            scenarios.add(named("upstream gets: " + row.directives + " for " + row.target)
                    .server(row.directives)
                    .answers(Answers.OK)
                    .get(row.target)
                    .expect());
        }
        return scenarios;
    }

    private static List<Scenario> conditions() {
        List<String> conditions = List.of(
                "$arg_a",
                "$arg_b",
                "$arg_none",
                "$arg_zero",
                "$arg_zeros",
                "$arg_a = x",
                "$arg_a = y",
                "$arg_a != x",
                "$arg_a != y",
                "$arg_a = $arg_same",
                "$arg_none = ''",
                "$arg_a ~ X",
                "$arg_a ~* X",
                "$arg_a !~ X",
                "$arg_a !~* X",
                "$uri ~ ^/(t)(e)",
                "$http_user_agent ~* '(fire) ?fox'",
                "$request_method = GET",
                "-f /etc/passwd",
                "!-f /etc/passwd",
                "-f /etc",
                "-d /etc",
                "-e /nowhere",
                "!-e /nowhere",
                "-x /bin/sh");
        List<Scenario> scenarios = new ArrayList<>();
        for (String condition : conditions) {
            scenarios.add(named("if (" + condition + ")")
                    .server("location / { set $v no; if (" + condition + ") { set $v yes-$1-$2; } return 200 $v; }")
                    .request("GET /test?a=x&b=&zero=0&zeros=00&same=x HTTP/1.1\r\nHost: front\r\n"
                            + "User-Agent: A Fire Fox\r\n\r\n")
                    .expect(status(200)));
        }
        return scenarios;
    }

    private static List<Scenario> order() {
        return List.of(
                named("a true if changes the settings, and the last one wins")
                        .server("location / { add_header X-A out; if ($arg_a) { add_header X-A first; }"
                                + " if ($arg_b) { add_header X-B second; } return 200 done; }")
                        .get("/?a=1&b=1")
                        .expect(status(200), header("X-B: second")),
                named("an if at the server level answers before the location is searched")
                        .server("if ($arg_a) { return 403; } location / { return 200 in; }")
                        .get("/?a=1")
                        .expect(status(403)),
                named("return in an if ends the location's steps")
                        .server("location / { if ($arg_a) { return 202 early; } return 200 late; }")
                        .get("/?a=1")
                        .expect(status(202), body("early")),
                named("break in an if ends the location's steps")
                        .server("location / { if ($arg_a) { break; } return 200 late; proxy_pass http://up; }")
                        .answers(Answers.OK)
                        .get("/?a=1")
                        .expect(status(200), body("hello")),
                named("captures of an if are there for what follows")
                        .server("location / { if ($uri ~ ^/(.*)$) { set $x [$1]; } return 200 $x$1; }")
                        .get("/abc")
                        .expect(status(200), body("[abc]abc")),
                named("named captures of an if are variables")
                        .server("location / { if ($uri ~ ^/(?<rest>.*)$) { set $x 1; } return 200 $rest; }")
                        .get("/abc")
                        .expect(status(200), body("abc")),
                named("a variable that is set in one location is empty in another")
                        .server("location /a { set $x 1; return 200 [$x]; } location / { return 200 [$x]; }")
                        .get("/b")
                        .expect(status(200), body("[]")),
                named("a variable that is set at the server level is seen in the location")
                        .server("set $x 1; location / { set $y $x$x; return 200 [$y]; }")
                        .get("/b")
                        .expect(status(200), body("[11]")),
                named("an internal location is not found from outside")
                        .server("location / { return 200 out; } location /in { internal; return 200 in; }")
                        .get("/in")
                        .expect(status(404)));
    }

    private static List<Scenario> maps() {
        String map = "map $arg_k $v { default none; a A; B lower; ~^r(.)$ 'regex $1'; ~*^i(?<n>.)$ 'named $n';"
                + " '' empty; \\default word; $arg_k never; }";
        String hosts = "map $arg_k $v { hostnames; default none; example.org exact; *.example.org suffix;"
                + " .dot.org dot; *.a.example.org longer; www.* prefix; www.b.* longer-prefix; }";
        List<Scenario> scenarios = new ArrayList<>();
        for (String key : List.of("a", "A", "b", "B", "rx", "Rx", "ix", "IX", "", "default", "zzz")) {
            scenarios.add(mapped("map of \"" + key + "\"", map, key));
        }
        for (String key : List.of(
                "example.org",
                "EXAMPLE.org",
                "example.org.",
                "x.example.org",
                "x.a.example.org",
                "a.example.org",
                "dot.org",
                "x.dot.org",
                "www.x",
                "www.b.x",
                "wwwx",
                "org")) {
            scenarios.add(mapped("map of host name \"" + key + "\"", hosts, key));
        }
        scenarios.add(named("a map of a map, with values from variables")
                .http("map $arg_k $first { a $arg_other; } map $first $v { x X; default other; }"
                        + " server { location / { return 200 [$v]; } }")
                .get("/?k=a&other=x")
                .expect(status(200), body("[X]")));
        String captures = "map $arg_k $v { default none; '~^(?<word>a+)(b+)$' 'm $1'; }"
                + " server { location ~ ^/(.*)$ { return 200 '[$v] $1 $2 [$word]'; } }";
        scenarios.add(named("what the expression of a map captures is the request's from then on")
                .http(captures)
                .get("/x?k=aab")
                .expect(status(200), body("[m aa] aa b [aa]")));
        scenarios.add(named("a map whose expressions do not match leaves the request's captures")
                .http(captures)
                .get("/x?k=c")
                .expect(status(200), body("[none] x  []")));
        return scenarios;
    }

    private static Scenario mapped(String name, String map, String key) {
        return named(name)
                .http(map + " server { location / { return 200 [$v]; } }")
                .get("/?k=" + key)
                .expect(status(200));
    }

    /** {@code add_header}: which statuses, which levels, which values. */
    private static List<Scenario> fields() {
        List<Scenario> scenarios = new ArrayList<>();
        for (int status : List.of(200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308, 400, 404, 500, 503)) {
            scenarios.add(named("add_header with a " + status + " of a peer")
                    .location("add_header X-A a; add_header X-B $upstream_status always;")
                    .answers(Answers.status(status))
                    .get("/")
                    .expect());
        }
        scenarios.addAll(List.of(
                named("add_header adds a line beside the peer's")
                        .location("add_header X-A mine; add_header X-A too;")
                        .answers(Answers.with("X-A: theirs\r\n"))
                        .get("/")
                        .expect(status(200)),
                named("add_header replaces Last-Modified and ETag")
                        .location("add_header Last-Modified 'Mon, 01 Jan 2024 00:00:00 GMT'; add_header ETag '';")
                        .answers(Answers.with("Last-Modified: x\r\nETag: \"y\"\r\n"))
                        .get("/")
                        .expect(status(200)),
                named("an empty value adds nothing")
                        .location("add_header X-A $arg_none;")
                        .answers(Answers.OK)
                        .get("/")
                        .expect(status(200)),
                named("the inner level's lines replace the outer one's")
                        .server("add_header X-A out; location / { add_header X-B in; return 200 x; }")
                        .get("/")
                        .expect(status(200)),
                named("add_header with a page of the proxy's own")
                        .server("add_header X-A out; add_header X-B b always; location / { return 404; }")
                        .get("/")
                        .expect(status(404)),
                named("add_trailer comes behind the last chunk")
                        .location("add_trailer X-T $upstream_status; add_trailer X-E $arg_none;")
                        .answers(Answers.OK)
                        .get("/")
                        .expect(status(200)),
                named("add_trailer is nothing for an HTTP/1.0 client")
                        .location("add_trailer X-T 1;")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.0\r\nHost: front\r\n\r\n")
                        .expect(status(200)),
                named("add_trailer is not for errors")
                        .location("add_trailer X-T 1;")
                        .answers(Answers.status(404))
                        .get("/")
                        .expect(status(404))));
        return scenarios;
    }
}
