package io.weir.differential;

import static io.weir.differential.Expect.logged;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Scenario.named;

import java.util.List;

/** {@code proxy_bind} and the options of the upstream's socket. A peer that is Weir or nginx itself tells where from it was asked. */
final class BindScenarios {

    private BindScenarios() {}

    static List<Scenario> all() {
        return List.of(
                from("an upstream is asked from the address of proxy_bind", "proxy_bind 127.0.0.3;", "127.0.0.3"),
                from("proxy_bind may be a variable", "proxy_bind $arg_from;", "127.0.0.5"),
                from("an empty proxy_bind leaves the choice to the system", "proxy_bind $arg_none;", "127.0.0.1"),
                from(
                        "a proxy_bind that is no address leaves the choice to the system",
                        "proxy_bind $uri;",
                        "127.0.0.1"),
                from("proxy_bind off leaves the choice to the system", "proxy_bind off;", "127.0.0.1"),
                from(
                        "proxy_bind off cancels what the server has",
                        "proxy_bind off;",
                        "127.0.0.1",
                        "proxy_bind 127.0.0.3;"),
                from("a location without proxy_bind has the server's", "", "127.0.0.3", "proxy_bind 127.0.0.3;"),
                from("proxy_socket_keepalive changes nothing that is seen", "proxy_socket_keepalive on;", "127.0.0.1"),
                from("proxy_send_lowat changes nothing that is seen", "proxy_send_lowat 0;", "127.0.0.1"),
                named("an address that this machine does not have is 500, and no other peer is asked")
                        .http("upstream up { server %a%; server %b%; }")
                        .location("proxy_bind 192.0.2.77;")
                        .answers(Answers.OK)
                        .peer("b", PeerPlan.answers(Answers.OK))
                        .get("/")
                        .expect(status(500), logged("status=500 upstream_status=- upstream_addr= ")),
                named("an address of the other family is 500")
                        .location("proxy_bind ::1;")
                        .answers(Answers.OK)
                        .get("/")
                        .expect(status(500)));
    }

    private static Scenario from(String name, String location, String expected, String... server) {
        return named(name)
                .server(String.join(" ", server)
                        + " location = /from { access_log off; return 200 \"from $remote_addr\"; }"
                        + " location /c { proxy_pass http://127.0.0.1:%front%/from; " + location + " }"
                        + " location /x { proxy_pass http://up; }")
                .answers(Answers.OK)
                .get("/c?from=127.0.0.5")
                .expect(status(200), Expect.body("from " + expected));
    }
}
