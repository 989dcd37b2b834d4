package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.logged;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statusLine;
import static io.weir.differential.Scenario.named;

import java.util.ArrayList;
import java.util.List;

/** Variables in the access log that need the request to be over, or not to be understood at all. */
final class LoggedValueScenarios {

    private static final String FORMAT =
            "log_format all '[$request][$request_method][$uri][$args][$is_args][$request_uri][$server_protocol][$host]"
                    + "[$request_length][$status][$request_body][$cookie_a][$cookie_b]"
                    + "[$sent_http_transfer_encoding][$upstream_cookie_a]';";
    private static final String GET = "GET / HTTP/1.1\r\nHost: front\r\n";

    private LoggedValueScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (String line : List.of(
                "GET /a b HTTP/1.1",
                "GET /a HTTP/2.0",
                "GET /a HTTP/1.2",
                "GET /a HTTP/1.01  ",
                "GET /a HTTX/1.1",
                "GET /%zz HTTP/1.1",
                "GET /%zz HTTP/2.0",
                "GET /../a HTTP/1.1",
                "GET /a?",
                "GET /a? HTTP/1.1",
                "GET /a?# HTTP/1.1",
                "GET /a#b HTTP/1.1",
                "GET http://front?a HTTP/1.1",
                "get / HTTP/1.1",
                "HEAD /a",
                "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked",
                "GET /a HTTP/1.1\r\nX-A: b")) {
            all.add(scenario(
                            "values of: " + line,
                            line + "\r\n" + (line.contains("X-A") ? "" : "Host: front\r\n") + "\r\n")
                    .expect());
        }
        all.add(scenario("$request_body of a body in the log", post("Content-Length: 5\r\n\r\nhello"))
                .expect(status(200), logged("[hello]")));
        all.add(scenario(
                        "$request_length counts chunks as they came",
                        post("Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\n\r\n"))
                .expect(status(200), logged("[79][200][hello]")));
        for (String line : List.of("HEAD /%4 HTTP/1.1", "HEAD /a\tb HTTP/1.1", "HEAD /a HTTP/2.0")) {
            all.add(named("the answer has no body, however broken the line: " + line.replace('\t', '_'))
                    .server("location / { error_page 400 505 /page; proxy_pass http://up; }"
                            + " error_page 400 505 /page; location /page { return 200 page; }")
                    .answers(Answers.OK)
                    .request(line + "\r\nHost: front\r\n\r\n")
                    .expect(header("Content-Length: 4"), body("")));
        }
        for (String cookie : List.of(
                "a=1, b=2", "a=1,b=2;", "b=2 ;a = 1 ", "xa=1;a=;b", ";a=1;a=2", "A=1; b=\"x; y\"", "a=1;\tb=2")) {
            all.add(scenario("cookies of: " + cookie.replace('\t', '_'), GET + "Cookie: " + cookie + "\r\n\r\n")
                    .expect());
        }
        all.add(named("a variable whose set was not run is empty, one whose auth_request_set was not is missing")
                .http("log_format some '[$v][$w][$n]';")
                .server("access_log %home%/access.log some; location /auth { return 204; }"
                        + " location /other { auth_request /auth; auth_request_set $w x; }"
                        + " location ~ ^/(?<n>.)/x { return 200; }"
                        + " location / { if ($arg_a) { set $v x; } proxy_pass http://up; }")
                .answers(Answers.OK)
                .get("/")
                .expect(logged("[][-][")));
        for (int status : List.of(200, 204, 302, 404, 500)) {
            all.add(named("$status of an upstream's " + status + " in a field that is added")
                    .server("location / { add_header X-Status $status always; proxy_pass http://up; }")
                    .answers(Answers.status(status))
                    .get("/")
                    .expect(status(status), header("X-Status: " + status)));
        }
        all.add(named("an error page has the usual reason, whatever its upstream's is")
                .server("location / { error_page 404 =200 /page; return 404; } location /page { proxy_pass http://up;"
                        + " }")
                .answers("HTTP/1.1 200 Fine\r\nContent-Length: 5\r\n\r\nhello")
                .get("/")
                .expect(statusLine("HTTP/1.1 200 OK")));
        all.add(scenario("$sent_http_transfer_encoding to HEAD", "HEAD / HTTP/1.1\r\nHost: front\r\n\r\n")
                .answers("HTTP/1.1 200 OK\r\nSet-Cookie: a= 1 ; path=/\r\nTransfer-Encoding: chunked\r\n\r\n")
                .expect(logged("[-][1 ]")));
        return all;
    }

    private static String post(String rest) {
        return "POST / HTTP/1.1\r\nHost: front\r\n" + rest;
    }

    private static Scenario.Builder scenario(String name, String request) {
        return named(name)
                .http(FORMAT)
                .server("access_log %home%/access.log all; location / { proxy_pass http://up; }")
                .answers(Answers.OK)
                .request(request);
    }
}
