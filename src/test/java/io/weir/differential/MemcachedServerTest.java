package io.weir.differential;

import static io.weir.differential.SideBySide.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bytes;
import io.weir.testing.PeerProgram;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** {@code memcached_pass} in front of memcached itself. */
@EnabledIf(value = "installed", disabledReason = "memcached is not installed: it is only tested with scripted peers")
@Timeout(60)
class MemcachedServerTest {

    private static final List<String> SERVERS = List.of("one", "two", "three");

    @TempDir
    static Path directory;

    private static final List<PeerProgram> PROGRAMS = new ArrayList<>();

    static boolean installed() {
        return PeerProgram.find("memcached") != null;
    }

    @BeforeAll
    static void start() throws Exception {
        for (String server : SERVERS) {
            List<String> command = new ArrayList<>(
                    List.of(PeerProgram.find("memcached").toString(), "-s", socket(server), "-a", "0777"));
            if (PeerProgram.asRoot()) {
                command.addAll(List.of("-u", "root"));
            }
            PROGRAMS.add(PeerProgram.start(directory, server, command));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        for (PeerProgram program : PROGRAMS) {
            program.close();
        }
    }

    private static String socket(String server) {
        return directory.resolve(server).toString();
    }

    private static void set(String server, String key, int flags, String value) throws Exception {
        String answer = tell(
                server, "set " + key + " " + flags + " 0 " + value.length() + "\r\n" + value + "\r\n", "STORED\r\n");
        assertEquals("STORED\r\n", answer);
    }

    private static long connectionsSoFar(String server) throws Exception {
        String stats = tell(server, "stats\r\n", "END\r\n");
        int at = stats.indexOf("STAT total_connections ") + "STAT total_connections ".length();
        return Long.parseLong(stats.substring(at, stats.indexOf('\r', at)));
    }

    /** Over a connection of its own: sends, and reads until the answer ends with these bytes. */
    private static String tell(String server, String request, String end) throws Exception {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket(server)))) {
            ByteBuffer out = ByteBuffer.wrap(Bytes.of(request));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            StringBuilder answer = new StringBuilder();
            InputStream in = Channels.newInputStream(channel);
            while (!answer.toString().endsWith(end)) {
                int b = in.read();
                if (b < 0) {
                    throw new AssertionError("memcached said " + answer);
                }
                answer.append((char) b);
            }
            return answer.toString();
        }
    }

    private static String conf(String group, String key, String directives) {
        return """
            upstream cache { %s keepalive 4; }
            server {
                listen 127.0.0.1:%%front%%;
                types { text/html html; }
                default_type a/b;
                location / { set $memcached_key %s; memcached_pass cache; %s }
            }
            """.formatted(group, key, directives);
    }

    private static String one() {
        return "server unix:" + socket("one") + ";";
    }

    @Test
    void whatIsThereIsServed() throws Exception {
        String large = "0123456789abcdef".repeat(65_000);
        set("one", "/page.html", 0, "a page");
        set("one", "/a%20b%25c", 0, "escaped");
        set("one", "/caf\u00c3\u00a9", 0, "bytes");
        set("one", "/large", 0, large);
        set("one", "/empty", 0, "");
        set("one", "/lines", 0, "a\r\nEND\r\nb");
        SideBySide.Seen seen = SideBySide.ask(
                conf(one(), "$uri", "memcached_gzip_flag 2;"),
                get("/page.html"),
                get("/a%20b%25c"),
                get("/caf%C3%A9"),
                get("/large"),
                get("/empty"),
                get("/lines"),
                get("/none"),
                "HEAD /page.html HTTP/1.1\r\nHost: front\r\n\r\n",
                "GET /large HTTP/1.1\r\nHost: front\r\nRange: bytes=500000-500009\r\n\r\n",
                "POST /page.html HTTP/1.1\r\nHost: front\r\nContent-Length: 2\r\n\r\nhi",
                get("/" + "k".repeat(300)));
        // A key of more than 250 bytes is memcached's own error.
        assertEquals(List.of(200, 200, 200, 200, 200, 200, 404, 200, 206, 405, 502), seen.statuses());
        assertEquals(
                List.of("a page", "escaped", "bytes", large, "", "a\r\nEND\r\nb"),
                seen.bodies().subList(0, 6));
        assertEquals(List.of("text/html"), seen.responses().getFirst().header("Content-Type"));
        assertEquals("0123456789", seen.bodies().get(8));
        assertEquals(1, seen.errors().size(), seen.errors()::toString);
    }

    @Test
    void aFlagSaysThatAValueIsCompressed() throws Exception {
        set("one", "/compressed", 2, "not really");
        set("one", "/plain", 4, "plain");
        SideBySide.Seen seen =
                SideBySide.ask(conf(one(), "$uri", "memcached_gzip_flag 2;"), get("/compressed"), get("/plain"));
        assertEquals(List.of("gzip"), seen.responses().getFirst().header("Content-Encoding"));
        assertEquals(List.of(), seen.responses().getLast().header("Content-Encoding"));
    }

    @Test
    void oneConnectionServesFoundAndMissingValues() throws Exception {
        set("one", "/kept", 0, "v".repeat(50_000));
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            requests.add(get("/kept"));
            requests.add(get("/none"));
        }
        long before = connectionsSoFar("one");
        SideBySide.ask(conf(one(), "$uri", ""), requests.toArray(String[]::new));
        long after = connectionsSoFar("one");
        assertTrue(after - before <= 3, "a connection for each proxy, and ours: " + (after - before));
    }

    /** As every ketama client: what it stored, a proxy with the same servers finds. */
    @Test
    void consistentHashingAsksTheServerThatAKetamaClientAsks() throws Exception {
        TreeMap<Long, String> ring = new TreeMap<>();
        StringBuilder group = new StringBuilder("hash $uri consistent;");
        int weight = 1;
        for (String server : SERVERS) {
            addPoints(ring, server, weight);
            group.append(" server unix:")
                    .append(socket(server))
                    .append(" weight=")
                    .append(weight++)
                    .append(';');
        }
        List<String> requests = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String key = "/key" + i;
            CRC32 hash = new CRC32();
            hash.update(Bytes.of(key));
            Long point = ring.ceilingKey(hash.getValue());
            String server = point == null ? ring.firstEntry().getValue() : ring.get(point);
            set(server, key, 0, server + i);
            requests.add(get(key));
            expected.add(server + i);
        }
        assertTrue(SERVERS.stream().allMatch(server -> expected.stream().anyMatch(value -> value.startsWith(server))));
        SideBySide.Seen seen = SideBySide.ask(conf(group.toString(), "$uri", ""), requests.toArray(String[]::new));
        assertEquals(expected, seen.bodies());
    }

    /** As libketama's successors in Perl do it, whose points nginx took over: each is the CRC of the server and the one before. */
    private static void addPoints(TreeMap<Long, String> ring, String server, int weight) {
        int previous = 0;
        for (int i = 0; i < 160 * weight; i++) {
            CRC32 point = new CRC32();
            point.update(Bytes.of(socket(server) + "\0"));
            point.update(new byte[] {
                (byte) previous, (byte) (previous >> 8), (byte) (previous >> 16), (byte) (previous >> 24)
            });
            ring.putIfAbsent(point.getValue(), server);
            previous = (int) point.getValue();
        }
    }
}
