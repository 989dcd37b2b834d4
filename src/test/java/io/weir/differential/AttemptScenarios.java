package io.weir.differential;

import static io.weir.differential.Expect.asked;
import static io.weir.differential.Expect.logged;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statuses;
import static io.weir.differential.Scenario.named;

import java.util.List;

/** What variables tell of a request's attempts, of one run and of several; and which group a run asks. */
final class AttemptScenarios {

    private AttemptScenarios() {}

    static List<Scenario> all() {
        String other = "upstream up { server %a%; server %b%; } upstream other { server %c%; }";
        String fallback = "location / { proxy_pass http://up; error_page 502 404 = @other; %s }"
                + " location @other { proxy_pass http://other; }";
        return List.of(
                runs("an error page of another group is another run", fallback.formatted(""))
                        .peer("a", PeerPlan.closes())
                        .peer("b", PeerPlan.closes())
                        .get("/1")
                        .get("/2")
                        .expect(
                                statuses(200, 200),
                                logged("upstream_status=502, 502 : 200 upstream_addr=%a%, %b% : %c% "),
                                logged("upstream_status=502 : 200 upstream_addr=up : %c% ")),
                runs("an intercepted answer is another run", fallback.formatted("proxy_intercept_errors on;"))
                        .peer("a", PeerPlan.answers(Answers.status(404)))
                        .get("/")
                        .expect(status(200), logged("upstream_status=404 : 200 upstream_addr=%a% : %c% ")),
                runs(
                                "a redirect by the upstream is another run",
                                "location / { proxy_pass http://up; } location /in { proxy_pass http://other; }")
                        .peer("a", PeerPlan.answers(Answers.with("X-Accel-Redirect: /in\r\n")))
                        .get("/")
                        .expect(status(200), logged("upstream_status=200 : 200 upstream_addr=%a% : %c% ")),
                runs(
                                "an error page that is no proxy leaves no second run",
                                "location / { proxy_pass http://up; error_page 502 /e; } location = /e { return 503; }")
                        .peer("a", PeerPlan.closes())
                        .peer("b", PeerPlan.closes())
                        .get("/")
                        .expect(logged("upstream_status=502, 502 upstream_addr=%a%, %b% ")),
                lengths("of what passes", "GET", Answers.OK, "").expect(status(200), logged("length=[5]")),
                lengths("of a response to HEAD", "HEAD", Answers.OK, "").expect(status(200), logged("length=[0]")),
                lengths("of what is asked of somebody else", "GET", Answers.status(503), "")
                        .expect(status(200), logged("length=[0, 5]")),
                lengths("of what an error page replaces", "GET", Answers.status(404), "error_page 404 = /page;")
                        .expect(status(200), logged("length=[0]")),
                lengths("of what leads elsewhere", "GET", Answers.with("X-Accel-Redirect: /page\r\n"), "")
                        .expect(status(200), logged("length=[0]")),
                named("a computed name is that of a group, without regard to case")
                        .http(other)
                        .server("location / { proxy_pass http://$arg_u$request_uri; }")
                        .peer("a", ok())
                        .peer("b", ok())
                        .peer("c", ok())
                        .get("/1?u=up")
                        .get("/2?u=OTHER")
                        .get("/3?u=up")
                        .expect(statuses(200, 200, 200), asked("a", "b", "c")),
                named("a group's name has no case")
                        .http("upstream Up { server %a%; }")
                        .server("location / { proxy_pass http://uP; }")
                        .answers(Answers.OK)
                        .get("/")
                        .expect(status(200)),
                named("a group that is nobody's name appears as it was written")
                        .http("upstream Up { server %a% down; }")
                        .server("location / { proxy_pass http://uP; }")
                        .answers(Answers.OK)
                        .get("/")
                        .expect(status(502), logged("upstream_addr=Up ")));
    }

    /** The group {@code up} of a and b, and {@code other} of c; peers answer unless the scenario says otherwise. */
    private static Scenario.Builder runs(String name, String server) {
        return named(name)
                .http("upstream up { server %a%; server %b%; } upstream other { server %c%; }")
                .server(server)
                .peer("a", ok())
                .peer("b", ok())
                .peer("c", ok());
    }

    /** {@code $upstream_response_length}: nginx counts only a body that is for the client. */
    private static Scenario.Builder lengths(String name, String method, String first, String errorPage) {
        return named("the upstream's length " + name)
                .http("upstream up { server %a%; server %b%; } log_format lengths"
                        + " 'length=[$upstream_response_length]';")
                .server("access_log %home%/access.log lengths; location = /page { return 200 page; } location / {"
                        + " proxy_pass http://up; proxy_next_upstream http_503; proxy_intercept_errors on; "
                        + errorPage + " }")
                .peer("a", PeerPlan.answers(first))
                .peer("b", ok())
                .request(method + " / HTTP/1.1\r\nHost: front\r\n\r\n");
    }

    private static PeerPlan ok() {
        return PeerPlan.answers(Answers.OK);
    }
}
