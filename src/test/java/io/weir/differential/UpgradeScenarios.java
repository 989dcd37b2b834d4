package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.logged;
import static io.weir.differential.Expect.noHeader;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.upstreamBody;
import static io.weir.differential.Expect.upstreamHeader;
import static io.weir.differential.Scenario.named;

import java.util.List;

/** 101 Switching Protocols: when a connection becomes a tunnel, and when the tunnel ends. */
final class UpgradeScenarios {

    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: foo\r\nX-A: 1\r\n\r\n";
    private static final String REQUEST =
            "GET / HTTP/1.1\r\nHost: front\r\nConnection: Upgrade\r\nUpgrade: foo\r\n\r\n";
    private static final String PASSING =
            "location / { proxy_pass http://up; access_log %home%/access.log tunnel; proxy_set_header Upgrade"
                    + " $http_upgrade; proxy_set_header Connection upgrade; ";
    private static final String LOG = "log_format tunnel 'status=$status upstream_status=$upstream_status"
            + " length=$upstream_response_length received=$upstream_bytes_received sent=$upstream_bytes_sent"
            + " body=$body_bytes_sent request=$request_length completion=$request_completion"
            + " connection=$sent_http_connection';";

    private UpgradeScenarios() {}

    static List<Scenario> all() {
        return List.of(
                tunnel("bytes go both ways after a 101")
                        .peer(
                                "a",
                                PeerPlan.follows((s, _) -> s.readHead()
                                        .send(SWITCHING)
                                        .readBody(3)
                                        .send("bar")
                                        .readBody(2)
                                        .close()))
                        .client(session -> {
                            session.send(REQUEST);
                            session.readPart("");
                            session.send("foo");
                            session.readMore("bar");
                            session.send("!!");
                            session.expectClose();
                        })
                        .expect(
                                status(101),
                                header("Connection: upgrade"),
                                header("Upgrade: foo"),
                                header("X-A: 1"),
                                noHeader("Content-Length"),
                                noHeader("Transfer-Encoding"),
                                body("bar"),
                                closed(),
                                upstreamHeader("Upgrade: foo"),
                                upstreamHeader("Connection: upgrade"),
                                upstreamBody("foo!!"),
                                logged("status=101 upstream_status=101 length=0"),
                                logged("completion=OK connection=upgrade")),
                tunnel("bytes right behind the request that asks for the upgrade reach the upstream")
                        .peer(
                                "a",
                                PeerPlan.follows((s, _) -> s.readHead()
                                        .send(SWITCHING)
                                        .readBody(5)
                                        .send("bar")
                                        .close()))
                        .client(session -> {
                            session.send(REQUEST + "early");
                            session.readPart("bar");
                            session.expectClose();
                        })
                        .expect(status(101), upstreamBody("early"), body("bar")),
                tunnel("bytes right behind the head of the 101 reach the client")
                        .peer(
                                "a",
                                PeerPlan.follows((s, _) -> s.readHead()
                                        .send(SWITCHING + "early")
                                        .readBody(3)
                                        .close()))
                        .client(session -> {
                            session.send(REQUEST);
                            session.readPart("early");
                            session.send("foo");
                            session.expectClose();
                        })
                        .expect(status(101), upstreamBody("foo"), body("early")),
                tunnel("a client that ends its side ends the tunnel")
                        .peer(
                                "a",
                                PeerPlan.follows((s, _) ->
                                        s.readHead().send(SWITCHING).readBody(3).expectClose()))
                        .client(session -> {
                            session.send(REQUEST);
                            session.readPart("");
                            session.send("bye");
                            session.halfClose();
                            session.expectClose();
                        })
                        .expect(status(101), upstreamBody("bye"), closed(), logged("completion=OK")),
                tunnel("an upstream that ends its side ends the tunnel")
                        .peer(
                                "a",
                                PeerPlan.follows((s, _) -> s.readHead()
                                        .send(SWITCHING)
                                        .send("bye")
                                        .halfClose()
                                        .expectClose()))
                        .client(session -> {
                            session.send(REQUEST);
                            session.readPart("bye");
                            session.expectClose();
                        })
                        .expect(status(101), body("bye"), closed(), logged("completion=OK")),
                tunnel("a tunnel in which nothing moves ends after proxy_read_timeout", "proxy_read_timeout 300ms;")
                        .peer(
                                "a",
                                PeerPlan.follows(
                                        (s, _) -> s.readHead().send(SWITCHING).expectClose()))
                        .client(session -> {
                            session.send(REQUEST);
                            session.readPart("");
                            session.expectClose();
                        })
                        .expect(status(101), closed(), logged("status=101 upstream_status=101")),
                plain("a 200 to a request for an upgrade is a response like any other")
                        .answers(Answers.OK)
                        .request(REQUEST)
                        .expect(status(200), body("hello"), logged("status=200 upstream_status=200 length=5")),
                plain("a 426 to a request for an upgrade passes with its Upgrade")
                        .answers("HTTP/1.1 426 Upgrade Required\r\nUpgrade: foo\r\nContent-Length: 0\r\n\r\n")
                        .request(REQUEST)
                        .expect(status(426), header("Upgrade: foo")),
                tunnel("a request with a body may ask for an upgrade too")
                        .peer(
                                "a",
                                PeerPlan.follows((s, _) -> s.readHead()
                                        .readBody()
                                        .send(SWITCHING)
                                        .readBody(3)
                                        .send("bar")
                                        .close()))
                        .client(session -> {
                            session.send("POST / HTTP/1.1\r\n"
                                    + "Host: front\r\n"
                                    + "Upgrade: foo\r\n"
                                    + "Content-Length: 4\r\n\r\n"
                                    + "bodyfoo");
                            session.readPart("bar");
                            session.expectClose();
                        })
                        .expect(status(101), upstreamBody("bodyfoo"), body("bar")),
                tunnel("hidden fields of a 101 stay hidden", "proxy_hide_header X-A;")
                        .peer(
                                "a",
                                PeerPlan.follows((s, _) ->
                                        s.readHead().send(SWITCHING).send("x").close()))
                        .client(session -> {
                            session.send(REQUEST);
                            session.readPart("x");
                            session.expectClose();
                        })
                        .expect(status(101), noHeader("X-A"), header("Upgrade: foo")),
                tunnel("without buffering a tunnel is the same", "proxy_buffering off;")
                        .peer(
                                "a",
                                PeerPlan.follows((s, _) -> s.readHead()
                                        .send(SWITCHING)
                                        .readBody(3)
                                        .send("bar")
                                        .close()))
                        .client(session -> {
                            session.send(REQUEST);
                            session.readPart("");
                            session.send("foo");
                            session.readMore("bar");
                            session.expectClose();
                        })
                        .expect(status(101), upstreamBody("foo"), body("bar")),
                tunnel("a 101 that the client did not ask for is a response like any other")
                        .peer(
                                "a",
                                PeerPlan.each((s, _) ->
                                        s.readHead().send(SWITCHING).send("raw").close()))
                        .client(session -> {
                            session.send("GET / HTTP/1.1\r\nHost: front\r\n\r\n");
                            session.readPart("raw");
                        })
                        .expect(status(101), body("raw"))
                        .differs(
                                "a body whose end nobody can see ends with its connection",
                                status(101),
                                body("raw"),
                                closed()));
    }

    /** Without $sent_http_connection, which nginx forgets before it logs unless the connection is closed. */
    private static Scenario.Builder plain(String name) {
        return named(name)
                .http(LOG.replace(" connection=$sent_http_connection", ""))
                .server(PASSING + " }");
    }

    private static Scenario.Builder tunnel(String name, String... directives) {
        return named(name).http(LOG).server(PASSING + String.join(" ", directives) + " }");
    }
}
