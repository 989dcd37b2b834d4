package io.weir.differential;

import static io.weir.differential.Expect.asked;
import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.logged;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statuses;
import static io.weir.differential.Expect.upstreamBody;
import static io.weir.differential.Scenario.named;

import java.util.List;
import java.util.stream.Stream;

/** When a failed attempt goes on to the next peer. */
final class RetryScenarios {

    private static final String TWO = "upstream up { server %a%; server %b%; }";
    private static final String WITH_BACKUP = "upstream up { server %a%; server %b% backup; }";
    private static final String POST = "POST /p HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello";

    private RetryScenarios() {}

    static List<Scenario> all() {
        return Stream.of(conditions(), methods(), limits(), accounting())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> conditions() {
        PeerPlan tooBig = PeerPlan.each((s, _) -> s.readHead().send("HTTP/1.1 200 OK\r\nX-A: " + "a".repeat(5000)));
        PeerPlan cut = PeerPlan.each(
                (s, _) -> s.readHead().send("HTTP/1.1 200 OK\r\nX-").close());
        return List.of(
                retried("a refused connection", "", PeerPlan.refuses(), 502),
                retried("a closed connection", "", PeerPlan.closes(), 502),
                retried("a reset connection", "", PeerPlan.resets(), 502),
                retried("a header cut short", "", cut, 502),
                retried("a silent peer", "proxy_read_timeout 100ms;", PeerPlan.staysSilent(), 504),
                notRetried("a refused connection, off", "proxy_next_upstream off;", PeerPlan.refuses(), 502),
                notRetried(
                        "a refused connection, only timeout listed",
                        "proxy_next_upstream timeout;",
                        PeerPlan.refuses(),
                        502),
                notRetried("a closed connection, off", "proxy_next_upstream off;", PeerPlan.closes(), 502),
                notRetried(
                        "a silent peer, only error listed",
                        "proxy_next_upstream error; proxy_read_timeout 100ms;",
                        PeerPlan.staysSilent(),
                        504),
                notRetried("a too big header", "", tooBig, 502),
                retried("a too big header, listed", "proxy_next_upstream invalid_header;", tooBig, 502),
                retried("500, listed", "proxy_next_upstream http_500;", answers(500), 500),
                retried("502, listed", "proxy_next_upstream http_502;", answers(502), 502),
                retried("503, listed", "proxy_next_upstream http_503;", answers(503), 503),
                retried("504, listed", "proxy_next_upstream http_504;", answers(504), 504),
                retried("403, listed", "proxy_next_upstream http_403;", answers(403), 403),
                retried("404, listed", "proxy_next_upstream http_404;", answers(404), 404),
                retried("429, listed", "proxy_next_upstream http_429;", answers(429), 429),
                notRetried("500", "", answers(500), 500),
                notRetried("404", "", answers(404), 404),
                notRetried("500, another status listed", "proxy_next_upstream error http_503;", answers(500), 500));
    }

    private static List<Scenario> methods() {
        return List.of(
                two("POST is retried while nothing was sent", "", PeerPlan.refuses())
                        .request(POST)
                        .expect(status(200), asked("b"), upstreamBody("hello")),
                two("POST is not retried once it was sent", "", PeerPlan.closes())
                        .request(POST)
                        .expect(status(502), asked("a"), logged("upstream_status=502 upstream_addr=%a% ")),
                two(
                                "POST is retried with non_idempotent",
                                "proxy_next_upstream error non_idempotent;",
                                PeerPlan.closes())
                        .request(POST)
                        .expect(status(200), asked("a", "b"), upstreamBody("hello"), kept()),
                two("PATCH is not retried once it was sent", "", PeerPlan.closes())
                        .request(POST.replace("POST", "PATCH"))
                        .expect(status(502), asked("a")),
                two("LOCK is not retried once it was sent", "", PeerPlan.closes())
                        .request(POST.replace("POST", "LOCK"))
                        .expect(status(502), asked("a")),
                two("PUT is retried with its body", "", PeerPlan.closes())
                        .request(POST.replace("POST", "PUT"))
                        .expect(status(200), asked("a", "b"), kept()),
                two("DELETE is retried", "", PeerPlan.closes())
                        .request("DELETE /p HTTP/1.1\r\nHost: front\r\n\r\n")
                        .expect(status(200), asked("a", "b")),
                two("HEAD is retried", "", PeerPlan.closes())
                        .peer("b", PeerPlan.answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"))
                        .request("HEAD /p HTTP/1.1\r\nHost: front\r\n\r\n")
                        .expect(status(200), asked("a", "b")),
                two("a listed status of a POST is passed", "proxy_next_upstream http_503;", answers(503))
                        .request(POST)
                        .expect(status(503), body("503"), asked("a")),
                two(
                                "an unbuffered body that was not all there is not retried",
                                "proxy_request_buffering off;",
                                PeerPlan.each((s, run) -> s.readHead()
                                        .open(run.gate("the head arrived"))
                                        .readBody()
                                        .close()))
                        .client(session -> {
                            session.send("PUT /p HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhel");
                            session.run().gate("the head arrived").await();
                            session.send("lo");
                            session.read(false);
                        })
                        .expect(status(502), asked("a")),
                two(
                                "an unbuffered body that came with its head is retried",
                                "proxy_request_buffering off;",
                                PeerPlan.closes())
                        .request(POST.replace("POST", "PUT"))
                        .expect(status(200), asked("a", "b"), upstreamBody("hello")));
    }

    private static List<Scenario> limits() {
        return List.of(
                two(
                                "proxy_next_upstream_tries 1 forbids the second try",
                                "proxy_next_upstream_tries 1;",
                                PeerPlan.closes())
                        .get("/")
                        .expect(status(502), asked("a")),
                two(
                                "with one try a listed status is passed",
                                "proxy_next_upstream http_500; proxy_next_upstream_tries 1;",
                                answers(500))
                        .get("/")
                        .expect(status(500), body("500"), asked("a")),
                two(
                                "the last peer's listed status is passed with its body",
                                "proxy_next_upstream http_503;",
                                answers(503))
                        .peer("b", answers(503))
                        .get("/")
                        .expect(status(503), body("503"), asked("a", "b"), logged("upstream_status=503, 503")),
                two("both peers refusing is 502", "", PeerPlan.refuses())
                        .peer("b", PeerPlan.refuses())
                        .get("/")
                        .expect(status(502), kept(), logged("upstream_status=502, 502 upstream_addr=%a%, %b%")),
                named("one peer that refuses is 502, again and again")
                        .peer("a", PeerPlan.refuses())
                        .get("/1")
                        .get("/2")
                        .expect(statuses(502, 502), kept(), logged("upstream_status=502 upstream_addr=%a%")),
                named("a backup is asked when the primary fails")
                        .http(WITH_BACKUP)
                        .peer("a", PeerPlan.closes())
                        .peer("b", PeerPlan.answers(Answers.OK))
                        .get("/")
                        .expect(
                                status(200),
                                asked("a", "b"),
                                logged("upstream_status=502, 200 upstream_addr=%a%, %b%")),
                named("a backup is left alone while the primary answers")
                        .http(WITH_BACKUP)
                        .peer("a", PeerPlan.answers(Answers.OK))
                        .peer("b", PeerPlan.answers(Answers.OK))
                        .get("/1")
                        .get("/2")
                        .expect(status(200), asked("a", "a")),
                named("a peer that is down is never asked")
                        .http("upstream up { server %a% down; server %b%; }")
                        .peer("a", PeerPlan.answers(Answers.OK))
                        .peer("b", PeerPlan.answers(Answers.OK))
                        .get("/1")
                        .get("/2")
                        .expect(status(200), asked("b", "b")));
    }

    private static List<Scenario> accounting() {
        return List.of(
                two("a peer that failed is not asked again within its fail_timeout", "", PeerPlan.closes())
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .expect(statuses(200, 200, 200), asked("a", "b", "b", "b")),
                two("a peer fails even when nothing is retried", "proxy_next_upstream off;", PeerPlan.closes())
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .expect(statuses(502, 200, 200), asked("a", "b", "b")),
                two("a listed 404 does not count against the peer", "proxy_next_upstream http_404;", answers(404))
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .expect(statuses(200, 200, 200), asked("a", "a", "b", "b", "b")),
                two("a retried 500 counts against the peer", "proxy_next_upstream http_500;", answers(500))
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .expect(statuses(200, 200, 200), asked("a", "b", "b", "b")),
                two("no live peer is 502 at once, with the group's name", "", PeerPlan.closes())
                        .peer("b", PeerPlan.closes())
                        .get("/1")
                        .get("/2")
                        .expect(
                                statuses(502, 502),
                                asked("a", "b"),
                                logged("status=502 upstream_status=502 upstream_addr=up ")),
                two(
                                "a listed 500 from the only live peer ends in no live peers",
                                "proxy_next_upstream http_500;",
                                answers(500))
                        .peer("b", answers(500))
                        .get("/1")
                        .get("/2")
                        .expect(
                                statuses(500, 502),
                                asked("a", "b", "b"),
                                logged("upstream_status=500, 502 upstream_addr=%b%, up")),
                named("weights spread requests smoothly")
                        .http("upstream up { server %a% weight=5; server %b%; server %c%; }")
                        .peer("a", PeerPlan.answers(Answers.with("X-Peer: a\r\n")))
                        .peer("b", PeerPlan.answers(Answers.with("X-Peer: b\r\n")))
                        .peer("c", PeerPlan.answers(Answers.with("X-Peer: c\r\n")))
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .get("/4")
                        .get("/5")
                        .get("/6")
                        .get("/7")
                        .expect(seen -> {
                            List<String> order = seen.client().stream()
                                    .map(view -> view.headers().stream()
                                            .filter(line -> line.startsWith("X-Peer"))
                                            .findFirst()
                                            .orElse("none"))
                                    .map(line -> line.substring(line.length() - 1))
                                    .toList();
                            if (!String.join("", order).equals("aabacaa")) {
                                throw new AssertionError(order + "\n" + seen);
                            }
                        }));
    }

    private static PeerPlan answers(int status) {
        return PeerPlan.answers(Answers.status(status));
    }

    private static Scenario.Builder two(String name, String location, PeerPlan first) {
        return named(name).http(TWO).location(location).peer("a", first).peer("b", PeerPlan.answers(Answers.OK));
    }

    private static Scenario retried(String what, String location, PeerPlan first, int wouldBe) {
        return two(what + " is retried", location, first)
                .get("/")
                .expect(
                        status(200),
                        body("hello"),
                        kept(),
                        logged("status=200 upstream_status=" + wouldBe + ", 200 upstream_addr=%a%, %b% "));
    }

    private static Scenario notRetried(String what, String location, PeerPlan first, int status) {
        return two(what + " is not retried", location, first)
                .get("/")
                .expect(
                        status(status),
                        logged("status=" + status + " upstream_status=" + status + " upstream_addr=%a% "));
    }
}
