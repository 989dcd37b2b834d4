package io.weir.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.testing.FakeDns;
import io.weir.testing.NginxProcess;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Hosts that only a request knows, through nginx and through Weir, resolved by the same name server: the same bytes, the same
 * log lines, what the error log says about it included.
 */
@Timeout(60)
@EnabledIf("nginxIsThere")
class ResolverScenarioTest {

    private static final String POST = "POST /?h=no.test HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello";
    private static final Pattern ERROR = Pattern.compile("\\[error\\] \\S+ (\\*\\d+ .*)");

    private static FakeDns dns;

    static boolean nginxIsThere() {
        return NginxProcess.installed();
    }

    @BeforeAll
    static void startDns() throws Exception {
        dns = FakeDns.start()
                .a("a.test", 60, "127.0.0.1")
                .a("many.test", 60, "127.0.0.1", "127.0.0.1", "127.0.0.1")
                .records("six.test", Type.AAAA, 60, "::1")
                .records("empty.test", Type.TXT, 60, "text")
                .error("half.test", Type.AAAA, Rcode.SERVFAIL)
                .a("failing.test", 60, "127.0.0.1")
                .error("failing.test", Type.AAAA, Rcode.SERVFAIL)
                .error("refused.test", Type.A, Rcode.REFUSED)
                .error("refused.test", Type.AAAA, Rcode.REFUSED)
                .on("silent.test", Type.A, (_, _) -> List.of());
        for (int type : new int[] {Type.A, Type.AAAA}) {
            dns.on("alias.test", type, (query, _) -> List.of(alias(query, "alias.test", "a.test.")));
            dns.on("circle.test", type, (query, _) -> List.of(alias(query, "circle.test", "circle.test.")));
        }
        dns.on("long.test", Type.A, (query, overTcp) -> {
            Message reply = FakeDns.reply(
                    query,
                    Rcode.NOERROR,
                    overTcp ? FakeDns.recordsOf("long.test", Type.A, 60, "127.0.0.1") : List.of());
            if (!overTcp) {
                reply.getHeader().setFlag(Flags.TC);
            }
            return List.of(reply.toWire());
        });
    }

    private static byte[] alias(Message query, String name, String target) throws java.io.IOException {
        return FakeDns.reply(query, Rcode.NOERROR, FakeDns.recordsOf(name, Type.CNAME, 60, target))
                .toWire();
    }

    @AfterAll
    static void stopDns() throws Exception {
        dns.close();
    }

    private record Row(String name, String location, List<String> requests) {
        Row(String name, String location, String... requests) {
            this(name, location, List.of(requests));
        }

        @Override
        public String toString() {
            return name;
        }

        /** The peer's port is known when it runs; so the value of a variable is. */
        Scenario scenario() {
            Scenario.Builder builder = Scenario.named(name)
                    .http("map \"%a%\" $port { \"~:(?<p>[0-9]+)$\" $p; } upstream named { server %a%; }")
                    .server("location / { proxy_pass http://$arg_h:$port/; proxy_set_header Host up; "
                            + location.replace("DNS", dns.address()) + " }"
                            + " location /group { proxy_pass http://$arg_h/; proxy_set_header Host up; }"
                            + " location /page { return 200 page; }")
                    .answers(Answers.OK);
            for (String request : requests) {
                builder = request.startsWith("POST") ? builder.request(request) : builder.get(request);
            }
            return builder.expect();
        }
    }

    static Stream<Row> rows() {
        String dns = "resolver DNS;";
        return Stream.of(
                new Row("a name", dns, "/?h=a.test", "/?h=A.Test", "/?h=a.test."),
                new Row("a name with three times the same address", dns, "/?h=many.test"),
                new Row("an alias", dns, "/?h=alias.test", "/?h=alias.test"),
                new Row("a truncated answer", dns, "/?h=long.test"),
                new Row("a circle of aliases", dns, "/?h=circle.test"),
                new Row("an unknown name", dns, "/?h=no.test", "/?h=no.test"),
                new Row("an unknown name is not retried", dns + " proxy_next_upstream http_502 error;", "/?h=no.test"),
                new Row("an unknown name with a body", dns, POST),
                new Row("an unknown name and an error page", dns + " error_page 502 /page;", "/?h=no.test"),
                new Row("a name without addresses", dns, "/?h=empty.test"),
                new Row("a name with an address of the other family", "resolver DNS ipv6=off;", "/?h=six.test"),
                new Row("an error of one family", dns, "/?h=failing.test", "/?h=half.test"),
                new Row("an error of one family that is off", "resolver DNS ipv6=off;", "/?h=failing.test"),
                new Row("a refusal", dns, "/?h=refused.test"),
                new Row("silence", dns + " resolver_timeout 100ms;", "/?h=silent.test"),
                new Row("no resolver", "", "/?h=a.test"),
                new Row("no name", dns, "/?h="),
                new Row("names that DNS cannot express", dns, "/?h=a..b", "/?h=.", "/?h=..", "/?h=a_b.test"),
                new Row("a literal address", dns, "/?h=127.0.0.1"),
                new Row("a group's name", dns, "/group?h=named", "/group?h=NAMED"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void weirDoesWhatNginxDoes(Row row) throws Exception {
        Scenario scenario = row.scenario();
        Observation nginx = ScenarioRunner.throughNginx(scenario);
        Observation weir = ScenarioRunner.throughWeir(scenario);
        assertEquals(nginx.compared(), weir.compared());
        assertEquals(errors(nginx), errors(weir));
    }

    private static List<String> errors(Observation seen) {
        return seen.errorLog().stream()
                .map(ERROR::matcher)
                .filter(Matcher::find)
                .map(line -> line.group(1).replaceFirst("^\\*\\d+ ", "").replaceFirst("\":\\d+/\"", "\":PORT/\""))
                .toList();
    }
}
