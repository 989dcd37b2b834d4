package io.weir.differential;

import static io.weir.differential.Expect.body;
import static io.weir.differential.Expect.closed;
import static io.weir.differential.Expect.connections;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.truncated;
import static io.weir.differential.Expect.upstreamBody;
import static io.weir.differential.Expect.upstreamHeader;
import static io.weir.differential.Expect.upstreamLine;
import static io.weir.testing.FastcgiBytes.end;
import static io.weir.testing.FastcgiBytes.endOfOutput;
import static io.weir.testing.FastcgiBytes.record;
import static io.weir.testing.FastcgiBytes.response;
import static io.weir.testing.FastcgiBytes.stderr;
import static io.weir.testing.FastcgiBytes.stdout;

import io.weir.testing.FastcgiBytes;
import io.weir.testing.PeerWire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code fastcgi_pass}: what it does not share with the other gateway protocols. */
final class FastcgiScenarios {

    private static final CgiScenarios SHARED = new CgiScenarios("fastcgi", PeerWire.FASTCGI, FastcgiBytes::response);

    private FastcgiScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(SHARED.all());
        all.add(SHARED.streamed());
        all.add(SHARED.withheld());
        all.addAll(responses());
        all.addAll(broken());
        all.addAll(scripts());
        all.addAll(connection());
        return all;
    }

    private static Scenario.Builder raw(String what, String directives, String records) {
        return SHARED.location(what, directives)
                .peer("a", PeerPlan.speaks(PeerWire.FASTCGI, false, records))
                .get("/x");
    }

    private static List<Scenario> responses() {
        int[] bytes = new int[200];
        Arrays.fill(bytes, 1);
        String padded =
                record(6, "X-A: 1\r\n", 3) + record(6, "\r\nhello", 7) + record(6, " world", 1) + endOfOutput() + end();
        return List.of(
                raw("records with padding", "", padded).expect(body("hello world"), header("X-A: 1")),
                SHARED.location("a response that arrives byte by byte", "")
                        .peer(
                                "a",
                                PeerPlan.each((script, _) -> script.readRequest(PeerWire.FASTCGI)
                                        .sendInPieces(padded, bytes)
                                        .close()))
                        .get("/x")
                        .expect(body("hello world"), header("X-A: 1")),
                raw(
                                "a head that spans records",
                                "",
                                stdout("Stat")
                                        + stdout("us: 40")
                                        + stdout("4 Gone")
                                        + stdout("\r")
                                        + stdout("\n\r\nx")
                                        + endOfOutput()
                                        + end())
                        .expect(status(404), body("x")),
                raw("a response without the end of the output", "", stdout("X-A: 1\r\n\r\nx") + end())
                        .expect(body("x")),
                raw("a response without the end of the request", "", stdout("X-A: 1\r\n\r\nx") + endOfOutput())
                        .expect(body("x")),
                raw("a response that ends with the connection", "", stdout("X-A: 1\r\n\r\nx"))
                        .expect(body("x")),
                raw("stderr before the head", "", stderr("PHP Warning: x\n") + response("X-A: 1\r\n\r\nx"))
                        .expect(body("x")),
                raw(
                                "stderr between the records of the head and of the body",
                                "",
                                stdout("X-A: 1\r\n")
                                        + stderr("a")
                                        + stdout("\r\nx")
                                        + stderr("b")
                                        + stdout("y")
                                        + endOfOutput()
                                        + end())
                        .expect(header("X-A: 1"), body("xy")),
                raw(
                                "more stderr than fastcgi_buffer_size before the head",
                                "",
                                stderr("w".repeat(60_000)) + response("X-A: 1\r\n\r\nx"))
                        .expect(body("x")),
                raw("an empty record of stderr", "", stderr("") + response("X-A: 1\r\n\r\nx"))
                        .expect(body("x")),
                raw(
                                "fastcgi_catch_stderr makes a response worthless",
                                "fastcgi_catch_stderr Fatal;",
                                stderr("PHP Fatal error") + response("X-A: 1\r\n\r\nx"))
                        .expect(status(502)),
                raw(
                                "fastcgi_catch_stderr has no effect on other texts",
                                "fastcgi_catch_stderr Fatal; fastcgi_catch_stderr Other;",
                                stderr("PHP Warning") + response("X-A: 1\r\n\r\nx"))
                        .expect(status(200)));
    }

    private static List<Scenario> broken() {
        List<Scenario> all = new ArrayList<>();
        String good = stdout("X-A: 1\r\n\r\nx");
        String[][] records = {
            {"a record of another type", record(11, "x", 0)},
            {"another version", "\2" + good.substring(1)},
            {"the high byte of another id", "\1\6\1" + good.substring(3)},
            {"the low byte of another id", "\1\6\0\2" + good.substring(4)},
            {"the end of the output before the head", endOfOutput() + end()},
            {"the end of the request before the head", end()},
        };
        for (String[] record : records) {
            all.add(raw(record[0] + " is 502", "", record[1]).expect(status(502)));
        }
        all.add(raw("a record of another type in the body cuts the client", "", good + record(11, "x", 0))
                .expect(truncated(), closed()));
        all.add(raw(
                        "the end of the output before Content-Length cuts the client",
                        "",
                        stdout("Content-Length: 5\r\n\r\nabc") + endOfOutput() + end())
                .expect(truncated(), closed()));
        all.add(raw(
                        "the end of the request before Content-Length cuts the client",
                        "",
                        stdout("Content-Length: 5\r\n\r\nabc") + end())
                .expect(truncated(), closed()));
        all.add(raw(
                        "output beyond Content-Length is dropped",
                        "",
                        stdout("Content-Length: 3\r\n\r\nabc") + stdout("def") + endOfOutput() + end())
                .expect(body("abc")));
        return all;
    }

    private static List<Scenario> scripts() {
        List<Scenario> all = new ArrayList<>();
        String variables = "fastcgi_param S $fastcgi_script_name; fastcgi_param P \"$fastcgi_path_info\";";
        String split = "fastcgi_split_path_info ^(.+\\.php)(/.*)$;";
        String[][] scripts = {
            {"", "/a/b.php/c", "/a/b.php/c", ""},
            {"", "/a/", "/a/", ""},
            {"fastcgi_index index.php;", "/a/", "/a/index.php", ""},
            {"fastcgi_index index.php;", "/a", "/a", ""},
            {split, "/a.php/info", "/a.php", "/info"},
            {split, "/a.php", "/a.php", ""},
            {split + "fastcgi_index i.php;", "/dir/", "/dir/i.php", ""},
            {split, "/a%2Fb.php/c%20d", "/a/b.php", "/c d"},
            {split, "/a.php/b.php/c", "/a.php/b.php", "/c"},
            {split, "/a.php/", "/a.php", "/"},
            {split + "fastcgi_index i.php;", "/a.php/", "/a.php", "/"},
            {"fastcgi_split_path_info ^(/dir/)(.*)$; fastcgi_index i.php;", "/dir/more", "/dir/i.php", "more"},
            {"fastcgi_split_path_info ^()(.*)$; fastcgi_index i.php;", "/x", "", "/x"},
        };
        for (String[] script : scripts) {
            all.add(raw("of " + script[1] + " the script is " + script[2] + " " + script[0], variables + script[0], "")
                    .peer("a", PeerPlan.speaks(PeerWire.FASTCGI, false, response("X-A: 1\r\n\r\nx")))
                    .get(script[1])
                    .expect());
        }
        all.add(raw("the script and its path info are parameters", variables + split, response("X-A: 1\r\n\r\nx"))
                .expect(upstreamHeader("S: /x"), upstreamHeader("P: ")));
        all.add(SHARED.location("parameters that do not fit into a record are 500", "fastcgi_param L $args$args$args;")
                .http("large_client_header_buffers 4 32k;")
                .peer("a", SHARED.answers("X-A: 1\r\n\r\nx"))
                .get("/x?" + "a".repeat(25_000))
                .expect(status(500)));
        return all;
    }

    private static List<Scenario> connection() {
        List<Scenario> all = new ArrayList<>();
        String two = response("Content-Length: 1\r\n\r\nx");
        all.add(SHARED.location("without fastcgi_keep_conn each request has its connection", "")
                .peer("a", PeerPlan.speaks(PeerWire.FASTCGI, false, two))
                .get("/x")
                .get("/x")
                .expect(upstreamLine("fastcgi keep=0"), connections(0, 1)));
        all.add(SHARED.location("with fastcgi_keep_conn the connection is used again", "fastcgi_keep_conn on;")
                .peer("a", PeerPlan.speaks(PeerWire.FASTCGI, true, two))
                .get("/x")
                .get("/x")
                .expect(upstreamLine("fastcgi keep=1"), connections(0, 0)));
        all.add(SHARED.location("bytes behind the end of the request spoil the connection", "fastcgi_keep_conn on;")
                .peer("a", PeerPlan.speaks(PeerWire.FASTCGI, true, two + "x"))
                .get("/x")
                .get("/x")
                .expect(connections(0, 1)));
        all.add(SHARED.location("a kept connection's peer has to end the request", "fastcgi_keep_conn on;")
                .peer("a", PeerPlan.speaks(PeerWire.FASTCGI, false, stdout("X-A: 1\r\n\r\nx") + endOfOutput()))
                .get("/x")
                .expect(truncated()));
        for (String method : List.of("HEAD", "GET")) {
            all.add(SHARED.location(
                            "a kept connection after " + method + " with status 204, and after 304",
                            "fastcgi_keep_conn on;")
                    .peer(
                            "a",
                            PeerPlan.speaks(
                                    PeerWire.FASTCGI,
                                    true,
                                    response("Status: 204 No\r\n\r\n"),
                                    response("Status: 304\r\n\r\n")))
                    .request(method + " /x HTTP/1.1\r\nHost: front\r\n\r\n")
                    .get("/x")
                    .get("/x")
                    .expect());
        }
        all.add(SHARED.location(
                        "with fastcgi_keep_conn the padding of the last record belongs to it", "fastcgi_keep_conn on;")
                .peer(
                        "a",
                        PeerPlan.speaks(
                                PeerWire.FASTCGI,
                                true,
                                stdout("Content-Length: 1\r\n\r\nx") + endOfOutput() + record(3, "\0".repeat(8), 5)))
                .get("/x")
                .get("/x")
                .expect());
        all.add(SHARED.location(
                        "with fastcgi_keep_conn and no buffering", "fastcgi_keep_conn on; fastcgi_buffering off;")
                .peer("a", PeerPlan.speaks(PeerWire.FASTCGI, true, two))
                .get("/x")
                .get("/x")
                .expect(body("x")));
        all.add(SHARED.location("101 is a status like any other", "")
                .peer("a", SHARED.answers("Status: 101 Switching Protocols\r\nX-A: 1\r\n\r\n"))
                .request("GET /x HTTP/1.1\r\nHost: front\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")
                .expect(status(101))
                .differs("nobody can see where a 101 ends", status(101), closed()));
        all.add(SHARED.location("a chunked body is sent in records", "")
                .peer("a", PeerPlan.speaks(PeerWire.FASTCGI, false, two))
                .request("POST /x HTTP/1.1\r\nHost: front\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                .expect(upstreamBody("hello")));
        all.add(SHARED.location("a chunked body is streamed in records", "fastcgi_request_buffering off;")
                .peer("a", PeerPlan.speaks(PeerWire.FASTCGI, false, two))
                .client(session -> {
                    session.send("POST /x HTTP/1.1\r\nHost: front\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
                            + "6\r\n world\r\n0\r\n\r\n");
                    session.read(false);
                })
                .expect(upstreamBody("hello world")));
        return all;
    }
}
