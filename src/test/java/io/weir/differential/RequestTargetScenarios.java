package io.weir.differential;

import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.upstreamHeader;
import static io.weir.differential.Expect.upstreamLine;
import static io.weir.differential.Expect.upstreamLines;
import static io.weir.differential.Scenario.named;

import java.util.List;
import java.util.stream.Stream;

/** Which URI goes upstream. */
final class RequestTargetScenarios {

    private RequestTargetScenarios() {}

    private static final List<Scenario> TABLE = Stream.of(
                    target("/", "http://up", "/a%2Fb/../c//d%20e?x=%20", "/a%2Fb/../c//d%20e?x=%20"),
                    target("/", "http://up", "/%7Ea?", "/%7Ea?"),
                    target("/", "http://up", "/a#frag", "/a#frag"),
                    target("/", "http://up", "/\u00e4", "/\u00e4"),
                    target("/u/", "http://up/x/", "/u/a", "/x/a"),
                    target("/u/", "http://up/x/", "/u/a?b=c&d", "/x/a?b=c&d"),
                    target("/u/", "http://up/y", "/u/a", "/ya"),
                    target("/u", "http://up/", "/u/a", "//a"),
                    target("/u", "http://up/", "/u", "/"),
                    target("/u/", "http://up/q?a=1", "/u/z?b=2", "/q?a=1z?b=2"),
                    target("/u/", "http://up/", "/u/a%2Fb/./c/../d//e", "/a/b/d/e"),
                    target("/u/", "http://up/", "/u/a%20b", "/a%20b"),
                    target("/u/", "http://up/", "/u/%23%25%3F%22", "/%23%25%3F%22"),
                    target("/u/", "http://up/", "/u/%c3%a4%7f", "/%C3%A4%7F"),
                    target("/u/", "http://up/", "/u/\u00e4", "/\u00e4"),
                    target("/u/", "http://up/", "/u/%5b%5d%7e%2b+%26=:@!$'()*,;-._~", "/[]~++&=:@!$'()*,;-._~"),
                    target("/u/", "http://up/", "/u/%3c%3e%5c%5e%60%7b%7c%7d", "/%3C%3E%5C%5E%60%7B%7C%7D"),
                    target("/u/", "http://up/", "/u/[]", "/[]"),
                    target("/u/", "http://up/", "//u//a", "/a"),
                    target("/u/", "http://up/", "/x/../u/%2e%2e/u/b", "/b"),
                    target("/u/", "http://up/", "/u/a#f?x=1", "/a"),
                    target("= /e", "http://up/f", "/e?x=1", "/f?x=1"),
                    target("^~ /u/", "http://up/x/", "/u/a", "/x/a"),
                    target("~ ^/v/(.*)$", "http://up/n/$1", "/v/ab?x=1", "/n/ab"),
                    target("~ ^/v/(.*)$", "http://up/n/$1$is_args$args", "/v/ab?x=1", "/n/ab?x=1"),
                    target("~ ^/v/", "http://up", "/v/a%20b//c", "/v/a%20b//c"),
                    target("/v/", "http://up$request_uri", "/v/a%20b//c?d", "/v/a%20b//c?d"))
            .toList();

    static List<Scenario> all() {
        List<Scenario> single = List.of(
                named("an absolute request target is taken as its path")
                        .answers(Answers.OK)
                        .request("GET http://other/p?q HTTP/1.1\r\nHost: front\r\n\r\n")
                        .expect(status(200), upstreamLine("GET /p?q HTTP/1.1")),
                named("the host of an absolute request target wins over Host")
                        .location("proxy_set_header X-A $host;")
                        .answers(Answers.OK)
                        .request("GET http://other:81/p HTTP/1.1\r\nHost: front\r\n\r\n")
                        .expect(upstreamHeader("X-A: other")),
                named("merge_slashes off keeps double slashes when the URI is rewritten")
                        .server("merge_slashes off; location /u/ { proxy_pass http://up/; }")
                        .answers(Answers.OK)
                        .get("/u//a//b")
                        .expect(upstreamLine("GET //a//b HTTP/1.1")),
                named("a URI part that begins with a question mark gets a slash")
                        .server("location /u/ { proxy_pass http://up?k=v; }")
                        .answers(Answers.OK)
                        .get("/u/")
                        .expect()
                        .sinceNginx("1.31.5", upstreamLine("GET /?k=v HTTP/1.1")),
                named("a prefix location ending in a slash redirects the name without it")
                        .server("location /dir/ { proxy_pass http://up; }")
                        .answers(Answers.OK)
                        .get("/dir?a=b")
                        .expect(
                                status(301),
                                header("Location: http://front:%front%/dir/?a=b"),
                                kept(),
                                upstreamLines()));
        return Stream.concat(TABLE.stream(), single.stream()).toList();
    }

    private static Scenario target(String location, String pass, String requested, String sent) {
        return named("location " + location + ", proxy_pass " + pass + ": " + requested + " goes upstream as " + sent)
                .server("location \"" + location.replace(" ", "\" \"") + "\" { proxy_pass " + pass + "; }")
                .answers(Answers.OK)
                .get(requested)
                .expect(status(200), upstreamLine("GET " + sent + " HTTP/1.1"));
    }
}
