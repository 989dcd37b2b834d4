package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.logged;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statuses;
import static io.weir.differential.Scenario.named;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Time-outs and limits that end something, and directives that must change nothing that a client can see. */
final class TimeoutScenarios {

    private static final String PUT = "PUT /p HTTP/1.1\r\nHost: front\r\nContent-Length: 20000\r\n\r\n";

    private TimeoutScenarios() {}

    static List<Scenario> all() {
        return Stream.of(timeouts(), connections(), unseen())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> timeouts() {
        return List.of(
                named("client_body_timeout ends a connection whose body stops")
                        .location("client_body_timeout 300ms;")
                        .answers(Answers.OK)
                        .client(session -> {
                            session.send("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhel");
                            session.read(false);
                        })
                        .expect(statuses(0), closed(), logged("status=408")),
                named("client_header_timeout ends a connection whose head stops")
                        .server("client_header_timeout 300ms; location / { return 200 x; }")
                        .client(session -> {
                            session.send("GET / HTTP/1.1\r\nHost: fr");
                            session.read(false);
                        })
                        .expect(statuses(0), closed()),
                named("proxy_read_timeout is 504")
                        .location("proxy_read_timeout 300ms;")
                        .peer("a", PeerPlan.staysSilent())
                        .get("/")
                        .expect(status(504)),
                named("proxy_next_upstream_timeout that has passed allows no other peer")
                        .http("upstream up { server %a%; server %b%; } server { location / { proxy_pass http://up;"
                                + " proxy_read_timeout 300ms; proxy_next_upstream_timeout 100ms; } }")
                        .peer("a", PeerPlan.staysSilent())
                        .peer("b", PeerPlan.answers(Answers.OK))
                        .get("/")
                        .expect(status(504)),
                named("proxy_next_upstream_timeout that has not passed allows one")
                        .http("upstream up { server %a%; server %b%; } server { location / { proxy_pass http://up;"
                                + " proxy_read_timeout 300ms; proxy_next_upstream_timeout 30s; } }")
                        .peer("a", PeerPlan.staysSilent())
                        .peer("b", PeerPlan.answers(Answers.OK))
                        .get("/")
                        .expect(status(200), body("hello")));
    }

    private static List<Scenario> connections() {
        return List.of(
                named("keepalive_requests ends the client's connection")
                        .server("keepalive_requests 2; location / { return 200 x; }")
                        .get("/1")
                        .get("/2")
                        .expect(statuses(200, 200), header("Connection: close"), closed()),
                named("server_name_in_redirect puts the server's name in place of the host")
                        .http("server { server_name first.test second.test; server_name_in_redirect on;"
                                + " location / { return 301 /x; } }")
                        .get("/")
                        .expect(status(301), header("Location: http://first.test:%front%/x")));
    }

    private static List<Scenario> unseen() {
        List<Scenario> scenarios = new ArrayList<>();
        for (String directives : List.of(
                "tcp_nodelay off;",
                "tcp_nopush on;",
                "lingering_close off;",
                "lingering_close always;",
                "lingering_time 1s; lingering_timeout 100ms;",
                "send_timeout 5s;",
                "rewrite_log on;",
                "proxy_send_timeout 5s;",
                "proxy_limit_rate 10m;",
                "proxy_temp_file_write_size 16k;",
                "proxy_max_temp_file_size 64k;",
                "proxy_socket_keepalive on;",
                "proxy_headers_hash_max_size 1024; proxy_headers_hash_bucket_size 128;",
                "postpone_output 0;",
                "output_buffers 1 4k;",
                "sendfile on;",
                "client_body_in_single_buffer on;",
                "log_not_found off;",
                "types_hash_max_size 512;")) {
            scenarios.add(named("nothing that a client sees: " + directives)
                    .location(directives)
                    .answers("HTTP/1.1 200 OK\r\nContent-Length: 30000\r\n\r\n" + "0123456789".repeat(3000))
                    .request(PUT + "0123456789".repeat(2000))
                    .expect(status(200), body("0123456789".repeat(3000))));
        }
        return scenarios;
    }
}
