package io.weir.differential;

import static io.weir.differential.Expect.asked;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.noHeader;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.statuses;
import static io.weir.differential.Scenario.named;

import java.util.List;
import java.util.stream.Stream;

/** {@code allow}, {@code deny}, {@code limit_except} and {@code satisfy}. */
final class AccessScenarios {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** Lets a request say which client it comes from. */
    private static final String ANY_CLIENT = "set_real_ip_from 127.0.0.1; ";

    private static final String PASSWORD = "auth_basic area; auth_basic_user_file " + BasicAuthScenarios.USERS + "; ";

    private AccessScenarios() {}

    static List<Scenario> all() {
        return Stream.of(rules(), places(), methods(), satisfied(), tables())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> rules() {
        return List.of(
                ruled("no rule fits", "deny 10.0.0.0/8;", "192.0.2.1", 200),
                ruled("deny of an address", "deny 192.0.2.1;", "192.0.2.1", 403),
                ruled("deny of another address", "deny 192.0.2.2;", "192.0.2.1", 200),
                ruled("deny of a network", "deny 192.0.2.0/24;", "192.0.2.77", 403),
                ruled("a network that ends in the middle of a byte, inside", "deny 192.0.2.64/26;", "192.0.2.127", 403),
                ruled(
                        "a network that ends in the middle of a byte, outside",
                        "deny 192.0.2.64/26;",
                        "192.0.2.128",
                        200),
                ruled("low bits of a network do not count", "deny 192.0.2.99/24;", "192.0.2.1", 403),
                ruled("a network of all", "deny 0.0.0.0/0;", "192.0.2.1", 403),
                ruled("deny all", "deny all;", "192.0.2.1", 403),
                ruled("the first rule that fits decides: allowed", "allow 192.0.2.1; deny all;", "192.0.2.1", 200),
                ruled("the first rule that fits decides: denied", "allow 192.0.2.1; deny all;", "192.0.2.2", 403),
                ruled("deny before allow", "deny 192.0.2.1; allow 192.0.2.0/24; deny all;", "192.0.2.1", 403),
                ruled("allow behind deny", "deny 192.0.2.1; allow 192.0.2.0/24; deny all;", "192.0.2.5", 200),
                ruled("deny all first", "deny all; allow 192.0.2.1;", "192.0.2.1", 403),
                ruled("an IPv6 address", "allow 2001:db8::1; deny all;", "2001:db8::1", 200),
                ruled("an IPv6 network, inside", "deny 2001:db8::/33;", "2001:db8:7fff::1", 403),
                ruled("an IPv6 network, outside", "deny 2001:db8::/33;", "2001:db8:8000::1", 200),
                ruled("IPv4 rules are not for IPv6", "deny 0.0.0.0/0;", "2001:db8::1", 200),
                ruled("IPv6 rules are not for IPv4", "deny ::/0;", "192.0.2.1", 200),
                ruled("an IPv4 address written as IPv6 is IPv4", "deny 192.0.2.1;", "::ffff:192.0.2.1", 403),
                ruled("unix: is not for the network", "deny unix:;", "192.0.2.1", 200));
    }

    private static List<Scenario> places() {
        return List.of(
                named("rules of a server hold in its locations")
                        .server("deny all; location / { proxy_pass http://up; }")
                        .answers(OK)
                        .get("/")
                        .expect(status(403), kept(), asked()),
                named("rules of a location replace those of its server")
                        .server("deny all; location / { allow 127.0.0.1; proxy_pass http://up; }")
                        .answers(OK)
                        .get("/")
                        .expect(status(200), kept()),
                named("rules of the top level hold everywhere")
                        .http("deny 127.0.0.0/8;")
                        .answers(OK)
                        .get("/")
                        .expect(status(403)),
                named("rules come after return")
                        .server("deny all; location / { return 200 text; }")
                        .get("/")
                        .expect(status(200)),
                named("rules hold in an if inside their location")
                        .location("deny all; if ($arg_a) { set $x y; }")
                        .answers(OK)
                        .get("/?a=1")
                        .expect(status(403)),
                named("an error page is made although the rules deny its location")
                        .server("deny all; error_page 403 /denied;"
                                + " location / { proxy_pass http://up; }"
                                + " location = /denied { allow all; proxy_pass http://up; }")
                        .answers(OK)
                        .get("/")
                        .expect(status(403), asked("a")),
                named("an error page in a location that is denied too")
                        .server("deny all; error_page 403 /denied; location / { proxy_pass http://up; }")
                        .answers(OK)
                        .get("/")
                        .expect(status(403), asked()));
    }

    private static List<Scenario> methods() {
        return List.of(
                excepted("GET is not limited", "GET", "deny all;", "GET", 200),
                excepted("GET includes HEAD", "GET", "deny all;", "HEAD", 200),
                excepted("POST is limited", "GET", "deny all;", "POST", 403),
                excepted("two methods", "GET POST", "deny all;", "POST", 200),
                excepted("HEAD does not include GET", "HEAD", "deny all;", "GET", 403),
                excepted("a password for other methods", "GET", PASSWORD, "DELETE", 401),
                excepted("other rules for other methods", "GET", "allow 127.0.0.1; deny all;", "POST", 200),
                named("limit_except: the return of its location is not for limited methods")
                        .server("location / { limit_except GET { deny all; } return 200 text; }")
                        .request("POST / HTTP/1.1\r\nHost: front\r\n\r\n")
                        .get("/")
                        .expect(statuses(403, 200)),
                named("limit_except may pass to another upstream")
                        .http("upstream up { server %a%; } upstream other { server %b%; }")
                        .location("limit_except GET { proxy_pass http://other; }")
                        .answers(OK)
                        .peer("b", PeerPlan.answers(OK))
                        .request("DELETE / HTTP/1.1\r\nHost: front\r\n\r\n")
                        .expect(status(200), asked("b")));
    }

    private static Scenario excepted(String name, String methods, String inside, String method, int status) {
        boolean head = method.equals("HEAD");
        return named("limit_except: " + name)
                .location("limit_except " + methods + " { " + inside + " }")
                .answers(head ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" : OK)
                .request(method + " / HTTP/1.1\r\nHost: front\r\n\r\n")
                .expect(status(status));
    }

    private static List<Scenario> satisfied() {
        String user = BasicAuthScenarios.authorization("plain:secret");
        String wrong = BasicAuthScenarios.authorization("plain:wrong");
        return List.of(
                satisfied("all: both", "all", "allow all;", user, 200),
                satisfied("all: denied address, right password", "all", "deny all;", user, 403),
                satisfied("all: allowed address, no password", "all", "allow all;", "", 401),
                satisfied("all: denied address, no password", "all", "deny all;", "", 403),
                satisfied("any: both", "any", "allow all;", user, 200),
                satisfied("any: denied address, right password", "any", "deny all;", user, 200),
                satisfied("any: allowed address, no password", "any", "allow all;", "", 200),
                satisfied("any: denied address, no password", "any", "deny all;", "", 401),
                satisfied("any: denied address, wrong password", "any", "deny all;", wrong, 401),
                satisfied("any: no rule fits, no password", "any", "deny 10.0.0.1;", "", 401),
                satisfied("any: no rule fits, right password", "any", "deny 10.0.0.1;", user, 200),
                named("satisfy any with nothing but rules is 403 when they deny")
                        .location("satisfy any; deny all;")
                        .answers(OK)
                        .get("/")
                        .expect(status(403), noHeader("WWW-Authenticate")),
                named("satisfy is inherited")
                        .server("satisfy any; location / { deny all; " + PASSWORD + " proxy_pass http://up; }")
                        .answers(OK)
                        .request("GET / HTTP/1.1\r\nHost: front\r\n" + user + "\r\n")
                        .expect(status(200)),
                named("a password at the right time")
                        .location(PASSWORD)
                        .answers(OK)
                        .get("/")
                        .request("GET / HTTP/1.1\r\nHost: front\r\n" + user + "\r\n")
                        .expect(statuses(401, 200), kept()));
    }

    private static Scenario satisfied(String name, String satisfy, String rules, String authorization, int status) {
        return named("satisfy " + name)
                .location("satisfy " + satisfy + "; " + rules + " " + PASSWORD)
                .answers(OK)
                .request("GET / HTTP/1.1\r\nHost: front\r\n" + authorization + "\r\n")
                .expect(status(status));
    }

    private static List<Scenario> tables() {
        String geo = "geo $arg_ip $geo { default none; 10.0.0.0/8 ten; 10.1.0.0/16 ten-one; 10.1.1.1 host;"
                + " 2001:db8::/32 six; }";
        String split = "split_clients $arg_id $split { 0.5% .one; 20.0% .two; 33.33% .three; * \"\"; }";
        return List.of(
                named("geo: the smallest network")
                        .http(geo)
                        .server("location / { return 200 $geo; }")
                        .get("/?ip=10.2.0.1")
                        .get("/?ip=10.1.2.3")
                        .get("/?ip=10.1.1.1")
                        .get("/?ip=2001:db8::1")
                        .get("/?ip=192.0.2.1")
                        .get("/?ip=nonsense")
                        .get("/")
                        .expect(status(200), Expect.body("none")),
                named("geo: of the client")
                        .http("geo $geo { 127.0.0.0/8 here; }")
                        .server("location / { return 200 $geo; }")
                        .get("/")
                        .expect(status(200), Expect.body("here")),
                named("geo: no default is empty")
                        .http("geo $geo { 10.0.0.0/8 here; }")
                        .server("location / { return 200 \"<$geo>\"; }")
                        .get("/")
                        .expect(status(200), Expect.body("<>")),
                split(split, "a", "b", "c", "d", "e", "ff", "ggg", "hhhh"),
                split(split, "10", "20", "30", "40", "50", "60", "70", "80", "90", "100", "110"));
    }

    private static Scenario split(String table, String... ids) {
        Scenario.Builder scenario = named("split_clients of " + String.join(", ", ids))
                .http(table)
                .server("location / { return 200 \"<$split>\"; }");
        for (String id : ids) {
            scenario.get("/?id=" + id);
        }
        return scenario.expect(status(200));
    }

    private static Scenario ruled(String name, String rules, String client, int status) {
        return named("rules: " + name)
                .location(ANY_CLIENT + rules)
                .answers(OK)
                .request("GET / HTTP/1.1\r\nHost: front\r\nX-Real-IP: " + client + "\r\n\r\n")
                .expect(status(status), kept());
    }
}
