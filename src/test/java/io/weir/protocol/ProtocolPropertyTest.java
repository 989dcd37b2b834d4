package io.weir.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.config.ConfigReader;
import io.weir.config.Configuration;
import io.weir.config.LocationConfig;
import io.weir.config.MemcachedSettings;
import io.weir.config.ServerConfig;
import io.weir.exchange.Downstream;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.protocol.fastcgi.FastcgiUpstream;
import io.weir.protocol.memcached.MemcachedUpstream;
import io.weir.protocol.scgi.ScgiUpstream;
import io.weir.protocol.uwsgi.UwsgiUpstream;
import io.weir.route.RequestTarget;
import io.weir.testing.Bytes;
import io.weir.testing.FastcgiBytes;
import io.weir.variable.Template;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a response is cut into reads, what comes of it is the same; and no bytes at all end in anything but an answer. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProtocolPropertyTest {

    private static final String CONFIG = """
        [[server]]
        listen = "127.0.0.1:%s"
        [[server.location]]
        path = "/"
        fastcgi_keep_conn = %s
        """;

    private static final ExchangeLog SILENT = new ExchangeLog(Map.of());

    @TempDir
    private static Path directory;

    private static Exchange exchange;
    private static LocationConfig closing;
    private static LocationConfig keeping;

    @BeforeAll
    static void configure() throws Exception {
        closing = location("false");
        keeping = location("true");
        Configuration configuration = configuration("false");
        ServerConfig server = configuration.servers().getFirst();
        Downstream client = (Downstream) Proxy.newProxyInstance(
                Downstream.class.getClassLoader(),
                new Class<?>[] {Downstream.class},
                (_, method, _) -> switch (method.getName()) {
                    case "method" -> "GET";
                    case "fields" -> HttpFields.EMPTY;
                    case "version" -> HttpVersion.HTTP_1_1;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        exchange = new Exchange(client, (RequestTarget) RequestTarget.parse("/k", true), "front", server, null);
    }

    private static Configuration configuration(String keep) throws Exception {
        return ConfigReader.read(Files.writeString(directory.resolve("c.toml"), CONFIG.formatted("8080", keep)));
    }

    private static LocationConfig location(String keep) throws Exception {
        return configuration(keep).servers().getFirst().root().locations().getFirst();
    }

    /** What a peer of each kind may answer, and the protocol that reads it. */
    enum Kind {
        FASTCGI(random -> records(random, cgi(random)), () -> new FastcgiUpstream(closing.fastcgi())),
        FASTCGI_KEPT(random -> records(random, cgi(random)), () -> new FastcgiUpstream(keeping.fastcgi())),
        UWSGI(
                random -> (random.nextBoolean() ? "HTTP/1.1 404 Gone\r\n" : "") + cgi(random),
                () -> new UwsgiUpstream(closing.uwsgi())),
        SCGI(Kind::cgi, () -> new ScgiUpstream(closing.scgi())),
        MEMCACHED(
                Kind::value,
                () -> new MemcachedUpstream(
                        new MemcachedSettings(closing.memcached().handler(), Template.literal("k"), 2)));

        private interface Maker {
            Handler make();
        }

        private final Function<Random, String> response;
        private final Maker maker;

        Kind(Function<Random, String> response, Maker maker) {
            this.response = response;
            this.maker = maker;
        }

        Protocol protocol() throws InvalidRequestException {
            Protocol protocol = maker.make().newRun(exchange, null, SILENT);
            if (this == MEMCACHED) {
                protocol.createRequest(0);
            }
            return protocol;
        }

        private static String text(Random random, int most) {
            return "x\r\n".repeat(random.nextInt(most));
        }

        private static String cgi(Random random) {
            String body = text(random, random.nextInt(20) == 0 ? 3000 : 10);
            return (random.nextBoolean() ? "Status: 201 Made\r\n" : "")
                    + (random.nextBoolean() ? "Content-Length: " + body.length() + "\r\n" : "")
                    + "X-A: " + "a".repeat(random.nextInt(50)) + (random.nextBoolean() ? "\r\n\r\n" : "\n\n") + body;
        }

        private static String records(Random random, String response) {
            StringBuilder wire = new StringBuilder();
            int at = 0;
            while (at < response.length()) {
                if (random.nextInt(4) == 0) {
                    wire.append(FastcgiBytes.record(7, text(random, 9), random.nextInt(9)));
                }
                int count = Math.min(response.length() - at, 1 + random.nextInt(random.nextInt(4) == 0 ? 4000 : 12));
                wire.append(FastcgiBytes.record(6, response.substring(at, at + count), random.nextInt(9)));
                at += count;
            }
            if (random.nextBoolean()) {
                wire.append(FastcgiBytes.endOfOutput());
            }
            return wire + FastcgiBytes.record(3, "\0".repeat(8), random.nextInt(9));
        }

        private static String value(Random random) {
            String value = text(random, 30);
            return "VALUE k " + random.nextInt(4) + " " + value.length() + "\r\n" + value + "\r\nEND\r\n";
        }
    }

    @ParameterizedTest
    @EnumSource
    void anySplitIntoReadsGivesTheSame(Kind kind) throws Exception {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            byte[] wire = Bytes.of(kind.response.apply(random));
            Protocol protocol = kind.protocol();
            ReadInPieces.Result whole = ReadInPieces.read(protocol, wire, new Random(-1));
            protocol.reinit();
            // The same object again: what it knew of the peer before must be gone.
            assertEquals(whole, ReadInPieces.read(protocol, wire, random), "seed " + seed);
            assertEquals(true, whole.end().equals("done") || whole.end().equals("closed"), whole + " seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyMutationIsReadOrRefused(Kind kind) throws Exception {
        byte[][] good = new byte[50][];
        for (int i = 0; i < good.length; i++) {
            good[i] = Bytes.of(kind.response.apply(new Random(i)));
        }
        for (long seed = 0; seed < 100_000; seed++) {
            Random random = new Random(seed);
            byte[] wire = good[random.nextInt(good.length)].clone();
            int length = Math.min(wire.length, 400);
            for (int i = random.nextInt(6); i >= 0; i--) {
                wire[random.nextInt(length)] = (byte)
                        (random.nextBoolean() ? random.nextInt(256) : "\r\n\0 :9\1\6\7\3".charAt(random.nextInt(10)));
            }
            byte[] cut = java.util.Arrays.copyOf(wire, random.nextInt(4) == 0 ? 1 + random.nextInt(length) : length);
            try {
                ReadInPieces.read(kind.protocol(), cut, random);
            } catch (RuntimeException | Error unexpected) {
                throw new AssertionError("seed " + seed, unexpected);
            }
        }
    }
}
