package io.weir.differential;

import static io.weir.differential.Expect.asked;
import static io.weir.differential.Expect.connections;
import static io.weir.differential.Expect.errorLogged;
import static io.weir.differential.Expect.logged;
import static io.weir.differential.Expect.noErrorLogged;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statuses;
import static io.weir.differential.Scenario.named;

import io.weir.testing.Patience;
import java.util.List;
import java.util.stream.Stream;

/** What groups do beyond the choice of a peer: how long failures count, who is a backup, what is kept. */
final class GroupScenarios {

    private static final String DISABLED = "upstream server temporarily disabled while ";

    private GroupScenarios() {}

    static List<Scenario> all() {
        return Stream.of(failures(), backups(), methods(), keptConnections())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> failures() {
        return List.of(
                group("with max_fails 0 a peer that fails is asked again", "server %a% max_fails=0; server %b%;")
                        .peer("a", PeerPlan.closes())
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .get("/4")
                        .expect(
                                statuses(200, 200, 200, 200),
                                asked("a", "a", "b", "b", "b", "b"),
                                noErrorLogged(DISABLED)),
                group("max_fails failures disable a peer, fewer do not", "server %a% max_fails=2; server %b%;")
                        .peer("a", PeerPlan.closes())
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .get("/4")
                        .get("/5")
                        .get("/6")
                        .expect(
                                status(200),
                                asked("a", "a", "b", "b", "b", "b", "b", "b"),
                                errorLogged(DISABLED + "reading response header from upstream")),
                group("a success between failures forgives nothing", "server %a% max_fails=2; server %b% backup;")
                        .peer("a", PeerPlan.answers("", Answers.OK, "", Answers.OK))
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .get("/4")
                        .get("/5")
                        .expect(status(200), asked("a", "a", "a", "b", "b", "b", "b"), errorLogged(DISABLED)),
                group("the only peer is never disabled", "server %a%;")
                        .peer("a", PeerPlan.answers("", "", "", Answers.OK))
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .get("/4")
                        .expect(statuses(502, 502, 502, 200), noErrorLogged(DISABLED)),
                group("the only peer that is not down is disabled", "server %a%; server %b% down;")
                        .peer("a", PeerPlan.answers("", Answers.OK))
                        .get("/1")
                        .get("/2")
                        .expect(statuses(502, 502), asked("a"), errorLogged("no live upstreams while connecting to")),
                group("where all peers are down nobody is live", "server %a% down; server %b% down backup;")
                        .get("/")
                        .expect(
                                status(502),
                                asked(),
                                logged("upstream_status=502 upstream_addr=up "),
                                errorLogged("no live upstreams while connecting to upstream, client: ")),
                group("after fail_timeout one request asks again", "server %a% fail_timeout=1s; server %b%;")
                        .peer("a", PeerPlan.answers("", Answers.OK))
                        .get("/1")
                        .get("/2")
                        .client(_ -> awaitMoreThan(1))
                        .get("/3")
                        .get("/4")
                        .get("/5")
                        .get("/6")
                        .expect(
                                statuses(200, 200, 200, 200, 200, 200),
                                // A round passes until it has weight again.
                                logged("upstream_status=200 upstream_addr=%a% ")),
                group("fail_timeout 0 lasts to the end of the second", "server %a% fail_timeout=0; server %b%;")
                        .peer("a", PeerPlan.closes())
                        .get("/1")
                        .client(_ -> awaitMoreThan(0))
                        .get("/2")
                        .get("/3")
                        .expect(statuses(200, 200, 200)),
                named("no more peers are asked when proxy_next_upstream_timeout has passed")
                        .http("upstream up { server %a%; server %b%; server %c%; }")
                        .location("proxy_read_timeout 200ms; proxy_next_upstream_timeout 100ms;")
                        .peer("a", PeerPlan.staysSilent())
                        .peer("b", PeerPlan.answers(Answers.OK))
                        .peer("c", PeerPlan.answers(Answers.OK))
                        .get("/")
                        .expect(status(504), asked("a"), logged("upstream_status=504 upstream_addr=%a% ")),
                named("a refused connection within proxy_next_upstream_timeout goes on")
                        .http("upstream up { server %a%; server %b%; }")
                        .location("proxy_next_upstream_timeout 10s;")
                        .peer("a", PeerPlan.refuses())
                        .peer("b", PeerPlan.answers(Answers.OK))
                        .get("/")
                        .expect(status(200), asked("b")));
    }

    private static List<Scenario> backups() {
        return List.of(
                group("backups take turns by weight", "server %a% down; server %b% backup weight=2; server %c% backup;")
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .get("/4")
                        .get("/5")
                        .get("/6")
                        .expect(status(200), asked("b", "b", "b", "b", "c", "c")),
                group("all primaries are asked before a backup", "server %a%; server %b% backup; server %c%;")
                        .peer("a", PeerPlan.closes())
                        .peer("c", PeerPlan.closes())
                        .get("/1")
                        .get("/2")
                        .expect(statuses(200, 200), logged("upstream_addr=%a%, %c%, %b% ")),
                named("proxy_next_upstream_tries counts backups too")
                        .http("upstream up { server %a%; server %b%; server %c% backup; }")
                        .location("proxy_next_upstream_tries 2;")
                        .peer("a", PeerPlan.closes())
                        .peer("b", PeerPlan.closes())
                        .peer("c", PeerPlan.answers(Answers.OK))
                        .get("/1")
                        .get("/2")
                        .expect(statuses(502, 200), logged("upstream_status=502, 502 upstream_addr=%a%, %b% ")),
                group("a backup that fails too is disabled too", "server %a%; server %b% backup;")
                        .peer("a", PeerPlan.closes())
                        .peer("b", PeerPlan.answers("", Answers.OK))
                        .get("/1")
                        .get("/2")
                        .expect(
                                statuses(502, 502),
                                logged("upstream_addr=%a%, %b% "),
                                logged("upstream_status=502 upstream_addr=up ")));
    }

    private static List<Scenario> methods() {
        String three = "server %a%; server %b%; server %c%;";
        return List.of(
                group("an empty key means round robin", "hash $arg_k; " + three)
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .expect(status(200), asked("a", "b", "c")),
                group("an empty key of a consistent hash means round robin", "hash $arg_k consistent; " + three)
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .expect(status(200), asked("a", "b", "c")),
                group("least_conn takes turns when nobody has anything to do", "least_conn; " + three)
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .get("/4")
                        .expect(status(200), asked("a", "a", "b", "c")),
                group("random passes over who is down", "random; server %a% down; server %b%; server %c% down;")
                        .get("/1")
                        .get("/2")
                        .expect(status(200), asked("b", "b")),
                group("random two of one is that one", "random two least_conn; server %a%;")
                        .get("/1")
                        .get("/2")
                        .expect(status(200), asked("a", "a")),
                group("random two falls back when only one is up", "random two; server %a% down; server %b%;")
                        .get("/1")
                        .get("/2")
                        .expect(status(200), asked("b", "b")),
                group("a client's address keeps its peer", "ip_hash; " + three)
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .expect(status(200), asked("c", "c", "c")),
                group("the next peer of a hash is its next draw", "hash $arg_k; " + three)
                        .peer("a", PeerPlan.closes())
                        .peer("b", PeerPlan.closes())
                        .get("/?k=a")
                        .get("/?k=b")
                        .get("/?k=k7")
                        .expect(status(200)),
                group("one address twice is two peers", "server %a%; server %a%; server %b%;")
                        .peer("a", PeerPlan.closes())
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .expect(status(200), logged("upstream_addr=%a%, %a%, %b% ")));
    }

    private static List<Scenario> keptConnections() {
        return List.of(
                group("a kept connection is none of max_conns", "server %a% max_conns=1;")
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .expect(statuses(200, 200, 200), connections(0, 0, 0)),
                group("keepalive_timeout 0 keeps nothing", "server %a%; keepalive 4; keepalive_timeout 0;")
                        .get("/1")
                        .get("/2")
                        .expect(statuses(200, 200), connections(0, 1)),
                group("keepalive_time ends a connection with its next request", "server %a%; keepalive_time 100ms;")
                        .get("/1")
                        .client(_ -> awaitMillis(200))
                        .get("/2")
                        .get("/3")
                        .expect(statuses(200, 200, 200), connections(0, 0, 1)),
                group("keepalive_timeout ends an idle connection", "server %a%; keepalive_timeout 100ms;")
                        .get("/1")
                        .client(_ -> awaitMillis(300))
                        .get("/2")
                        .expect(statuses(200, 200), connections(0, 1)),
                named("a kept connection that fails costs no try")
                        .http("upstream up { server %a%; server %b%; }")
                        .location("proxy_next_upstream_tries 1;")
                        .peer("a", PeerPlan.answers(Answers.OK, ""))
                        .peer("b", PeerPlan.answers(Answers.OK))
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .expect(statuses(200, 200, 200), logged("upstream_status=502, 200 upstream_addr=%a%, %b% ")));
    }

    /** One group; peers that it does not say otherwise of answer. */
    private static Scenario.Builder group(String name, String upstream) {
        Scenario.Builder builder = named(name).http("upstream up { " + upstream + " }");
        for (String peer : List.of("a", "b", "c")) {
            if (upstream.contains("%" + peer + "%")) {
                builder.peer(peer, ok());
            }
        }
        return builder;
    }

    private static PeerPlan ok() {
        return PeerPlan.answers(Answers.OK);
    }

    /** The clock has whole seconds; blocks until it has moved on by more than so many. */
    private static void awaitMoreThan(int seconds) throws InterruptedException {
        long end = System.currentTimeMillis() / 1000 + seconds + 1;
        Patience.until(() -> seconds + " seconds", () -> System.currentTimeMillis() / 1000 >= end);
    }

    private static void awaitMillis(int millis) throws InterruptedException {
        long begin = System.nanoTime();
        Patience.until(() -> millis + " ms", () -> System.nanoTime() - begin > millis * 1_000_000L);
    }
}
