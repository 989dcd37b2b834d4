package io.weir.differential;

import static io.weir.differential.Expect.noUpstreamHeader;
import static io.weir.differential.Expect.upstreamBody;
import static io.weir.differential.Expect.upstreamHeader;

import java.util.ArrayList;
import java.util.List;

/** What a peer of FastCGI, uwsgi or SCGI is told of a request: parameters, the client's fields among them, and the body. */
record CgiRequestScenarios(CgiScenarios shared) {

    private static final String HEAD = "GET /x HTTP/1.1\r\nHost: front\r\n";

    List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(params());
        all.addAll(fields());
        all.addAll(configuredFields());
        all.addAll(requestBodies());
        return all;
    }

    private Scenario.Builder asked(String what, String directives, String fields) {
        return shared.location(what, directives)
                .peer("a", shared.answers("X-A: 1\r\n\r\nx"))
                .request(HEAD + fields + "\r\n");
    }

    private List<Scenario> params() {
        return List.of(
                shared.location(
                                "parameters are sent as configured, in order",
                                "*_param SCRIPT_NAME $uri; *_param QUERY_STRING $query_string; *_param X \"a b\";")
                        .peer("a", shared.answers("X-A: 1\r\n\r\nx"))
                        .get("/p%20q?a=b")
                        .expect(
                                upstreamHeader("SCRIPT_NAME: /p q"),
                                upstreamHeader("QUERY_STRING: a=b"),
                                upstreamHeader("X: a b")),
                shared.location(
                                "an empty parameter is sent, unless if_not_empty",
                                "*_param A \"\"; *_param B $arg_b if_not_empty;")
                        .peer("a", shared.answers("X-A: 1\r\n\r\nx"))
                        .get("/x")
                        .expect(upstreamHeader("A: "), noUpstreamHeader("B")),
                shared.location("if_not_empty sends what is not empty", "*_param B $arg_b if_not_empty;")
                        .peer("a", shared.answers("X-A: 1\r\n\r\nx"))
                        .get("/x?b=1")
                        .expect(upstreamHeader("B: 1")),
                shared.location("a long parameter is sent", "*_param LONG $arg_l;")
                        .peer("a", shared.answers("X-A: 1\r\n\r\nx"))
                        .get("/x?l=" + "v".repeat(500))
                        .expect(upstreamHeader("LONG: " + "v".repeat(500))),
                shared.location("the client's headers are parameters", "")
                        .peer("a", shared.answers("X-A: 1\r\n\r\nx"))
                        .request("GET /x HTTP/1.1\r\nHost: front\r\nX-My-Name: v\r\nCookie: a=1\r\n\r\n")
                        .expect(
                                upstreamHeader("HTTP_HOST: front"),
                                upstreamHeader("HTTP_X_MY_NAME: v"),
                                upstreamHeader("HTTP_COOKIE: a=1")),
                shared.location(
                                "a configured HTTP_ parameter takes the place of the client's header",
                                "*_param HTTP_X_A mine;")
                        .peer("a", shared.answers("X-A: 1\r\n\r\nx"))
                        .request("GET /x HTTP/1.1\r\nHost: front\r\nx-a: theirs\r\n\r\n")
                        .expect(upstreamHeader("HTTP_X_A: mine")),
                shared.location("lines of one name are one parameter", "")
                        .peer("a", shared.answers("X-A: 1\r\n\r\nx"))
                        .request("GET /x HTTP/1.1\r\nHost: front\r\nX-A: 1\r\nX-B: 2\r\nX-A: 3\r\n\r\n")
                        .expect()
                        .sinceNginx("1.23", upstreamHeader("HTTP_X_A: 1, 3")),
                shared.location("pass_request_headers off sends no header", "*_pass_request_headers off;")
                        .peer("a", shared.answers("X-A: 1\r\n\r\nx"))
                        .request("GET /x HTTP/1.1\r\nHost: front\r\nX-A: 1\r\n\r\n")
                        .expect(noUpstreamHeader("HTTP_X_A"))
                        .sinceNginx("1.31.4", noUpstreamHeader("HTTP_X_A"), upstreamHeader("HTTP_HOST: front")));
    }

    private List<Scenario> requestBodies() {
        String large = "abcdefgh".repeat(12_000);
        String head = "POST /x HTTP/1.1\r\nHost: front\r\n";
        return List.of(
                shared.location("a body is sent", "")
                        .peer("a", shared.answers("X-A: 1\r\n\r\nx"))
                        .request(head + "Content-Length: 5\r\n\r\nhello")
                        .expect(upstreamBody("hello"), upstreamHeader("CONTENT_LENGTH: 5")),
                shared.location("a body larger than its buffer is sent from a file", "client_body_buffer_size 8k;")
                        .peer("a", shared.answers("X-A: 1\r\n\r\nx"))
                        .request(head + "Content-Length: " + large.length() + "\r\n\r\n" + large)
                        .expect(upstreamBody(large)));
    }

    private List<Scenario> fields() {
        List<Scenario> all = new ArrayList<>();
        all.add(asked("fields of the connection are parameters as well", "", "Connection: close\r\nTE: trailers\r\n")
                .expect(upstreamHeader("HTTP_CONNECTION: close"), upstreamHeader("HTTP_TE: trailers")));
        all.add(asked("a field without a value is an empty parameter", "", "X-E:\r\nX-B: \t \r\n")
                .expect(upstreamHeader("HTTP_X_E: "), upstreamHeader("HTTP_X_B: \t")));
        all.add(asked("any field is passed, Proxy too", "", "Proxy: p\r\nAuthorization: Basic eDp5\r\n")
                .expect(upstreamHeader("HTTP_PROXY: p"), upstreamHeader("HTTP_AUTHORIZATION: Basic eDp5")));
        all.add(asked(
                        "names of fields may hold other characters where they are not ignored",
                        "",
                        "X.~\u00e9\u00ff!: 1\r\n")
                .http("ignore_invalid_headers off;")
                .expect(upstreamHeader("HTTP_X.~\u00e9\u00ff!: 1")));
        all.add(asked("digits in names of fields stay, letters become large", "", "x-a1b: 1\r\n")
                .expect(upstreamHeader("HTTP_X_A1B: 1")));
        all.add(asked("underscores and hyphens make two parameters of one name", "", "X-A: 1\r\nX_A: 2\r\nX-A: 3\r\n")
                .http("underscores_in_headers on;")
                .expect()
                .sinceNginx("1.23", upstreamHeader("HTTP_X_A: 1, 3"), upstreamHeader("HTTP_X_A: 2")));
        all.add(asked("cookies are joined as one line would be", "", "Cookie: a=1\r\nX-A: 1\r\ncookie: b=2\r\n")
                .expect()
                .sinceNginx("1.23", upstreamHeader("HTTP_COOKIE: a=1; b=2")));
        all.add(asked("three lines are joined whatever case they are in", "", "X-F: 1\r\nx-f: \r\nX-f: 3\r\n")
                .expect()
                .sinceNginx("1.23", upstreamHeader("HTTP_X_F: 1, , 3")));
        all.add(asked("a field with a name of 200 bytes", "", "n".repeat(200) + ": v\r\n")
                .expect(upstreamHeader("HTTP_" + "N".repeat(200) + ": v")));
        all.add(shared.location("the client's own Content fields are parameters", "")
                .peer("a", shared.answers("X-A: 1\r\n\r\nx"))
                .request("POST /x HTTP/1.1\r\nHost: front\r\nContent-Type: a/b\r\nContent-Length: 2\r\n\r\nhi")
                .expect(upstreamHeader("HTTP_CONTENT_TYPE: a/b"), upstreamHeader("HTTP_CONTENT_LENGTH: 2")));
        return all;
    }

    private List<Scenario> configuredFields() {
        String theirs = "X-A: theirs\r\nX-B: b\r\n";
        List<Scenario> all = new ArrayList<>();
        all.add(asked("an HTTP_ parameter that is configured empty removes the field", "*_param HTTP_X_A \"\";", theirs)
                .expect(noUpstreamHeader("HTTP_X_A"), upstreamHeader("HTTP_X_B: b")));
        all.add(asked(
                        "an HTTP_ parameter whose value comes out empty is sent empty",
                        "*_param HTTP_X_A $arg_n;",
                        theirs)
                .expect(upstreamHeader("HTTP_X_A: ")));
        all.add(asked(
                        "an HTTP_ parameter that is left out when empty removes the field all the same",
                        "*_param HTTP_X_A $arg_n if_not_empty;",
                        theirs)
                .expect(noUpstreamHeader("HTTP_X_A")));
        all.add(asked("an HTTP_ parameter is known in any case of its name", "*_param HTTP_x_a mine;", theirs)
                .expect(upstreamHeader("HTTP_x_a: mine"), noUpstreamHeader("HTTP_X_A: theirs")));
        all.add(asked("a parameter that only looks like HTTP_ is one of its own", "*_param http_x_a mine;", theirs)
                .expect(upstreamHeader("http_x_a: mine"), upstreamHeader("HTTP_X_A: theirs")));
        all.add(asked("the parameter HTTP_ itself is sent as it is", "*_param HTTP_ \"\";", theirs)
                .expect(upstreamHeader("HTTP_: "), upstreamHeader("HTTP_X_A: theirs")));
        all.add(asked("a configured HTTP_HOST takes the place of the client's", "*_param HTTP_HOST mine;", "")
                .expect(upstreamHeader("HTTP_HOST: mine")));
        all.add(asked("an empty HTTP_HOST is not sent", "*_param HTTP_HOST \"\";", "")
                .expect(noUpstreamHeader("HTTP_HOST")));
        all.add(asked("a parameter may come twice", "*_param A 1; *_param A 2;", "")
                .expect(upstreamHeader("A: 1"), upstreamHeader("A: 2")));
        all.add(shared.location("parameters of a level replace those of the one above", "")
                .server(shared.name() + "_param OUTER 1; location / { " + shared.name() + "_pass up; " + shared.name()
                        + "_param INNER 1; }")
                .peer("a", shared.answers("X-A: 1\r\n\r\nx"))
                .get("/x")
                .expect(upstreamHeader("INNER: 1"), noUpstreamHeader("OUTER")));
        all.add(shared.location("parameters of the level above hold where there are none", "")
                .server(shared.name() + "_param OUTER 1; location / { " + shared.name() + "_pass up; }")
                .peer("a", shared.answers("X-A: 1\r\n\r\nx"))
                .get("/x")
                .expect(upstreamHeader("OUTER: 1")));
        for (int length : new int[] {127, 128, 255, 256}) {
            all.add(asked("a parameter's value of " + length + " bytes", "*_param A " + "v".repeat(length) + ";", "")
                    .expect(upstreamHeader("A: " + "v".repeat(length))));
        }
        return all;
    }
}
