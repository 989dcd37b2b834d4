package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.noUpstreamHeader;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statusLine;
import static io.weir.differential.Expect.statuses;
import static io.weir.differential.Expect.upstreamBody;
import static io.weir.differential.Expect.upstreamHeader;
import static io.weir.differential.Expect.upstreamLine;
import static io.weir.differential.Expect.upstreamLines;
import static io.weir.differential.Scenario.named;

import java.util.List;

/** What becomes of the client's body on its way upstream. */
final class RequestBodyScenarios {

    private static final String CHUNKED_POST = "POST /p HTTP/1.1\r\nHost: front\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String POST_HELLO = "POST /p HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello";

    private RequestBodyScenarios() {}

    static List<Scenario> all() {
        return List.of(
                named("a body with a length is passed with its length")
                        .answers(Answers.OK)
                        .request(POST_HELLO)
                        .expect(
                                status(200),
                                upstreamLine("POST /p HTTP/1.1"),
                                upstreamHeader("Content-Length: 5"),
                                upstreamBody("hello"),
                                kept()),
                named("a POST with Content-Length 0 keeps that header")
                        .answers(Answers.OK)
                        .request("POST /p HTTP/1.1\r\nHost: front\r\nContent-Length: 0\r\n\r\n")
                        .expect(status(200), upstreamHeader("Content-Length: 0"), kept()),
                named("a chunked body is buffered and goes upstream with its length")
                        .answers(Answers.OK)
                        .request(CHUNKED_POST + "3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nX-T: 1\r\n\r\n")
                        .expect(
                                status(200),
                                upstreamHeader("Content-Length: 5"),
                                noUpstreamHeader("Transfer-Encoding"),
                                upstreamBody("hello"),
                                kept()),
                named("an empty chunked body goes upstream with length 0")
                        .answers(Answers.OK)
                        .request(CHUNKED_POST + "0\r\n\r\n")
                        .expect(status(200), upstreamHeader("Content-Length: 0"), kept()),
                named("unbuffered, a chunked body is chunked anew")
                        .location("proxy_request_buffering off;")
                        .peer(
                                "a",
                                PeerPlan.each((s, run) -> s.readHead()
                                        .open(run.gate("the head arrived"))
                                        .readBody()
                                        .send(Answers.OK)))
                        .client(session -> {
                            session.send(CHUNKED_POST + "3\r\nhel\r\n");
                            session.run().gate("the head arrived").await();
                            session.send("2\r\nlo\r\n0\r\n\r\n");
                            session.read(false);
                        })
                        .expect(
                                status(200),
                                upstreamHeader("Transfer-Encoding: chunked"),
                                noUpstreamHeader("Content-Length"),
                                upstreamBody("hello")),
                named("unbuffered, a body with a length is passed as it comes")
                        .location("proxy_request_buffering off;")
                        .peer(
                                "a",
                                PeerPlan.each((s, run) -> s.readHead()
                                        .readBody(3)
                                        .open(run.gate("three bytes arrived"))
                                        .readBody(2)
                                        .send(Answers.OK)))
                        .client(session -> {
                            session.send("POST /p HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhel");
                            session.run().gate("three bytes arrived").await();
                            session.send("lo");
                            session.read(false);
                        })
                        .expect(status(200), upstreamHeader("Content-Length: 5"), upstreamBody("hello"), kept()),
                named("unbuffered, a chunked body that came with its head goes upstream with its length")
                        .location("proxy_request_buffering off;")
                        .answers(Answers.OK)
                        .request(CHUNKED_POST + "5\r\nhello\r\n0\r\n\r\n")
                        .expect(status(200), upstreamHeader("Content-Length: 5"), upstreamBody("hello")),
                named("unbuffered with HTTP/1.0 upstream, a chunked body is buffered after all")
                        .location("proxy_request_buffering off; proxy_http_version 1.0;")
                        .answers(Answers.OK)
                        .request(CHUNKED_POST + "5\r\nhello\r\n0\r\n\r\n")
                        .expect(
                                status(200),
                                upstreamLine("POST /p HTTP/1.0"),
                                upstreamHeader("Content-Length: 5"),
                                upstreamBody("hello")),
                named("a body larger than its buffer arrives whole")
                        .location("client_body_buffer_size 8k;")
                        .answers(Answers.OK)
                        .request("PUT /p HTTP/1.1\r\nHost: front\r\nContent-Length: 100000\r\n\r\n"
                                + "0123456789".repeat(10_000))
                        .expect(status(200), upstreamBody("0123456789".repeat(10_000)), kept()),
                named("a chunked body larger than its buffer arrives whole")
                        .location("client_body_buffer_size 8k;")
                        .answers(Answers.OK)
                        .request(CHUNKED_POST
                                + ("2710\r\n" + "0123456789".repeat(1000) + "\r\n").repeat(10)
                                + "0\r\n\r\n")
                        .expect(
                                status(200),
                                upstreamHeader("Content-Length: 100000"),
                                upstreamBody("0123456789".repeat(10_000)),
                                kept()),
                named("Expect: 100-continue is answered by the proxy and not passed on")
                        .answers(Answers.OK)
                        .client(session -> {
                            session.send("POST /p HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n"
                                    + "Expect: 100-continue\r\n\r\n");
                            if (session.read(false) == 100) {
                                session.send("hello");
                                session.read(false);
                            }
                        })
                        .expect(statuses(100, 200), noUpstreamHeader("Expect"), upstreamBody("hello"), kept()),
                named("a Content-Length over client_max_body_size is 413 before anything goes upstream")
                        .location("client_max_body_size 10;")
                        .answers(Answers.OK)
                        .request("POST /p HTTP/1.1\r\nHost: front\r\nContent-Length: 11\r\n\r\n")
                        .expect(status(413), header("Connection: close"), closed(), upstreamLines()),
                named("a Content-Length over client_max_body_size gets no 100 Continue")
                        .location("client_max_body_size 10;")
                        .answers(Answers.OK)
                        .request("POST /p HTTP/1.1\r\nHost: front\r\nContent-Length: 11\r\n"
                                + "Expect: 100-continue\r\n\r\n")
                        .expect(statuses(413), closed(), upstreamLines()),
                named("a chunked body over client_max_body_size is 413 before anything goes upstream")
                        .location("client_max_body_size 10;")
                        .answers(Answers.OK)
                        .request(CHUNKED_POST + "b\r\nhello world\r\n0\r\n\r\n")
                        .expect(status(413), closed(), upstreamLines()),
                named("a body of just client_max_body_size passes")
                        .location("client_max_body_size 5;")
                        .answers(Answers.OK)
                        .request(POST_HELLO)
                        .expect(status(200), upstreamBody("hello")),
                named("client_max_body_size 0 allows any body")
                        .location("client_max_body_size 0;")
                        .answers(Answers.OK)
                        .request(POST_HELLO)
                        .expect(status(200), upstreamBody("hello")),
                named("a bad chunk size from the client is 400")
                        .answers(Answers.OK)
                        .request(CHUNKED_POST + "xyz\r\nhello\r\n0\r\n\r\n")
                        .expect(status(400), closed(), upstreamLines()),
                chunks("blanks and words behind a chunk's size are skipped", "5 \t;a=b\r\nhello\r\n0 x\r\n\r\n"),
                chunks(
                        "trailers from the client are skipped, odd ones too",
                        "5\r\nhello\r\n0\r\nA: b\r\n c\r\n\1\r\n\r\n"),
                named("a bare LF behind a chunk's size is 400")
                        .answers(Answers.OK)
                        .request(CHUNKED_POST + "5\nhello\r\n0\r\n\r\n")
                        .expect(status(200), upstreamBody("hello"))
                        .sinceNginx("1.29.4", status(400), closed(), upstreamLines()),
                named("proxy_set_body replaces the body and its length")
                        .location("proxy_set_body 'method=$request_method';")
                        .answers(Answers.OK)
                        .request(POST_HELLO)
                        .expect(status(200), upstreamHeader("Content-Length: 11"), upstreamBody("method=POST"), kept()),
                named("proxy_set_body gives a GET a body")
                        .location("proxy_set_body text;")
                        .answers(Answers.OK)
                        .get("/")
                        .expect(status(200), upstreamHeader("Content-Length: 4"), upstreamBody("text")),
                named("proxy_pass_request_body off sends no body, and no length when that is cleared")
                        .location("proxy_pass_request_body off; proxy_set_header Content-Length '';")
                        .answers(Answers.OK)
                        .request(POST_HELLO)
                        .expect(status(200), noUpstreamHeader("Content-Length"), upstreamBody(""), kept()),
                named("an early 413 from the upstream reaches the client while the body is unread")
                        .peer(
                                "a",
                                PeerPlan.each((s, _) -> s.readHead()
                                        .send("HTTP/1.1 413 Too Big\r\n"
                                                + "Connection: close\r\n"
                                                + "Content-Length: 2\r\n\r\n"
                                                + "no")
                                        .readBody()
                                        .close()))
                        .request(POST_HELLO)
                        .expect(statusLine("HTTP/1.1 413 Too Big"), body("no")));
    }

    private static Scenario chunks(String name, String body) {
        return named(name)
                .answers(Answers.OK)
                .request(CHUNKED_POST + body)
                .expect(status(200), upstreamBody("hello"), kept());
    }
}
