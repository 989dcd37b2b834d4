package io.weir.differential;

import static io.weir.differential.Expect.asked;
import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.connections;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.logged;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statuses;
import static io.weir.differential.Expect.upstreamLines;
import static io.weir.differential.Scenario.named;

import java.util.List;

/** When connections are kept, on both sides, and what becomes of one that was kept too long. */
final class ConnectionScenarios {

    private ConnectionScenarios() {}

    static List<Scenario> all() {
        return List.of(
                named("a connection of a group is used again")
                        .answers(Answers.OK)
                        .get("/1")
                        .get("/2")
                        .newConnection()
                        .get("/3")
                        .expect(
                                statuses(200, 200, 200),
                                connections(0, 0, 0),
                                upstreamLines("GET /1 HTTP/1.1", "GET /2 HTTP/1.1", "GET /3 HTTP/1.1")),
                named("a connection of a chunked response is used again")
                        .answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                        .get("/1")
                        .get("/2")
                        .expect(statuses(200, 200), connections(0, 0)),
                named("a connection of a response without body is used again")
                        .answers("HTTP/1.1 204 No Content\r\n\r\n")
                        .get("/1")
                        .get("/2")
                        .expect(statuses(204, 204), connections(0, 0)),
                named("a plain address makes a new connection for each request")
                        .server("location / { proxy_pass http://%a%; }")
                        .answers(Answers.OK)
                        .get("/1")
                        .get("/2")
                        .expect(statuses(200, 200), connections(0, 1)),
                named("Connection: close from upstream ends its connection")
                        .answers(Answers.with("Connection: close\r\n"))
                        .get("/1")
                        .get("/2")
                        .expect(statuses(200, 200), header("Connection: keep-alive"), kept(), connections(0, 1)),
                once(
                        "an HTTP/1.0 response is never kept",
                        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi"),
                once("close anywhere in Connection ends the connection", Answers.with("Connection: xclosey\r\n")),
                named("the oldest of too many kept connections is closed")
                        .http("upstream up { server %a%; server %b%; keepalive 1; }")
                        .peer("a", PeerPlan.answers(Answers.OK))
                        .peer("b", PeerPlan.answers(Answers.OK))
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .expect(statuses(200, 200, 200), asked("a", "a", "b"), connections(0, 1, 0)),
                named("keepalive_requests ends a connection after so many requests")
                        .http("upstream up { server %a%; keepalive 8; keepalive_requests 2; }")
                        .answers(Answers.OK)
                        .get("/1")
                        .get("/2")
                        .get("/3")
                        .expect(statuses(200, 200, 200), connections(0, 0, 1)),
                stale("GET", 200, "upstream_status=502, 200 upstream_addr=%a%, %a%"),
                stale("POST", 502, "upstream_status=502 upstream_addr=%a% "),
                named("a kept connection that the upstream closed meanwhile is not used")
                        .peer(
                                "a",
                                PeerPlan.follows(
                                        (s, run) -> s.readHead()
                                                .send(Answers.OK)
                                                .waitFor(run.gate("the first response arrived"))
                                                .send("HTTP/1.1 408 Late\r\n\r\n")
                                                .open(run.gate("stray bytes were sent"))
                                                .expectClose(),
                                        (s, _) -> s.readHead().send(Answers.OK)))
                        .get("/1")
                        .client(session -> {
                            session.run().gate("the first response arrived").open();
                            session.run().gate("stray bytes were sent").await();
                        })
                        .newConnection()
                        .get("/2")
                        .expect(statuses(200, 200), connections(0, 1)),
                named("pipelined requests are answered one after the other")
                        .answers(Answers.with("X-N: 1\r\n"), Answers.with("X-N: 2\r\n"))
                        .client(session -> {
                            session.send(
                                    "GET /1 HTTP/1.1\r\nHost: front\r\n\r\nGET /2 HTTP/1.1\r\nHost: front\r\n\r\n");
                            session.read(false);
                            session.read(false);
                        })
                        .expect(statuses(200, 200), header("X-N: 2"), kept(), connections(0, 0)),
                named("Connection: close from the client ends its connection")
                        .answers(Answers.OK)
                        .request("GET / HTTP/1.1\r\nHost: front\r\nConnection: close\r\n\r\n")
                        .expect(status(200), header("Connection: close"), closed()),
                named("keepalive_timeout 0 ends the client's connection")
                        .server("keepalive_timeout 0; location / { proxy_pass http://up; }")
                        .answers(Answers.OK)
                        .get("/")
                        .expect(status(200), header("Connection: close"), closed()),
                named("a client that half-closes is gone: 499, and the upstream's connection is closed")
                        .peer(
                                "a",
                                PeerPlan.follows((s, run) -> s.readHead()
                                        .open(run.gate("the request arrived"))
                                        .expectClose()))
                        .client(session -> {
                            session.send("GET / HTTP/1.1\r\nHost: front\r\n\r\n");
                            session.run().gate("the request arrived").await();
                            session.halfClose();
                            session.read(false);
                        })
                        .expect(statuses(0), closed(), logged("status=499 upstream_status=- upstream_addr=%a%")));
    }

    private static Scenario once(String name, String answer) {
        return named(name)
                .peer("a", PeerPlan.each((s, _) -> s.readHead().send(answer).expectClose()))
                .get("/1")
                .get("/2")
                .expect(statuses(200, 200), kept(), connections(0, 1));
    }

    /** The kept connection is closed at the moment in which it is used again. */
    private static Scenario stale(String method, int status, String logged) {
        return named("a kept connection that fails under a " + method + " ends in " + status)
                .peer("a", PeerPlan.each((s, run) -> {
                    boolean first = run.gate("first connection scripted").isOpen();
                    run.gate("first connection scripted").open();
                    if (first) {
                        s.readHead().readBody().send(Answers.OK);
                    } else {
                        s.readHead().send(Answers.OK).readHead().readBody().close();
                    }
                }))
                .get("/1")
                .request(method + " /2 HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello")
                .expect(statuses(200, status), kept(), logged(logged));
    }
}
