package io.weir.differential;

import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.connections;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.noUpstreamHeader;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.upstreamBody;
import static io.weir.differential.Expect.upstreamHeader;
import static io.weir.differential.Expect.upstreamHeaders;
import static io.weir.differential.Expect.upstreamLine;
import static io.weir.differential.Scenario.named;

import java.util.List;

/** Which header lines go upstream, and in what order. */
final class RequestHeadScenarios {

    private RequestHeadScenarios() {}

    static List<Scenario> all() {
        return List.of(
                named("Host is the proxied host and the client's other lines keep order, case and duplicates")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.1\r\nX-b: 2\r\nHost: front\r\nx-A: 1\r\nX-b: 3\r\nAccept: */*\r\n\r\n")
                        .expect(upstreamHeaders("Host: up", "X-b: 2", "x-A: 1", "X-b: 3", "Accept: */*")),
                named("Host of a proxied address is that address with its port")
                        .server("location / { proxy_pass http://%a%; }")
                        .answers(Answers.OK)
                        .get("/")
                        .expect(upstreamHeaders("Host: %a%")),
                sets("proxy_set_header replaces every line of the client of that name", "proxy_set_header X-A 1;")
                        .request("GET / HTTP/1.1\r\nHost: front\r\nx-a: c\r\nX-B: d\r\nX-A: e\r\n\r\n")
                        .expect(upstreamHeaders("Host: up", "X-A: 1", "X-B: d")),
                sets("proxy_set_header with an empty value sends nothing", "proxy_set_header Accept '';")
                        .request("GET / HTTP/1.1\r\nHost: front\r\nAccept: */*\r\nX-B: d\r\n\r\n")
                        .expect(upstreamHeaders("Host: up", "X-B: d")),
                sets("proxy_set_header of one name twice sends both", "proxy_set_header X-A 1; proxy_set_header X-A 2;")
                        .get("/")
                        .expect(upstreamHeader("X-A: 1"), upstreamHeader("X-A: 2")),
                sets("proxy_set_header Host $host passes the client's name", "proxy_set_header Host $host;")
                        .request("GET / HTTP/1.1\r\nHost: Front:8080\r\n\r\n")
                        .expect(upstreamHeaders("Host: front")),
                sets("proxy_set_header Host $http_host passes the client's line", "proxy_set_header Host $http_host;")
                        .request("GET / HTTP/1.1\r\nHost: Front:8080\r\n\r\n")
                        .expect(upstreamHeaders("Host: Front:8080")),
                sets("proxy_set_header Host empty", "proxy_set_header Host '';")
                        .get("/")
                        .expect(status(200), noUpstreamHeader("Host"))
                        .sinceNginx("1.31.4", upstreamHeader("Host: up")),
                sets(
                                "proxy_set_header Connection close ends the upstream's connection",
                                "proxy_set_header Connection close;")
                        .get("/1")
                        .get("/2")
                        .expect(upstreamHeader("Connection: close"), connections(0, 0)),
                named("a location that sets any header inherits none")
                        .server("proxy_set_header X-Server 1; location / { proxy_pass http://up; proxy_set_header X-L"
                                + " 1; }")
                        .answers(Answers.OK)
                        .get("/")
                        .expect(upstreamHeaders("Host: up", "X-L: 1")),
                named("a location that sets no header inherits the server's")
                        .server("proxy_set_header X-Server 1; location / { proxy_pass http://up; }")
                        .answers(Answers.OK)
                        .get("/")
                        .expect(upstreamHeaders("Host: up", "X-Server: 1")),
                named("hop-by-hop lines are removed")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.1\r\n"
                                + "Host: front\r\n"
                                + "Connection: keep-alive\r\n"
                                + "Keep-Alive: 5\r\n"
                                + "TE: trailers\r\n"
                                + "Upgrade: x\r\n"
                                + "X-A: 1\r\n\r\n")
                        .expect(upstreamHeaders("Host: up", "X-A: 1")),
                named("Proxy-Connection is removed")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.1\r\nHost: front\r\nProxy-Connection: keep-alive\r\n\r\n")
                        .expect(status(200))
                        .sinceNginx("1.29.7", upstreamHeaders("Host: up")),
                named("a header that the client's Connection names is passed on")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.1\r\nHost: front\r\nConnection: keep-alive, X-Foo\r\nX-Foo: 1\r\n\r\n")
                        .expect(upstreamHeader("X-Foo: 1"))
                        .differs(
                                "fields that Connection names are dropped in both directions",
                                noUpstreamHeader("X-Foo")),
                named("a client header name with an underscore is dropped")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX_A: 1\r\nX-B: 2\r\n\r\n")
                        .expect(upstreamHeaders("Host: up", "X-B: 2")),
                named("underscores_in_headers on lets it pass")
                        .server("underscores_in_headers on; location / { proxy_pass http://up; }")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX_A: 1\r\nX-B: 2\r\n\r\n")
                        .expect(upstreamHeaders("Host: up", "X_A: 1", "X-B: 2")),
                named("bytes beyond ASCII in a client header value pass unchanged")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX-A: \u00e4\u00ff\u0080\r\n\r\n")
                        .expect(upstreamHeader("X-A: \u00e4\u00ff\u0080")),
                named("an empty client header value passes")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX-Empty:\r\nX-Blank:  \r\nX-A:  a b \r\n\r\n")
                        .expect(upstreamHeaders("Host: up", "X-Empty: ", "X-Blank: ", "X-A: a b")),
                named("proxy_pass_request_headers off sends only the proxy's lines")
                        .location("proxy_pass_request_headers off; proxy_set_header X-A 1;")
                        .answers(Answers.OK)
                        .request("POST / HTTP/1.1\r\nHost: front\r\nX-B: 1\r\nContent-Length: 2\r\n\r\nhi")
                        .expect(
                                upstreamHeader("X-A: 1"),
                                upstreamHeader("Content-Length: 2"),
                                noUpstreamHeader("X-B"),
                                upstreamBody("hi")),
                named("proxy_http_version 1.0 says so")
                        .location("proxy_http_version 1.0;")
                        .answers(Answers.OK)
                        .get("/")
                        .expect(upstreamLine("GET / HTTP/1.0"), upstreamHeaders("Host: up")),
                named("proxy_method replaces the method")
                        .location("proxy_method PUT;")
                        .answers(Answers.OK)
                        .get("/x")
                        .expect(upstreamLine("PUT /x HTTP/1.1")),
                named("an HTTP/1.0 client's request goes upstream as HTTP/1.1")
                        .answers(Answers.OK)
                        .request("GET /x HTTP/1.0\r\nX-A: 1\r\n\r\n")
                        .expect(
                                upstreamLine("GET /x HTTP/1.1"),
                                upstreamHeaders("Host: up", "X-A: 1"),
                                header("Connection: close"),
                                closed()),
                named("an HTTP/1.0 client may keep its connection")
                        .answers(Answers.OK)
                        .request("GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                        .expect(status(200), header("Connection: keep-alive"), kept()),
                sets(
                                "variables of the request go into headers",
                                "proxy_set_header X-A"
                                    + " '$host|$request_uri|$uri|$args|$is_args|$scheme|$request_method';proxy_set_header"
                                    + " X-B '$remote_addr:$server_port|$server_protocol|$proxy_host';proxy_set_header"
                                    + " X-C '$http_x_in|$arg_q|$cookie_c|$content_length|$server_name';proxy_set_header"
                                    + " X-D ${host}x;")
                        .request("POST /a%20b/../c//d?q=1&r=%20 HTTP/1.1\r\n"
                                + "Host: FRONT\r\n"
                                + "X-In: in\r\n"
                                + "Cookie: a=b; c=d\r\n"
                                + "Content-Length: 0\r\n\r\n")
                        .expect(
                                upstreamHeader("X-A: front|/a%20b/../c//d?q=1&r=%20|/c/d|q=1&r=%20|?|http|POST"),
                                upstreamHeader("X-B: 127.0.0.1:%front%|HTTP/1.1|up"),
                                upstreamHeader("X-C: in|1|d|0|"),
                                upstreamHeader("X-D: frontx")),
                sets("X-Forwarded-For is appended to", "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;")
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n")
                        .expect(upstreamHeaders("Host: up", "X-Forwarded-For: 10.0.0.1, 127.0.0.1")),
                sets("an unset variable is empty, and its header is not sent", "proxy_set_header X-A $http_nothing;")
                        .get("/")
                        .expect(upstreamHeaders("Host: up")));
    }

    private static Scenario.Builder sets(String name, String conf) {
        return named(name).location(conf).answers(Answers.OK);
    }
}
