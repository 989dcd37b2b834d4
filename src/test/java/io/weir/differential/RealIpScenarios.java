package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.upstreamHeader;
import static io.weir.differential.Scenario.named;

import java.util.List;
import java.util.stream.Stream;

/** The {@code realip} module. All clients come from 127.0.0.1. */
final class RealIpScenarios {

    private static final String TRUST = "set_real_ip_from 127.0.0.1; ";
    private static final String FORWARDED = TRUST + "real_ip_header X-Forwarded-For; ";
    private static final String RECURSIVE =
            FORWARDED + "set_real_ip_from 10.0.0.0/8; set_real_ip_from 2001:db8::/32; real_ip_recursive on; ";

    private RealIpScenarios() {}

    static List<Scenario> all() {
        return Stream.of(fields(), lists(), effects()).flatMap(List::stream).toList();
    }

    private static List<Scenario> fields() {
        return List.of(
                seen("X-Real-IP is taken", TRUST, "X-Real-IP: 192.0.2.1", "192.0.2.1"),
                seen("no field", TRUST, "X-Other: 192.0.2.1", "127.0.0.1"),
                seen("from somebody else", "set_real_ip_from 10.0.0.0/8;", "X-Real-IP: 192.0.2.1", "127.0.0.1"),
                seen("from a network", "set_real_ip_from 127.0.0.0/8;", "X-Real-IP: 192.0.2.1", "192.0.2.1"),
                seen("from a name", "set_real_ip_from localhost;", "X-Real-IP: 192.0.2.1", "192.0.2.1"),
                seen("unix: is not for the network", "set_real_ip_from unix:;", "X-Real-IP: 192.0.2.1", "127.0.0.1"),
                seen("IPv6", TRUST, "X-Real-IP: 2001:DB8:0:0::1", "2001:db8::1"),
                seen("with a port", TRUST, "X-Real-IP: 192.0.2.1:5678", "192.0.2.1"),
                seen("IPv6 with a port", TRUST, "X-Real-IP: [2001:db8::1]:5678", "2001:db8::1"),
                seen("IPv6 in brackets alone is nothing", TRUST, "X-Real-IP: [2001:db8::1]", "127.0.0.1"),
                seen("no address", TRUST, "X-Real-IP: client", "127.0.0.1"),
                seen("three numbers", TRUST, "X-Real-IP: 192.0.2", "127.0.0.1"),
                seen("a number too large", TRUST, "X-Real-IP: 192.0.2.256", "127.0.0.1"),
                seen("an empty field", TRUST, "X-Real-IP: ", "127.0.0.1"),
                seen("a port too large", TRUST, "X-Real-IP: 192.0.2.1:65536", "127.0.0.1"),
                seen("another field", TRUST + "real_ip_header X-Client;", "x-client: 192.0.2.1", "192.0.2.1"),
                seen(
                        "another field twice: the first",
                        TRUST + "real_ip_header X-Client;",
                        "X-Client: 192.0.2.1\r\nX-Client: 192.0.2.2",
                        "192.0.2.1"),
                seen("X-Real-IP with a list: its last", TRUST, "X-Real-IP: 192.0.2.1, 192.0.2.2", "192.0.2.2"));
    }

    private static List<Scenario> lists() {
        return List.of(
                seen("the last of a list", FORWARDED, "X-Forwarded-For: 192.0.2.1, 192.0.2.2", "192.0.2.2"),
                seen(
                        "blanks and commas at the end",
                        FORWARDED,
                        "X-Forwarded-For: 192.0.2.1, 192.0.2.2 ,, ",
                        "192.0.2.2"),
                seen("a list without blanks", FORWARDED, "X-Forwarded-For: 192.0.2.1,192.0.2.2", "192.0.2.2"),
                seen("a comma first", FORWARDED, "X-Forwarded-For: ,192.0.2.2", "127.0.0.1"),
                seen("recursive, nobody trusted", RECURSIVE, "X-Forwarded-For: 192.0.2.1, 192.0.2.2", "192.0.2.2"),
                seen("recursive, one trusted", RECURSIVE, "X-Forwarded-For: 192.0.2.1, 10.1.1.1", "192.0.2.1"),
                seen(
                        "recursive, two trusted",
                        RECURSIVE,
                        "X-Forwarded-For: 192.0.2.9, 192.0.2.1, 2001:db8::7, 10.1.1.1",
                        "192.0.2.1"),
                seen("recursive, all trusted: the first", RECURSIVE, "X-Forwarded-For: 10.2.2.2, 10.1.1.1", "10.2.2.2"),
                seen("recursive, stops at what is no address", RECURSIVE, "X-Forwarded-For: x, 10.1.1.1", "10.1.1.1"),
                seen(
                        "recursive, several lines are one list",
                        RECURSIVE,
                        "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 10.2.2.2, 10.1.1.1",
                        "192.0.2.1"),
                seen(
                        "recursive, an untrusted line ends the list",
                        RECURSIVE,
                        "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.2",
                        "192.0.2.2"),
                seen(
                        "not recursive, the last line",
                        FORWARDED,
                        "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.2",
                        "192.0.2.2"),
                seen(
                        "recursive with another field",
                        TRUST + "set_real_ip_from 10.0.0.0/8; real_ip_recursive on;" + " real_ip_header X-Client;",
                        "X-Client: 192.0.2.1, 10.0.0.1",
                        "192.0.2.1"));
    }

    private static List<Scenario> effects() {
        return List.of(
                named("realip: ports and the connection's own address")
                        .server(TRUST + "location / { return 200"
                                + " \"$remote_addr|$remote_port|$realip_remote_addr\"; }")
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX-Real-IP: 192.0.2.1:5678\r\n\r\n")
                        .expect(status(200), body("192.0.2.1|5678|127.0.0.1")),
                named("realip: no port was named")
                        .server(TRUST + "location / { return 200 \"$remote_addr|$remote_port|\"; }")
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX-Real-IP: 192.0.2.1\r\n\r\n")
                        .expect(status(200), body("192.0.2.1||")),
                named("realip: without it the connection's address")
                        .server("location / { return 200 \"$remote_addr|$realip_remote_addr\"; }")
                        .get("/")
                        .expect(status(200), body("127.0.0.1|127.0.0.1")),
                named("realip: the next request of the connection comes from the connection again")
                        .server(TRUST + "location / { return 200 \"$remote_addr|$realip_remote_addr\"; }")
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX-Real-IP: 192.0.2.1\r\n\r\n")
                        .get("/")
                        .expect(status(200), body("127.0.0.1|127.0.0.1")),
                named("realip: X-Forwarded-For goes on with the address that was found")
                        .location(TRUST + "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;")
                        .answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX-Real-IP: 192.0.2.1\r\n"
                                + "X-Forwarded-For: 192.0.2.9\r\n\r\n")
                        .expect(status(200), upstreamHeader("X-Forwarded-For: 192.0.2.9, 192.0.2.1")),
                named("realip: settings of a location count before the content")
                        .server("location / { " + TRUST + " proxy_set_header X-Client $remote_addr;"
                                + " proxy_pass http://up; }")
                        .answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX-Real-IP: 192.0.2.1\r\n\r\n")
                        .expect(status(200), upstreamHeader("X-Client: 192.0.2.1")),
                named("realip: settings of a location are too late for its rewrite phase")
                        .server("location / { " + TRUST + " return 200 $remote_addr; }")
                        .request("GET / HTTP/1.1\r\nHost: front\r\nX-Real-IP: 192.0.2.1\r\n\r\n")
                        .expect(status(200), body("127.0.0.1")));
    }

    private static Scenario seen(String name, String settings, String field, String address) {
        return named("realip: " + name)
                .server(settings + " location / { return 200 $remote_addr; }")
                .request("GET / HTTP/1.1\r\nHost: front\r\n" + field + "\r\n\r\n")
                .expect(status(200), body(address));
    }
}
