package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.complete;
import static io.weir.differential.Expect.connections;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.noHeader;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statusLine;
import static io.weir.differential.Expect.statuses;
import static io.weir.differential.Expect.truncated;
import static io.weir.differential.Expect.upstreamLine;
import static io.weir.differential.Scenario.named;

import java.util.List;

/** How the end of an upstream's body is found, and what the client gets of it. */
final class ResponseBodyScenarios {

    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String FIFTEEN_OF_TEN = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789extra";

    private ResponseBodyScenarios() {}

    static List<Scenario> all() {
        return List.of(
                named("a response with a length is passed with its length and the client's connection kept")
                        .answers(Answers.OK)
                        .get("/")
                        .expect(status(200), body("hello"), header("Content-Length: 5"), complete(), kept()),
                named("a response to HEAD in chunks says nothing of its length")
                        .answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .request("HEAD /x HTTP/1.1\r\nHost: front\r\n\r\n")
                        .expect(status(200), noHeader("Content-Length"), noHeader("Transfer-Encoding"), kept()),
                named("a 304 in chunks says nothing of its length")
                        .answers("HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .get("/x")
                        .expect(status(304), noHeader("Content-Length"), kept()),
                named("a response to HEAD keeps its Content-Length and has no body")
                        .answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
                        .request("HEAD /x HTTP/1.1\r\nHost: front\r\n\r\n")
                        .expect(
                                status(200),
                                header("Content-Length: 5"),
                                body(""),
                                kept(),
                                upstreamLine("HEAD /x HTTP/1.1")),
                named("204 has no body and no length")
                        .answers("HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n")
                        .get("/")
                        .expect(status(204), noHeader("Content-Length"), noHeader("Transfer-Encoding"), kept()),
                named("304 has no body and keeps its validators")
                        .answers("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n")
                        .get("/")
                        .expect(status(304), header("ETag: \"x\""), kept()),
                named("an empty body with Content-Length 0 is complete")
                        .answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                        .get("/")
                        .expect(status(200), header("Content-Length: 0"), body(""), kept()),
                named("a chunked response is chunked anew")
                        .answers(CHUNKED + "3;x=y\r\nhel\r\n2 \r\nlo\r\n0\r\n\r\n")
                        .get("/")
                        .expect(status(200), header("Transfer-Encoding: chunked"), body("hello"), complete(), kept()),
                named("a chunked response to an HTTP/1.0 client ends with the connection")
                        .answers(CHUNKED + "5\r\nhello\r\n0\r\n\r\n")
                        .request("GET / HTTP/1.0\r\nHost: front\r\n\r\n")
                        .expect(
                                statusLine("HTTP/1.1 200 OK"),
                                noHeader("Transfer-Encoding"),
                                header("Connection: close"),
                                body("hello"),
                                closed()),
                named("a body that ends with the upstream's connection is chunked for an HTTP/1.1 client")
                        .answers("HTTP/1.1 200 OK\r\n\r\nall of it")
                        .get("/")
                        .expect(header("Transfer-Encoding: chunked"), body("all of it"), complete(), kept()),
                named("an HTTP/1.0 response without length ends with its connection")
                        .answers("HTTP/1.0 200 OK\r\n\r\nall of it")
                        .get("/")
                        .expect(statusLine("HTTP/1.1 200 OK"), body("all of it"), complete(), kept()),
                named("a body shorter than its Content-Length is passed as far as it came and the connection closed")
                        .peer(
                                "a",
                                PeerPlan.each((s, _) -> s.readHead()
                                        .send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
                                        .close()))
                        .get("/")
                        .expect(status(200), header("Content-Length: 10"), body("hello"), truncated(), closed()),
                named("a chunked body without its last chunk is passed without one")
                        .peer(
                                "a",
                                PeerPlan.each((s, _) -> s.readHead()
                                        .send(CHUNKED + "5\r\nhello\r\n")
                                        .close()))
                        .get("/")
                        .expect(status(200), body("hello"), truncated(), closed()),
                named("an invalid chunk ends the response")
                        .peer(
                                "a",
                                PeerPlan.each((s, _) -> s.readHead()
                                        .send(CHUNKED + "zz\r\nhello\r\n")
                                        .close()))
                        .get("/")
                        .expect(statuses(0), body(""), truncated(), closed()),
                named("a body cut inside a chunk is passed as far as it came")
                        .peer(
                                "a",
                                PeerPlan.each((s, _) ->
                                        s.readHead().send(CHUNKED + "5\r\nhel").close()))
                        .get("/")
                        .expect(status(200), body("hel"), truncated(), closed()),
                named("more bytes than Content-Length are dropped and the upstream's connection with them")
                        .answers(FIFTEEN_OF_TEN)
                        .get("/1")
                        .get("/2")
                        .expect(statuses(200, 200), body("0123456789"), complete(), kept(), connections(0, 1)),
                named("bytes after the last chunk are dropped and the upstream's connection with them")
                        .answers(CHUNKED + "5\r\nhello\r\n0\r\n\r\nextra")
                        .get("/1")
                        .get("/2")
                        .expect(statuses(200, 200), body("hello"), complete(), kept(), connections(0, 1)),
                named("bytes after a 204 are dropped and the upstream's connection with them")
                        .answers("HTTP/1.1 204 No Content\r\n\r\nextra")
                        .get("/1")
                        .get("/2")
                        .expect(statuses(204, 204), kept(), connections(0, 1)),
                named("trailers are dropped")
                        .answers(CHUNKED + "5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n")
                        .get("/")
                        .expect(body("hello"), complete(), kept(), seen -> {
                            if (!seen.client().getLast().trailers().isEmpty()) {
                                throw new AssertionError("trailers: " + seen);
                            }
                        }),
                named("a body larger than all buffers arrives whole")
                        .location("proxy_buffers 4 4k;")
                        .answers("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + "0123456789".repeat(30_000))
                        .get("/")
                        .expect(body("0123456789".repeat(30_000)), complete(), kept()),
                named("a chunked body larger than all buffers arrives whole without a temporary file")
                        .location("proxy_buffers 4 4k; proxy_max_temp_file_size 0;")
                        .answers(CHUNKED
                                + "2710\r\n"
                                        .concat("0123456789".repeat(1000))
                                        .concat("\r\n")
                                        .repeat(20) + "0\r\n\r\n")
                        .get("/")
                        .expect(body("0123456789".repeat(20_000)), complete(), kept()),
                unbufferedPieces("proxy_buffering off passes each piece at once", "proxy_buffering off;", ""),
                unbufferedPieces("X-Accel-Buffering: no passes each piece at once", "", "X-Accel-Buffering: no\r\n"),
                named("unbuffered, a body shorter than its Content-Length is passed as far as it came")
                        .location("proxy_buffering off;")
                        .peer(
                                "a",
                                PeerPlan.each((s, _) -> s.readHead()
                                        .send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
                                        .close()))
                        .get("/")
                        .expect(status(200), body("hello"), truncated(), closed()),
                named("unbuffered, a chunked response is chunked anew")
                        .location("proxy_buffering off;")
                        .answers(CHUNKED + "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")
                        .get("/")
                        .expect(body("hello"), complete(), kept()),
                named("a reset in the middle of a body truncates the response")
                        .location("proxy_buffering off;")
                        .peer(
                                "a",
                                PeerPlan.each((s, run) -> s.readHead()
                                        .send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
                                        .waitFor(run.gate("the client has the first half"))
                                        .reset()))
                        .client(session -> {
                            session.send("GET / HTTP/1.1\r\nHost: front\r\n\r\n");
                            session.readPart("hello");
                            session.run().gate("the client has the first half").open();
                            session.expectClose();
                        })
                        .expect(status(200), body("hello"), truncated()));
    }

    /** The second piece is sent when the client has the first: buffered, that would never happen. */
    private static Scenario unbufferedPieces(String name, String location, String header) {
        String gate = "the client has the first piece";
        return named(name)
                .location(location)
                .peer(
                        "a",
                        PeerPlan.follows((s, run) -> s.readHead()
                                .send("HTTP/1.1 200 OK\r\n" + header + "Content-Length: 10\r\n\r\nhello")
                                .waitFor(run.gate(gate))
                                .send("world")))
                .client(session -> {
                    session.send("GET / HTTP/1.1\r\nHost: front\r\n\r\n");
                    session.readPart("hello");
                    session.run().gate(gate).open();
                    session.readRest();
                })
                .expect(status(200), body("helloworld"), noHeader("X-Accel-Buffering"), complete(), kept());
    }
}
