package io.weir.differential;

import static io.weir.differential.Expect.asked;
import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.errorLogged;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.logged;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statuses;
import static io.weir.differential.Scenario.named;

import java.util.List;
import java.util.stream.Stream;

/** {@code auth_request} and {@code mirror}: requests inside of requests. Peer a has the content, b is asked besides. */
final class SubrequestScenarios {

    private static final String GROUPS = "upstream up { server %a%; } upstream side { server %b%; } ";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String ALLOWED = "HTTP/1.1 204 No Content\r\nX-User: ann\r\n\r\n";

    /** nginx would announce the main request's body, which it does not send; its manual says to clear that. */
    private static final String AUTH = "location = /auth { internal; proxy_pass http://side;"
            + " proxy_pass_request_body off; proxy_set_header Content-Length ''; } ";

    private SubrequestScenarios() {}

    static List<Scenario> all() {
        return Stream.of(answers(), requests(), variables(), mirrors())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> answers() {
        return List.of(
                authorized("204 allows", ALLOWED).expect(status(200), body("ok"), asked("a", "b"), kept()),
                authorized("200 with an empty body allows", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                        .expect(status(200), body("ok")),
                authorized("201 allows", "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
                        .expect(status(200)),
                authorized("403 is passed on", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                        .expect(status(403), asked("b")),
                authorized(
                                "401 is passed on with its challenge",
                                "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"there\"\r\n"
                                        + "Content-Length: 0\r\n\r\n")
                        .expect(status(401), header("WWW-Authenticate: Basic realm=\"there\""), asked("b")),
                authorized("401 without a challenge", "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
                        .expect(status(401), asked("b")),
                authorized("404 is 500", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                        .expect(status(500), errorLogged("auth request unexpected status: 404"), asked("b")),
                authorized("302 is 500", "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n")
                        .expect(status(500), errorLogged("auth request unexpected status: 302")),
                authorized("an upstream that fails is 500", "")
                        .expect(
                                status(500),
                                errorLogged("auth request unexpected status: 502"),
                                errorLogged(
                                        ", request: \"GET / HTTP/1.1\", subrequest: \"/auth\", upstream: \"http://")),
                named("auth_request: an answer of the proxy's own allows")
                        .server("location / { auth_request /auth; proxy_pass http://up; }"
                                + " location = /auth { return 204; }")
                        .answers(OK)
                        .get("/")
                        .expect(status(200)),
                named("auth_request: an answer of the proxy's own refuses")
                        .server("location / { auth_request /auth; proxy_pass http://up; }"
                                + " location = /auth { return 403; }")
                        .answers(OK)
                        .get("/")
                        .expect(status(403), asked()),
                named("auth_request: a location that is not there is 500")
                        .server("location /x { auth_request /auth; proxy_pass http://up; }")
                        .answers(OK)
                        .get("/x")
                        .expect(status(500), errorLogged("auth request unexpected status: 404")),
                named("auth_request: an error page of the subrequest counts")
                        .server("location / { auth_request /auth; proxy_pass http://up; }"
                                + " location = /auth { error_page 404 =204 /empty; return 404; }"
                                + " location = /empty { return 204; }")
                        .answers(OK)
                        .get("/")
                        .expect(status(200)),
                named("auth_request off in a location")
                        .server("auth_request /auth; location / { proxy_pass http://up; }"
                                + " location /open { auth_request off; proxy_pass http://up; }"
                                + " location = /auth { return 403; }")
                        .answers(OK)
                        .get("/open")
                        .get("/shut")
                        .expect(statuses(200, 403), asked("a")),
                named("auth_request: the subrequest is not asked for a password")
                        .server("deny all; location / { allow all; auth_request /auth; proxy_pass http://up; }"
                                + " location = /auth { auth_request /auth; return 204; }")
                        .answers(OK)
                        .get("/")
                        .expect(status(200)),
                named("auth_request with satisfy any: the subrequest allows")
                        .http(GROUPS)
                        .server("location / { satisfy any; deny all; auth_request /auth; proxy_pass http://up; }"
                                + AUTH)
                        .answers(OK)
                        .peer("b", PeerPlan.answers(ALLOWED))
                        .get("/")
                        .expect(status(200)),
                named("auth_request with satisfy any: both refuse")
                        .http(GROUPS)
                        .server("location / { satisfy any; deny all; auth_request /auth; proxy_pass http://up; }"
                                + AUTH)
                        .answers(OK)
                        .peer(
                                "b",
                                PeerPlan.answers("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"b\"\r\n"
                                        + "Content-Length: 0\r\n\r\n"))
                        .get("/")
                        .expect(status(401), header("WWW-Authenticate: Basic realm=\"b\"")));
    }

    private static List<Scenario> requests() {
        return List.of(
                named("auth_request: the subrequest has the fields of its request, and its own method and URI")
                        .http(GROUPS)
                        .server("location / { auth_request /auth; proxy_pass http://up; }"
                                + " location = /auth { proxy_pass http://side;"
                                + " proxy_set_header X-Original $request_method:$request_uri;"
                                + " proxy_set_header X-Uri $uri; proxy_set_header X-Args $args; }")
                        .answers(OK)
                        .peer("b", PeerPlan.answers(ALLOWED))
                        .request("DELETE /x%20y?a=b HTTP/1.1\r\nHost: front\r\nCookie: c=d\r\n\r\n")
                        .expect(status(200)),
                named("auth_request: the URI of proxy_pass replaces the location")
                        .http(GROUPS)
                        .server("location / { auth_request /auth/sub; proxy_pass http://up; }"
                                + " location /auth/ { proxy_pass http://side/check/; }")
                        .answers(OK)
                        .peer("b", PeerPlan.answers(ALLOWED))
                        .get("/x")
                        .expect(status(200)),
                named("auth_request: the body goes to the content only")
                        .http(GROUPS)
                        .server("location / { auth_request /auth; proxy_pass http://up; }" + AUTH)
                        .answers(OK)
                        .peer("b", PeerPlan.answers(ALLOWED))
                        .request("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello")
                        .expect(status(200)),
                named("auth_request: a body is read away after a refusal")
                        .http(GROUPS)
                        .server("location / { auth_request /auth; proxy_pass http://up; }" + AUTH)
                        .answers(OK)
                        .peer("b", PeerPlan.answers("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", ALLOWED))
                        .request("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello")
                        .get("/")
                        .expect(statuses(403, 200), kept()),
                named("auth_request: HEAD asks with GET")
                        .http(GROUPS)
                        .server("location / { auth_request /auth; proxy_pass http://up; }" + AUTH)
                        .answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
                        .peer("b", PeerPlan.answers(ALLOWED))
                        .request("HEAD / HTTP/1.1\r\nHost: front\r\n\r\n")
                        .expect(status(200)),
                named("auth_request: rewrites in the subrequest")
                        .http(GROUPS)
                        .server("location / { auth_request /auth; proxy_pass http://up; }"
                                + " location = /auth { rewrite ^ /other last; }"
                                + " location = /other { internal; proxy_pass http://side; }")
                        .answers(OK)
                        .peer("b", PeerPlan.answers(ALLOWED))
                        .get("/")
                        .expect(status(200)));
    }

    private static List<Scenario> variables() {
        return List.of(
                named("auth_request_set takes from the subrequest's response")
                        .http(GROUPS)
                        .server("location / { auth_request /auth; auth_request_set $user $upstream_http_x_user;"
                                + " auth_request_set $code $upstream_status;"
                                + " proxy_set_header X-User $user-$code; proxy_pass http://up; }" + AUTH)
                        .answers(OK)
                        .peer("b", PeerPlan.answers(ALLOWED))
                        .get("/")
                        .expect(status(200)),
                named("auth_request_set is there in the response's fields and the error page")
                        .http(GROUPS)
                        .server("error_page 403 /denied; location / { auth_request /auth;"
                                + " auth_request_set $why $upstream_http_x_why; proxy_pass http://up; }"
                                + " location = /denied { return 403 \"because: $why\"; }" + AUTH)
                        .answers(OK)
                        .peer(
                                "b",
                                PeerPlan.answers("HTTP/1.1 403 Forbidden\r\nX-Why: age\r\nContent-Length: 0\r\n\r\n"))
                        .get("/")
                        .expect(status(403), body("because: age")),
                named("a variable that the subrequest sets is the main request's too")
                        .server("set $mark main; location / { auth_request /auth; proxy_set_header X-Mark $mark;"
                                + " proxy_pass http://up; } location = /auth { set $mark sub; return 204; }")
                        .answers(OK)
                        .get("/")
                        .expect(status(200)),
                named("a subrequest is logged where log_subrequest says so")
                        .http(GROUPS + "log_format own '$uri $status $upstream_status $request_method';")
                        .server("access_log %home%/access.log own;"
                                + " location / { auth_request /auth; proxy_pass http://up; }"
                                + " location = /auth { log_subrequest on; proxy_pass http://side; }")
                        .answers(OK)
                        .peer("b", PeerPlan.answers(ALLOWED))
                        .get("/")
                        .expect(status(200), logged("/auth 204 204 GET"), logged("/ 200 200 GET")));
    }

    private static List<Scenario> mirrors() {
        String shadow = " location = /mirror { internal; proxy_pass http://side; }";
        return List.of(
                mirrored("a copy", "mirror /mirror;", shadow)
                        .get("/x?a=b")
                        .expect(status(200), asked("a", "b"), kept()),
                mirrored("a copy of method and body", "mirror /mirror;", shadow)
                        .request("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello")
                        .expect(status(200), asked("a", "b"), kept()),
                mirrored("a copy of a chunked body", "mirror /mirror;", shadow)
                        .request("POST /x HTTP/1.1\r\nHost: front\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "5\r\nhello\r\n0\r\n\r\n")
                        .expect(status(200), asked("a", "b"), kept()),
                mirrored(
                                "two copies",
                                "mirror /mirror; mirror /mirror2;",
                                shadow + " location = /mirror2 { proxy_pass http://%c%/two; }")
                        .peer("c", PeerPlan.answers(OK))
                        .get("/x")
                        .expect(status(200)),
                mirrored(
                                "no body",
                                "mirror /mirror; mirror_request_body off;",
                                " location = /mirror { proxy_pass http://side; proxy_pass_request_body off;"
                                        + " proxy_set_header Content-Length ''; }")
                        .request("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello")
                        .expect(status(200), asked("a", "b"), kept()),
                mirrored(
                                "the body is read although the content is not to wait for it",
                                "mirror /mirror; proxy_request_buffering off;",
                                shadow)
                        .request("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello")
                        .expect(status(200), asked("a", "b")),
                mirrored("off in a location", "mirror off;", "mirror /mirror;" + shadow)
                        .get("/x")
                        .expect(status(200), asked("a")),
                mirrored(
                                "an internal location with the request's own URI",
                                "mirror /mirror;",
                                " location = /mirror { internal; proxy_pass http://side/copy; }")
                        .get("/x?a=b")
                        .expect(status(200)),
                named("mirror: the answer of the copy is nobody's business")
                        .http(GROUPS)
                        .server("location / { mirror /mirror; proxy_pass http://up; }" + shadow)
                        .answers(OK)
                        .peer("b", PeerPlan.answers("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"))
                        .get("/")
                        .get("/")
                        .expect(statuses(200, 200), kept()),
                named("mirror: no copy of what is refused")
                        .http(GROUPS)
                        .server("location / { deny all; mirror /mirror; proxy_pass http://up; }" + shadow)
                        .answers(OK)
                        .peer("b", PeerPlan.answers(OK))
                        .get("/")
                        .expect(status(403), asked()));
    }

    private static Scenario.Builder mirrored(String name, String directives, String rest) {
        return named("mirror: " + name)
                .http(GROUPS)
                .server("location / { proxy_pass http://up; " + directives + " } " + rest)
                .answers(OK)
                .peer("b", PeerPlan.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    }

    private static Scenario.Builder authorized(String name, String answer) {
        return named("auth_request: " + name)
                .http(GROUPS)
                .server("location / { auth_request /auth; proxy_pass http://up; }" + AUTH)
                .answers(OK)
                .peer("b", PeerPlan.answers(answer))
                .get("/");
    }
}
