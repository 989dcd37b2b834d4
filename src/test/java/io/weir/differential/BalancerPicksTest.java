package io.weir.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.FakePeer;
import io.weir.testing.Gate;
import io.weir.testing.NginxProcess;
import io.weir.testing.Patience;
import io.weir.testing.PeerRequest;
import io.weir.testing.ProxyUnderTest;
import io.weir.testing.RawClient;
import io.weir.testing.WeirProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same requests, one after the other, through nginx and through Weir to the same peers: every attempt has to go to the
 * same one. A request says itself which peers fail it.
 */
@Timeout(180)
@EnabledIf("nginx")
class BalancerPicksTest {

    private static final int PEERS = 5;

    private static final String HTTP = """
        log_format picks "$arg_id $upstream_addr $upstream_status";
        access_log %%home%%/access.log picks;
        keepalive_requests 100000;
        upstream up { %s }
        server { listen 127.0.0.1:%%front%%; location / { proxy_pass http://up; } }
        """;

    static boolean nginx() {
        return NginxProcess.installed();
    }

    /**
     * @param upstream the inside of the block
     * @param requests how many
     * @param script what the client does
     */
    private record Picks(String name, String upstream, int requests, Script script) {
        @Override
        public String toString() {
            return name;
        }
    }

    private interface Script {
        void run(InetSocketAddress proxy, Peers peers, Random random, int requests) throws Exception;
    }

    static Stream<Picks> picks() {
        String plain = "server %a%; server %b%; server %c%; server %d%; server %e%;";
        String weighted = "server %a% weight=5; server %b%; server %c% weight=3; server %d% weight=2; server %e%;";
        String failing = "server %a% weight=9 max_fails=3 fail_timeout=1h; server %b% max_fails=40 fail_timeout=1h;"
                + " server %c% weight=4 max_fails=0; server %d% weight=20 max_fails=10 fail_timeout=1h;"
                + " server %e% weight=2 max_fails=100 fail_timeout=1h;";
        String backups = "server %a% max_fails=5 fail_timeout=1h; server %b% weight=2 max_fails=8 fail_timeout=1h;"
                + " server %c% backup weight=3 max_fails=0; server %d% backup max_fails=0; server %e% down;";
        Script healthy = (proxy, _, random, requests) -> oneByOne(proxy, random, requests, 0);
        Script flaky = (proxy, _, random, requests) -> oneByOne(proxy, random, requests, 4);
        return Stream.of(
                new Picks("round robin by weight", weighted, 1000, healthy),
                new Picks("round robin with failures", failing, 2000, flaky),
                new Picks("round robin with backups", backups, 1000, flaky),
                new Picks("hash", "hash $arg_k; " + weighted, 2000, healthy),
                new Picks("hash with failures", "hash $arg_k$arg_none; " + failing, 2000, flaky),
                new Picks(
                        "hash with a peer that is down",
                        "hash $arg_k; " + weighted + " server %a% down;",
                        500,
                        healthy),
                new Picks("consistent hash", "hash $arg_k consistent; " + weighted, 2000, healthy),
                new Picks("consistent hash with failures", "hash $arg_k consistent; " + failing, 2000, flaky),
                new Picks(
                        "ip_hash",
                        "ip_hash; " + weighted,
                        500,
                        (proxy, _, random, n) -> addresses(proxy, random, n, 0)),
                new Picks(
                        "ip_hash with failures",
                        "ip_hash; " + failing,
                        500,
                        (proxy, _, random, n) -> addresses(proxy, random, n, 4)),
                new Picks("least_conn", "least_conn; " + plain, 1000, BalancerPicksTest::overlapping),
                new Picks("least_conn by weight", "least_conn; " + weighted, 1000, BalancerPicksTest::overlapping),
                new Picks("least_conn with failures", "least_conn; " + failing, 2000, flaky),
                new Picks("least_conn with backups", "least_conn; " + backups, 1000, flaky),
                new Picks(
                        "least_conn with max_conns",
                        "least_conn; server %a% max_conns=1; server %b% max_conns=2 weight=3; server %c% backup;",
                        500,
                        BalancerPicksTest::overlapping),
                new Picks(
                        "round robin with max_conns",
                        "server %a% max_conns=1 weight=5; server %b% max_conns=2; server %c% max_conns=1;",
                        500,
                        BalancerPicksTest::overlapping));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("picks")
    void weirPicksWhatNginxPicks(Picks picks) throws Exception {
        List<Directive> directives = Directive.parse(HTTP.formatted(picks.upstream()));
        long seed = picks.name().hashCode();
        try (Peers peers = new Peers()) {
            List<String> nginx =
                    through(picks, peers, seed, () -> NginxProcess.start(peers.fill(NginxText.write(directives))));
            List<String> weir =
                    through(picks, peers, seed, () -> WeirProcess.start(peers.fill(TomlText.write(directives))));
            assertEquals(picks.requests(), nginx.size());
            assertEquals(String.join("\n", nginx), String.join("\n", weir));
            assertTrue(nginx.stream().distinct().count() > 1);
        }
    }

    private interface Starter {
        ProxyUnderTest start() throws Exception;
    }

    private static List<String> through(Picks picks, Peers peers, long seed, Starter starter) throws Exception {
        ProxyUnderTest proxy = starter.start();
        List<String> log;
        try (proxy) {
            picks.script().run(proxy.address(), peers, new Random(seed), picks.requests());
            log = peers.mask(awaitLines(proxy, picks.requests()));
        }
        return log;
    }

    private static List<String> awaitLines(ProxyUnderTest proxy, int count) throws Exception {
        Patience.until(
                () -> count + " lines of the access log", () -> lines(proxy).size() >= count);
        return lines(proxy);
    }

    private static List<String> lines(ProxyUnderTest proxy) {
        try {
            return proxy.accessLog();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Peers, and requests that they fail or hold back. */
    private static final class Peers implements AutoCloseable {

        private final Map<String, FakePeer> byName = new TreeMap<>();
        private final Map<String, Gate> arrived = new ConcurrentHashMap<>();
        private final Map<String, Gate> released = new ConcurrentHashMap<>();

        Peers() throws Exception {
            for (int i = 0; i < PEERS; i++) {
                String name = String.valueOf((char) ('a' + i));
                byName.put(name, FakePeer.answering(request -> answer(name, request)));
            }
        }

        private String answer(String name, PeerRequest request) {
            String head = request.headText();
            if (field(head, "fails=").contains(name)) {
                return "";
            }
            String held = field(head, "hold=");
            if (!held.isEmpty()) {
                gate(arrived, held).open();
                try {
                    gate(released, held).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\n" + name;
        }

        private static String field(String head, String name) {
            int start = head.indexOf(name);
            return start < 0 ? "" : head.substring(start + name.length()).split("[& ]", 2)[0];
        }

        Gate gate(Map<String, Gate> gates, String name) {
            return gates.computeIfAbsent(name, Gate::new);
        }

        String fill(String text) {
            return replace(
                    text, name -> "%" + name + "%", name -> byName.get(name).name());
        }

        List<String> mask(List<String> lines) {
            return lines.stream()
                    .map(line -> replace(line, name -> byName.get(name).name(), name -> name))
                    // Two responses that end at the same time may be logged in any order.
                    .sorted(Comparator.comparingInt(line -> Integer.parseInt(line.substring(0, line.indexOf(' ')))))
                    .toList();
        }

        private String replace(String text, Function<String, String> from, Function<String, String> to) {
            String replaced = text;
            for (String name : byName.keySet()) {
                replaced = replaced.replace(from.apply(name), to.apply(name));
            }
            return replaced;
        }

        @Override
        public void close() throws IOException {
            for (FakePeer peer : byName.values()) {
                peer.close();
            }
        }
    }

    private static String request(Random random, int id, int failuresIn, String more) {
        StringBuilder fails = new StringBuilder();
        for (int i = 0; failuresIn > 0 && i < PEERS; i++) {
            if (random.nextInt(failuresIn * 2) == 0) {
                fails.append((char) ('a' + i));
            }
        }
        String key = random.nextInt(20) == 0 ? "" : Integer.toString(random.nextInt(300), 36);
        return "GET /?id=" + id + "&k=" + key + "&fails=" + fails + more + " HTTP/1.1\r\nHost: front\r\n\r\n";
    }

    private static void oneByOne(InetSocketAddress proxy, Random random, int requests, int failuresIn)
            throws Exception {
        try (RawClient client = RawClient.connect(proxy)) {
            for (int i = 0; i < requests; i++) {
                client.send(request(random, i, failuresIn, "")).readResponse();
            }
        }
    }

    /** Each request from another address of the loopback network. */
    private static void addresses(InetSocketAddress proxy, Random random, int requests, int failuresIn)
            throws Exception {
        for (int i = 0; i < requests; i++) {
            Socket socket = new Socket();
            byte[] address = {
                127, (byte) random.nextInt(256), (byte) random.nextInt(256), (byte) (1 + random.nextInt(9))
            };
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(address), 0));
            socket.connect(proxy);
            try (RawClient client = RawClient.over(socket)) {
                client.send(request(random, i, failuresIn, "")).readResponse();
            }
        }
    }

    /** A connection of the client's. */
    private record Line(Socket socket, RawClient client) implements AutoCloseable {

        static Line open(InetSocketAddress proxy) throws IOException {
            Socket socket = new Socket();
            socket.connect(proxy);
            return new Line(socket, RawClient.over(socket));
        }

        boolean hasAnswer() {
            try {
                return socket.getInputStream().available() > 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    /** Several requests are under way at once; each begins and ends when the one before has done so. */
    private static void overlapping(InetSocketAddress proxy, Peers peers, Random random, int requests)
            throws Exception {
        List<Line> idle = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            idle.add(Line.open(proxy));
        }
        List<Line> busy = new ArrayList<>();
        List<String> held = new ArrayList<>();
        int begun = 0;
        while (begun < requests || !busy.isEmpty()) {
            if (begun < requests && !idle.isEmpty() && (busy.isEmpty() || random.nextBoolean())) {
                Line line = idle.removeFirst();
                String id = proxy.getPort() + "-" + begun;
                line.client().send(request(random, begun++, 0, "&hold=" + id));
                if (arrives(line, peers.gate(peers.arrived, id))) {
                    busy.add(line);
                    held.add(id);
                } else {
                    idle.add(line);
                }
            } else {
                int which = random.nextInt(busy.size());
                peers.gate(peers.released, held.remove(which)).open();
                Line line = busy.remove(which);
                line.client().readResponse();
                idle.add(line);
            }
        }
        for (Line line : idle) {
            line.close();
        }
    }

    /** False when the proxy has answered by itself that there is no peer. */
    private static boolean arrives(Line line, Gate arrived) throws Exception {
        Patience.until(() -> "the request to arrive", () -> arrived.isOpen() || line.hasAnswer());
        if (arrived.isOpen()) {
            return true;
        }
        assertEquals(502, line.client().readResponse().status());
        return false;
    }
}
