package io.weir.differential;

import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.upstreamHeader;
import static io.weir.differential.Expect.upstreamLine;

import io.weir.testing.PeerWire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** {@code uwsgi_pass}: what it does not share with the other gateway protocols. */
final class UwsgiScenarios {

    private static final CgiScenarios SHARED = new CgiScenarios("uwsgi", PeerWire.UWSGI, UnaryOperator.identity());

    private UwsgiScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(SHARED.all());
        all.add(SHARED.streamed());
        all.add(SHARED.withheld());
        all.addAll(SHARED.bareResponses());
        String fine = "X-A: 1\r\n\r\nx";
        all.add(SHARED.location("without directives the modifiers are zero", "")
                .peer("a", SHARED.answers(fine))
                .get("/x")
                .expect(upstreamLine("uwsgi modifier1=0 modifier2=0")));
        all.add(SHARED.location("modifiers are sent", "uwsgi_modifier1 5; uwsgi_modifier2 255;")
                .peer("a", SHARED.answers(fine))
                .get("/x")
                .expect(upstreamLine("uwsgi modifier1=5 modifier2=255")));
        all.add(SHARED.location("uwsgi_string stands behind the parameters", "uwsgi_string \"<$uri>\";")
                .peer("a", SHARED.answers(fine))
                .get("/x")
                .expect(upstreamHeader("string: <$uri>")));
        all.add(SHARED.location("parameters that do not fit into a packet are 500", "uwsgi_param L $args$args$args;")
                .http("large_client_header_buffers 4 32k;")
                .peer("a", SHARED.answers(fine))
                .get("/x?" + "a".repeat(25_000))
                .expect(status(500)));
        all.add(SHARED.location("the value of uwsgi_pass may have a scheme", "")
                .server("location / { uwsgi_pass uwsgi://%a%; }")
                .peer("a", SHARED.answers(fine))
                .get("/x")
                .expect(status(200)));
        all.add(SHARED.location("a connection that is upgraded is a tunnel", "")
                .peer(
                        "a",
                        PeerPlan.follows((script, _) -> script.readRequest(PeerWire.UWSGI)
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
