package io.weir.differential;

import static io.weir.differential.Expect.errorLogged;
import static io.weir.differential.Expect.errors;
import static io.weir.differential.Scenario.named;
import static io.weir.testing.FastcgiBytes.end;
import static io.weir.testing.FastcgiBytes.endOfOutput;
import static io.weir.testing.FastcgiBytes.record;
import static io.weir.testing.FastcgiBytes.stderr;
import static io.weir.testing.FastcgiBytes.stdout;

import io.weir.testing.FastcgiBytes;
import io.weir.testing.PeerWire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the error log says of peers that break FastCGI, uwsgi, SCGI and memcached: nginx's words, which people search for. */
final class ErrorTextScenarios {

    private static final String IN_HEAD = " while reading response header from upstream";
    private static final String IN_BODY = " while reading upstream";

    private ErrorTextScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        all.addAll(heads("fastcgi", PeerWire.FASTCGI, FastcgiBytes::response));
        all.addAll(heads("uwsgi", PeerWire.UWSGI, UnaryOperator.identity()));
        all.addAll(heads("scgi", PeerWire.SCGI, UnaryOperator.identity()));
        all.addAll(bareBodies("uwsgi", PeerWire.UWSGI));
        all.addAll(bareBodies("scgi", PeerWire.SCGI));
        all.addAll(unbuffered());
        all.addAll(records());
        all.addAll(memcached());
        return all;
    }

    private static Scenario.Builder answered(String module, PeerWire wire, String what, String response) {
        String key = module.equals("memcached") ? "set $memcached_key k; memcached_gzip_flag 2;" : "";
        return named(module + " logs " + what)
                .server("location / { " + module + "_pass up; " + key + " }")
                .peer("a", PeerPlan.speaks(wire, false, response))
                .get("/x");
    }

    private static List<Scenario> heads(String module, PeerWire wire, UnaryOperator<String> packed) {
        String[][] heads = {
            {"Status: nope\r\n\r\nx", "upstream sent invalid status \"nope\""},
            {"X-A : 1\r\n\r\nx", "upstream sent invalid header: \"X-A\\x20...\""},
            {"X-A: 1\r\n 2\r\n\r\nx", "upstream sent invalid header: \"\\x20...\""},
            {"X-A: a\0b\r\n\r\nx", "upstream sent invalid header: \"X-A: a\\x00...\""},
            {"\t: a\r\n\r\nx", "upstream sent invalid header: \"\\x09...\""},
            {": a\r\n\r\nx", "upstream sent invalid header: \"\\x3a...\""},
            {"X-A: a\rb\r\n\r\nx", "upstream sent invalid header: \"X-A: a\\x0d...\""},
            {"X-A: " + "a".repeat(5_000), "upstream sent too big header"},
        };
        List<Scenario> all = new ArrayList<>();
        for (String[] head : heads) {
            all.add(answered(module, wire, head[1], packed.apply(head[0]))
                    .expect(
                            errors(head[1] + IN_HEAD),
                            errorLogged(IN_HEAD
                                    + ", client: 127.0.0.1, server: , request: \"GET /x HTTP/1.1\", upstream: \""
                                    + module + "://%a%\", host: \"front\"")));
        }
        all.add(answered(module, wire, "a response that is none", "")
                .expect(errors("upstream prematurely closed connection" + IN_HEAD)));
        all.add(answered(module, wire, "a connection that is refused", "")
                .peer("a", PeerPlan.refuses())
                .expect(errors("connect() failed (111: Connection refused) while connecting to upstream")));
        return all;
    }

    private static List<Scenario> bareBodies(String module, PeerWire wire) {
        return List.of(
                answered(module, wire, "a head without an end", "X-A: 1\r\n")
                        .expect(errors("upstream prematurely closed connection" + IN_HEAD)),
                answered(module, wire, "a body that is cut", "Content-Length: 5\r\n\r\nx")
                        .expect(errors("upstream prematurely closed connection" + IN_BODY)),
                answered(module, wire, "a body that is too long", "Content-Length: 1\r\n\r\nxyz")
                        .expect()
                        .sinceNginx(
                                "1.23",
                                errors("upstream sent more data than specified in \"Content-Length\" header"
                                        + IN_BODY)));
    }

    /** What came with the head is looked at in the phase of the head, unless it is buffered. */
    private static List<Scenario> unbuffered() {
        List<Scenario> all = new ArrayList<>();
        String[][] phases = {{"on", IN_BODY}, {"off", IN_HEAD}};
        for (String[] phase : phases) {
            all.add(named("http logs a broken chunk behind the head with proxy_buffering " + phase[0])
                    .location("proxy_buffering " + phase[0] + ";")
                    .answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\nno\r\n")
                    .get("/x")
                    .expect(errors("upstream sent invalid chunked response" + phase[1])));
        }
        return all;
    }

    private static List<Scenario> records() {
        String good = stdout("X-A: 1\r\n\r\nx");
        String[][] responses = {
            {"\2" + good.substring(1), "upstream sent unsupported FastCGI protocol version: 2" + IN_HEAD},
            {record(11, "x", 0), "upstream sent invalid FastCGI record type: 11" + IN_HEAD},
            {"\1\6\1" + good.substring(3), "upstream sent unexpected FastCGI request id high byte: 1" + IN_HEAD},
            {"\1\6\0\2" + good.substring(4), "upstream sent unexpected FastCGI request id low byte: 2" + IN_HEAD},
            {endOfOutput() + end(), "upstream prematurely closed FastCGI stdout" + IN_HEAD},
            {end(), "upstream sent unexpected FastCGI record: 3" + IN_HEAD},
            {good + "\2" + good.substring(1), "upstream sent unsupported FastCGI protocol version: 2" + IN_BODY},
            {good + record(9, "", 0), "upstream sent invalid FastCGI record type: 9" + IN_BODY},
            {
                stdout("Content-Length: 5\r\n\r\nabc") + endOfOutput() + end(),
                "upstream prematurely closed FastCGI stdout" + IN_BODY
            },
            {stdout("Content-Length: 5\r\n\r\nabc") + end(), "upstream prematurely closed FastCGI request" + IN_BODY},
        };
        List<Scenario> all = new ArrayList<>();
        for (String[] response : responses) {
            all.add(answered("fastcgi", PeerWire.FASTCGI, response[1], response[0])
                    .expect(errors(response[1])));
        }
        all.add(answered("fastcgi", PeerWire.FASTCGI, "output that is too long", stdout("Content-Length: 1\r\n\r\nxyz"))
                .expect(errors("upstream sent more data than specified in \"Content-Length\" header" + IN_BODY)));
        all.add(complains("PHP Warning: x.\n").expect(errors("FastCGI sent in stderr: \"PHP Warning: x\"" + IN_HEAD)));
        all.add(complains(" .").expect(errors("FastCGI sent in stderr: \" \"" + IN_HEAD)));
        all.add(complains("two\nlines \r\n..\n")
                .expect()
                .differs(
                        "nobody but Weir begins a line of its log",
                        errors("FastCGI sent in stderr: \"two\\x0Alines\"" + IN_HEAD)));
        all.add(answered(
                        "fastcgi",
                        PeerWire.FASTCGI,
                        "stderr before, between and behind",
                        stderr("one")
                                + stdout("X-A: 1\r\n")
                                + stderr("two")
                                + stdout("\r\nx")
                                + stderr("three")
                                + endOfOutput()
                                + end())
                .expect(errors(
                        "FastCGI sent in stderr: \"one\"" + IN_HEAD,
                        "FastCGI sent in stderr: \"two\"" + IN_HEAD,
                        "FastCGI sent in stderr: \"three\"" + IN_BODY)));
        return all;
    }

    private static Scenario.Builder complains(String text) {
        String response = stderr(text) + FastcgiBytes.response("\r\nx");
        return answered("fastcgi", PeerWire.FASTCGI, "the complaint \"" + text + "\"", response);
    }

    private static List<Scenario> memcached() {
        String[][] answers = {
            {"ERROR\r\n", "memcached sent invalid response: \"ERROR\""},
            {"VALUE k 0 1\nx\r\nEND\r\n", "memcached sent invalid response: \"VALUE k 0 1\""},
            {"VALUE k 0\r\nx\r\nEND\r\n", "memcached sent invalid response: \"VALUE k 0\""},
            {
                "VALUE other 0 1\r\nx\r\nEND\r\n",
                "memcached sent invalid key in response \"VALUE other 0 1\" for key \"k\""
            },
            {"VALUE k x 1\r\nx\r\nEND\r\n", "memcached sent invalid flags in response \"VALUE k x 1\" for key \"k\""},
            {"VALUE k 0 x\r\nx\r\nEND\r\n", "memcached sent invalid length in response \"VALUE k 0 x\" for key \"k\""},
        };
        List<Scenario> all = new ArrayList<>();
        for (String[] answer : answers) {
            all.add(answered("memcached", PeerWire.MEMCACHED, answer[1], answer[0])
                    .expect(errors(answer[1] + IN_HEAD)));
        }
        all.add(answered("memcached", PeerWire.MEMCACHED, "a wrong trailer", "VALUE k 0 1\r\nx\r\nENO\r\n")
                .expect(errors("memcached sent invalid trailer" + IN_HEAD)));
        all.add(answered("memcached", PeerWire.MEMCACHED, "a value that is cut", "VALUE k 0 5\r\nx")
                .expect(errorLogged("upstream prematurely closed connection")));
        all.add(answered("memcached", PeerWire.MEMCACHED, "a trailer that is cut", "VALUE k 0 1\r\nx\r\nEN")
                .expect(errorLogged("upstream prematurely closed connection")));
        all.add(answered("memcached", PeerWire.MEMCACHED, "a missing value as information", "END\r\n")
                .expect(errors(), errorLogged("key: \"k\" was not found by memcached" + IN_HEAD)));
        return all;
    }
}
