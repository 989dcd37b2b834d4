package io.weir.differential;

import static io.weir.differential.Expect.noHeader;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.upstreamBody;
import static io.weir.differential.Expect.upstreamHeaders;

import io.weir.testing.PeerWire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** {@code scgi_pass}: what it does not share with the other gateway protocols. */
final class ScgiScenarios {

    private static final CgiScenarios SHARED = new CgiScenarios("scgi", PeerWire.SCGI, UnaryOperator.identity());

    private ScgiScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(SHARED.all());
        // No streamed body: how much of it nginx sends before the peer answers is different from run to run.
        all.addAll(SHARED.bareResponses());
        String fine = "Status: 200 Fine\r\n\r\nx";
        all.add(SHARED.location("CONTENT_LENGTH stands first, whatever is configured", "")
                .server("location / { scgi_pass up; scgi_param SCGI 1; }")
                .peer("a", SHARED.answers(fine))
                .request("POST /x HTTP/1.1\r\nHost: front\r\nX-A: 1\r\n\r\n")
                .expect(
                        status(200),
                        upstreamHeaders("CONTENT_LENGTH: 0", "SCGI: 1", "HTTP_HOST: front", "HTTP_X_A: 1"),
                        noHeader("Status")));
        all.add(SHARED.location("a configured CONTENT_LENGTH is sent again", "")
                .server("location / { scgi_pass up; scgi_param CONTENT_LENGTH 7; }")
                .peer("a", SHARED.answers(fine))
                .request("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: 2\r\n\r\nab")
                .expect(upstreamBody("ab")));
        all.add(SHARED.location("the client's Content-Length is a parameter, too", "")
                .server("location / { scgi_pass up; }")
                .peer("a", SHARED.answers(fine))
                .request("POST /x HTTP/1.1\r\nHost: front\r\nContent-Length: 2\r\n\r\nab")
                .expect(upstreamBody("ab")));
        all.add(SHARED.location("a connection that is upgraded is a tunnel", "")
                .peer(
                        "a",
                        PeerPlan.follows((script, _) -> script.readRequest(PeerWire.SCGI)
                                .send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nhi")
                                .readBytes(4)
                                .send("pong")
                                .close()))
                .client(session -> {
                    session.send("GET /x HTTP/1.1\r\nHost: front\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
                    session.readPart("hi");
                    session.send("ping");
                    session.readMore("pong");
                    session.expectClose();
                })
                .expect(status(101)));
        return all;
    }
}
