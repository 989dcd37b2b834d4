package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.errorLogged;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.noErrorLogged;
import static io.weir.differential.Expect.noHeader;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Scenario.named;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code root}, {@code alias}, {@code index}, {@code types}: which file a URI is and how it is sent. */
final class FileScenarios {

    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("a.txt", "file a"),
            Map.entry("a.html", "<p>a"),
            Map.entry("A.JPG", "jpg"),
            Map.entry("a.b.gif", "gif"),
            Map.entry(".html", "hidden"),
            Map.entry("noext", "bytes"),
            Map.entry("x.html/noext", "in a directory with a dot"),
            Map.entry("empty", ""),
            Map.entry("index.html", "root index"),
            Map.entry("with space", "blank"),
            Map.entry("dir/index.html", "dir index"),
            Map.entry("dir/index.txt", "dir text index"),
            Map.entry("dir/a.txt", "file a in dir"),
            Map.entry("bare/file", "no index here"),
            Map.entry("sp ace/", ""),
            Map.entry("other/dir/a.txt", "other a"),
            Map.entry("large", "0123456789abcdef".repeat(20_000)));

    private FileScenarios() {}

    static List<Scenario> all() {
        return Stream.of(plain(), roots(), aliases(), indexes(), methods(), errors(), variables())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> plain() {
        return List.of(
                got("/a.txt", "file a").expect(status(200), header("Content-Type: text/plain"), kept()),
                got("/a.html", "<p>a")
                        .expect(
                                header("Content-Type: text/html"),
                                header("ETag: \"5e0d5da5-4\""),
                                header("Last-Modified: Thu, 02 Jan 2020 03:04:05 GMT"),
                                header("Accept-Ranges: bytes")),
                got("/A.JPG", "jpg").expect(header("Content-Type: image/jpeg")),
                got("/a.b.gif", "gif").expect(header("Content-Type: image/gif")),
                got("/.html", "hidden").expect(header("Content-Type: text/plain")),
                got("/noext", "bytes").expect(header("Content-Type: text/plain")),
                got("/x.html/noext", "dot").expect(header("Content-Type: text/plain")),
                got("/empty", "").expect(status(200), header("Content-Length: 0"), kept()),
                got("/with%20space", "blank").expect(body("blank")),
                got("/large", "many pieces").expect(status(200), header("Content-Length: 320000"), kept()),
                got("/a.txt?x=y", "file a").expect(body("file a")),
                served("types replace nginx's own", "types { text/x-a a TXT; image/png png; } default_type x/y;")
                        .get("/a.txt")
                        .get("/a.html")
                        .expect(header("Content-Type: x/y")),
                served("an empty default_type sends no type", "default_type '';")
                        .get("/noext")
                        .expect(noHeader("Content-Type")),
                served("etag off", "etag off;").get("/a.txt").expect(noHeader("ETag")),
                named("return takes its type from types")
                        .server("types { text/x-a a; } location / { return 200 text; }")
                        .get("/x.a")
                        .expect(header("Content-Type: text/x-a")),
                served("add_header is added to files", "add_header X-A $sent_http_etag;")
                        .get("/a.txt")
                        .expect(header("X-A: \"5e0d5da5-6\"")));
    }

    private static List<Scenario> roots() {
        return List.of(
                rooted("a root with a slash at its end", "root %files%/;", "/a.txt", "file a"),
                rooted("a root with variables", "root %files%/$arg_d;", "/a.txt?d=dir", "file a in dir"),
                rooted("a location's root", "location /dir/ { root %files%/other; }", "/dir/a.txt", "other a"),
                rooted("an if's root", "if ($arg_o) { root %files%/other; }", "/dir/a.txt?o=1", "other a"),
                named("a location without a root of its own has the server's")
                        .files(FILES)
                        .server("root %files%; location / { location /dir { } }")
                        .get("/dir/a.txt")
                        .expect(body("file a in dir")),
                named("a file of an error page")
                        .files(FILES)
                        .server("root %files%; error_page 404 /a.html; error_page 403 =200 /a.txt;")
                        .get("/missing")
                        .request("POST /missing HTTP/1.1\r\nHost: front\r\nContent-Length: 0\r\n\r\n")
                        .get("/bare/")
                        .expect(status(200), body("file a")));
    }

    private static List<Scenario> aliases() {
        return List.of(
                aliased("location /i/ { alias %files%/dir/; }", "/i/a.txt", "file a in dir"),
                aliased("location /i { alias %files%/dir; }", "/i/a.txt", "file a in dir"),
                aliased("location /i/ { alias %files%/$arg_d/; }", "/i/a.txt?d=dir", "file a in dir"),
                aliased("location = /one { alias %files%/a.txt; }", "/one", "file a"),
                aliased("location ^~ /i/ { alias %files%/dir/; }", "/i/", "dir index"),
                aliased("location ~ ^/r/(.+)$ { alias %files%/dir/$1; }", "/r/a.txt", "file a in dir"),
                aliased("location ~ ^/r/.+$ { alias %files%/a.txt; }", "/r/whatever", "file a"),
                aliased("location /i/ { alias %files%/; location /i/dir/ { } }", "/i/dir/a.txt", "file a in dir"),
                aliased("location /i/ { alias %files%/; if ($arg_x) { set $y 1; } }", "/i/a.txt?x=1", "file a"),
                named("alias cannot be used where the URI was rewritten")
                        .files(FILES)
                        .server("location /i/ { alias %files%/; rewrite ^ /j/a.txt break; }")
                        .get("/i/a.txt")
                        .expect(
                                status(500),
                                errorLogged("\"alias\" cannot be used in location \"/i/\" where URI was rewritten")),
                named("a directory under alias is redirected to its URI")
                        .files(FILES)
                        .server("location /i/ { alias %files%/; }")
                        .get("/i/dir")
                        .get("/i/dir?a=b")
                        .expect(status(301), header("Location: http://front:%front%/i/dir/?a=b")));
    }

    private static List<Scenario> indexes() {
        return List.of(
                rooted("the default index", "", "/dir/", "dir index"),
                rooted(
                        "the first index that is there",
                        "index no.html index.txt index.html;",
                        "/dir/",
                        "dir text index"),
                rooted("index lines add up", "index no.html; index index.txt;", "/dir/", "dir text index"),
                rooted("an index with variables", "index $arg_i;", "/dir/?i=index.txt", "dir text index"),
                rooted("an absolute index", "index no.html /a.txt;", "/dir/", "file a"),
                rooted("an absolute index from a variable", "index $arg_i;", "/dir/?i=/a.txt", "file a"),
                rooted("an index in a subdirectory", "index dir/a.txt;", "/", "file a in dir"),
                served(
                                "an index is another request inside",
                                "location = /dir/index.html { internal; return 200 $args; }")
                        .get("/dir/index.html")
                        .get("/dir/?a=b")
                        .expect(body("a=b")),
                served("an index that is a directory is redirected", "index dir;")
                        .get("/")
                        .expect(status(301), header("Location: http://front:%front%/dir/")),
                served("a directory is redirected to its slash", "absolute_redirect off;")
                        .get("/dir")
                        .get("/dir?a=b")
                        .get("/sp%20ace")
                        .expect(status(301), header("Location: /sp%20ace/")));
    }

    private static List<Scenario> methods() {
        return List.of(
                method("HEAD", "/a.txt").expect(status(200), header("Content-Length: 6"), body(""), kept()),
                method("POST", "/a.txt").expect(status(405), kept()),
                method("POST", "/dir").expect(status(301)),
                method("POST", "/dir/").expect(status(405)),
                method("POST", "/bare/").expect(status(403)),
                method("POST", "/missing").expect(status(404)),
                method("PUT", "/missing").expect(status(405)),
                method("DELETE", "/dir/").expect(status(405)),
                method("OPTIONS", "/a.txt").expect(status(405)));
    }

    private static List<Scenario> errors() {
        return List.of(
                served("a missing file is 404", "")
                        .get("/missing")
                        .expect(
                                status(404),
                                errorLogged("open() \"%files%/missing\" failed (2: No such file or directory)")),
                served("log_not_found off", "log_not_found off;")
                        .get("/missing")
                        .get("/missing/")
                        .expect(status(404), noErrorLogged("missing\"")),
                served("a directory without index is 403", "")
                        .get("/bare/")
                        .expect(status(403), errorLogged("directory index of \"%files%/bare/\" is forbidden")),
                served("a missing directory is 404", "")
                        .get("/no/")
                        .expect(
                                status(404),
                                errorLogged("\"%files%/no/index.html\" is not found (2: No such file or directory)")),
                served("a slash behind a file is 404", "")
                        .get("/a.txt/")
                        .expect(
                                status(404),
                                errorLogged("\"%files%/a.txt/index.html\" is not found (20: Not a directory)")),
                served("a name behind a file is 404", "")
                        .get("/a.txt/b")
                        .expect(status(404), errorLogged("open() \"%files%/a.txt/b\" failed (20: Not a directory)")),
                served("a name that is too long is 404", "")
                        .get("/" + "n".repeat(300))
                        .expect(status(404), errorLogged("failed (36: File name too long)")));
    }

    private static List<Scenario> variables() {
        String all = "return 200 '$document_root|$realpath_root|$request_filename';";
        return List.of(
                told("of a root", "root %files%; location / { " + all + " }", "%files%|%files%|%files%/i/a.txt"),
                told(
                        "of an alias",
                        "location /i/ { alias %files%/dir/; " + all + " }",
                        "%files%/dir/|%files%/dir|%files%/dir/a.txt"),
                told("of a root that is not there", "root %files%/no; " + all, "%files%/no||%files%/no/i/a.txt"));
    }

    private static Scenario.Builder served(String name, String conf) {
        return named(name).files(FILES).server("root %files%; " + conf);
    }

    private static Scenario.Builder got(String target, String what) {
        return served("GET " + target + " is the file: " + what, "").get(target);
    }

    private static Scenario rooted(String name, String conf, String target, String expected) {
        String root = conf.startsWith("root") ? conf : "root %files%; " + conf;
        return named(name + " leads " + target + " to " + expected)
                .files(FILES)
                .server("location / { " + (conf.startsWith("location") ? "root %files%; } " + conf : root + " }"))
                .get(target)
                .expect(status(200), body(expected));
    }

    private static Scenario aliased(String location, String target, String expected) {
        return named("alias: " + location + " " + target)
                .files(FILES)
                .server(location)
                .get(target)
                .expect(status(200), body(expected));
    }

    private static Scenario.Builder method(String method, String target) {
        return served(method + " " + target, "")
                .request(method + " " + target + " HTTP/1.1\r\nHost: front\r\nContent-Length: 0\r\n\r\n");
    }

    private static Scenario told(String name, String conf, String expected) {
        return named("the variables " + name)
                .files(FILES)
                .server(conf)
                .get("/i/a.txt")
                .expect(body(expected));
    }
}
