package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.upstreamLine;
import static io.weir.differential.Scenario.named;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code try_files}. */
final class TryFilesScenarios {

    private static final Map<String, String> FILES = Map.of(
            "a.txt", "file a",
            "a.html", "page a",
            "dir/index.html", "dir index",
            "dir/b.html", "page b in dir",
            "bare/file", "x",
            "fallback", "the fallback");

    private TryFilesScenarios() {}

    static List<Scenario> all() {
        return Stream.of(found(), fallbacks(), aliases(), places())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> found() {
        return List.of(
                tried("$uri =404", "/a.txt", 200, "file a"),
                tried("$uri $uri.html =404", "/a", 200, "page a"),
                tried("/no /a.txt =404", "/whatever", 200, "file a"),
                tried("$uri $uri/ /fallback", "/dir/", 200, "dir index"),
                tried("$uri/index.html =404", "/dir", 200, "dir index"),
                tried("$uri /fallback", "/dir", 200, "the fallback"),
                tried("/a.txt/ /fallback", "/x", 200, "the fallback"),
                tried("$uri/ =404", "/bare", 301, null),
                tried("$uri/ =404", "/bare/", 403, null),
                named("a file that was found has its own type, and $uri is its name")
                        .files(FILES)
                        .server("root %files%; location / { try_files $uri.html =404; add_header X-Uri $uri; }")
                        .get("/a")
                        .expect(body("page a"), header("Content-Type: text/html"), header("X-Uri: /a.html")));
    }

    private static List<Scenario> fallbacks() {
        return List.of(
                tried("$uri =404", "/no", 404, null),
                tried("$uri =204", "/no", 204, ""),
                tried("$uri =503", "/no", 503, null),
                tried("$uri /fallback", "/no", 200, "the fallback"),
                tried("$uri /args?x=$uri&$args", "/no?a=b", 200, "args x=/no&a=b"),
                tried("$uri /args", "/no?a=b", 200, "args "),
                tried("$uri @named", "/no?a=b", 200, "named /no a=b"),
                tried("$uri @missing", "/no", 500, null),
                tried("$uri /hidden", "/no", 200, "internal"),
                tried("$uri $uri", "/no", 500, null),
                tried("$uri /no$args", "/x", 500, null),
                named("a code of try_files has its error page")
                        .files(FILES)
                        .server("root %files%; error_page 404 /fallback; location / { try_files $uri =404; }"
                                + " location = /fallback { }")
                        .get("/no")
                        .expect(status(404), body("the fallback")));
    }

    private static List<Scenario> aliases() {
        return List.of(
                aliased("location /i/ { alias %files%/; try_files $uri =404; }", "/i/a.txt", "file a"),
                aliased("location /i/ { alias %files%/; try_files $uri.html =404; }", "/i/a", "page a"),
                aliased("location /i/ { alias %files%/; try_files a.txt =404; }", "/i/x", "file a"),
                aliased("location /i/ { alias %files%/; try_files $uri /fallback; }", "/i/x", "the fallback"),
                aliased("location /i/ { alias %files%/; try_files $uri $uri/ =404; }", "/i/dir/", "dir index"),
                aliased("location ~ ^/i/(.*)$ { alias %files%/$1; try_files '' =404; }", "/i/a.txt", "file a"),
                aliased("location ~ ^/i/(.*)$ { alias %files%; try_files /$1 =404; }", "/i/a.txt", "file a"));
    }

    private static List<Scenario> places() {
        return List.of(
                named("try_files comes before a proxy, which gets what was not found")
                        .files(FILES)
                        .answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nup")
                        .server("root %files%; location / { try_files $uri @up; } location @up { proxy_pass http://up;"
                                + " }")
                        .get("/a.txt")
                        .get("/no?a=b")
                        .expect(body("up"), upstreamLine("GET /no?a=b HTTP/1.1")),
                named("try_files in a proxying location changes $uri only")
                        .files(FILES)
                        .answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nup")
                        .server("root %files%; location / { try_files $uri.txt =404; proxy_pass http://up; }")
                        .get("/a")
                        .get("/b")
                        .expect(status(404), upstreamLine("GET /a HTTP/1.1")),
                named("X-Accel-Redirect to a file")
                        .files(FILES)
                        .answers("HTTP/1.1 200 OK\r\nContent-Type: x/y\r\nX-Accel-Redirect: /files/a.html\r\n"
                                + "Accept-Ranges: none\r\nETag: \"e\"\r\nContent-Length: 2\r\n\r\nup")
                        .server("location / { proxy_pass http://up; }"
                                + " location /files/ { internal; alias %files%/; }")
                        .get("/x")
                        .request("GET /x HTTP/1.1\r\nHost: front\r\nRange: bytes=0-1\r\n\r\n")
                        .request("GET /x HTTP/1.1\r\nHost: front\r\nRange: bytes=0-1,3-4\r\n\r\n")
                        .get("/files/a.html")
                        .expect(status(404)),
                named("an intercepted error has a file for its page")
                        .files(FILES)
                        .answers("HTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\nup")
                        .server("root %files%; error_page 503 /fallback; location / { proxy_pass http://up;"
                                + " proxy_intercept_errors on; } location = /fallback { }")
                        .get("/x")
                        .expect(status(503), body("the fallback")),
                named("try_files of the server holds where no location does, and is not inherited")
                        .files(FILES)
                        .server("root %files%; try_files /fallback =404; location /dir/ { }")
                        .get("/x")
                        .get("/dir/b.html")
                        .expect(body("page b in dir")),
                named("an if inside the location is without its try_files")
                        .files(FILES)
                        .server("root %files%; location / { try_files /fallback =404; if ($arg_x) { set $y 1; } }")
                        .get("/a.txt")
                        .get("/a.txt?x=1")
                        .expect(body("file a")));
    }

    private static Scenario tried(String words, String target, int status, String expected) {
        Scenario.Builder scenario = named("try_files " + words + " of " + target)
                .files(FILES)
                .server("root %files%; location / { try_files " + words + "; }"
                        + " location = /fallback { }"
                        + " location = /args { return 200 'args $args'; }"
                        + " location = /hidden { internal; return 200 internal; }"
                        + " location @named { return 200 'named $uri $args'; }")
                .get(target);
        return expected == null ? scenario.expect(status(status)) : scenario.expect(status(status), body(expected));
    }

    private static Scenario aliased(String location, String target, String expected) {
        return named("under alias: " + location + " " + target)
                .files(FILES)
                .server("location / { root %files%; } " + location)
                .get(target)
                .expect(status(200), body(expected));
    }
}
