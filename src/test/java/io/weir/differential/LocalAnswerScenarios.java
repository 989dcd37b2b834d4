package io.weir.differential;

import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.noHeader;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Scenario.named;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@code return} makes of its codes and texts, and redirects that have an {@code error_page}. */
final class LocalAnswerScenarios {

    private static final String PAGES = " location /page { return 200 'page $uri $request_uri'; }"
            + " location @named { return 200 'named $uri'; } location /to { return 301 /elsewhere; }";

    private LocalAnswerScenarios() {}

    static List<Scenario> all() {
        return Stream.of(returned(), redirects(), hosts(), unreadBodies())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> returned() {
        List<String> rows = List.of(
                "return 200;",
                "return 200 '';",
                "return 404 '';",
                "set $none ''; return 404 $none;",
                "return 204 text;",
                "return 206 text;",
                "return 304;",
                "return 304 text;",
                "return 301;",
                "return 302 '';",
                "set $none ''; return 301 $none;",
                "return 50;",
                "return 999 text;",
                "return 299;",
                "if ($uri ~ (.)) { set $a b; } if ($uri ~ (nothing)) { set $a c; } return 200 $1$a;",
                "rewrite ^(?<whole>.*)$ /x$1; rewrite (nothing) /y; return 200 '$uri $1 $whole';",
                "if ($uri ~ (?<first>.)) { set $a b; } if ($uri !~ (nothing)) { return 200 '$1$first$a'; }");
        return rows.stream()
                .map(row -> named("answer of: " + row)
                        .server("location / { " + row + " }")
                        .get("/")
                        .expect())
                .toList();
    }

    private static List<Scenario> redirects() {
        List<String> rows = List.of(
                "error_page 301 /page; return 301 /x;",
                "error_page 302 /page; return 302 http://other/x?y;",
                "error_page 303 =200 /page; return 303 /x;",
                "error_page 307 @named; return 307 /x;",
                "error_page 308 =404 http://other/x; return 308 /x;",
                "error_page 301 /page; rewrite ^ /x permanent;",
                "error_page 302 /page; rewrite ^ /x redirect;",
                "error_page 301 /page; return 301;",
                "error_page 301 =302 /to; return 301 /x;",
                "error_page 404 =200 /to; return 404;",
                "error_page 301 /missing; error_page 404 /page; root %files%; return 301 /x;");
        List<Scenario> all = new ArrayList<>();
        for (String row : rows) {
            all.add(named("redirect with a page: " + row)
                    .server("location / { " + row + " }" + PAGES)
                    .file("something", "")
                    .get("/a?b")
                    .expect());
        }
        all.add(named("error_page 301 is for a directory without its slash too")
                .server("error_page 301 /page; root %files%; location / {}" + PAGES)
                .file("dir/", "")
                .get("/dir?a")
                .expect(status(301), header("Location: http://front:%front%/dir/?a"), header("Content-Length: 17")));
        all.add(named("error_page 301 is for the slash of a proxied prefix too")
                .server("error_page 301 @named; location /app/ { proxy_pass http://up; }" + PAGES)
                .answers(Answers.OK)
                .get("/app")
                .expect(status(301), header("Location: http://front:%front%/app/")));
        return all;
    }

    private static List<Scenario> hosts() {
        return List.of(
                named("a redirect of a request without Host names the address, whatever the server's name")
                        .server("server_name its.name; location / { return 301 /x$host; }")
                        .request("GET / HTTP/1.0\r\n\r\n")
                        .expect(header("Location: http://127.0.0.1:%front%/xits.name")),
                named("server_name_in_redirect names the server in place of the address")
                        .server("server_name its.name; server_name_in_redirect on; location / { return 301 /x; }")
                        .request("GET / HTTP/1.0\r\n\r\n")
                        .expect(header("Location: http://its.name:%front%/x")));
    }

    /** nginx drops a request's body before it answers, and looks at what is here of it. */
    private static List<Scenario> unreadBodies() {
        String chunked = "POST /x HTTP/1.1\r\nHost: front\r\nTransfer-Encoding: chunked\r\n\r\n";
        String server = "root %files%; location /r { return 200 text; } location /e { return 403; }";
        List<Scenario> all = new ArrayList<>();
        for (String path : List.of("/r", "/e", "/file")) {
            all.add(named("broken chunks that nobody reads are answered with 400 or close: " + path)
                    .server(server)
                    .file("file", "its content")
                    .request((path.equals("/file") ? chunked.replace("POST", "GET") : chunked).replace("/x", path)
                            + "3\r\nabcd\r\n0\r\n\r\n")
                    .expect(closed(), header("Connection: close")));
        }
        all.add(named("chunks that nobody reads are dropped")
                .server(server)
                .request(chunked.replace("/x", "/r") + "3\r\nabc\r\n0\r\n\r\n")
                .expect(status(200), kept()));
        all.add(named("a body that is too long is refused before the slash of a proxied prefix is added")
                .server("client_max_body_size 2; location /app/ { proxy_pass http://up; }")
                .answers(Answers.OK)
                .request("POST /app HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello")
                .expect(status(413), noHeader("Location")));
        return all;
    }
}
