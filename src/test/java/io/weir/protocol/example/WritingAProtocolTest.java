package io.weir.protocol.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.config.ConfigReader;
import io.weir.testing.FakePeer;
import io.weir.testing.PeerWire;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of {@code docs/writing-a-protocol.md} is what the page shows, and it works. */
@Timeout(30)
class WritingAProtocolTest {

    private static final Path PAGE = Path.of("docs", "writing-a-protocol.md");
    private static final Path SOURCE = Path.of("src/test/java/io/weir/protocol/example/LineUpstream.java");

    /** The example has no directives of its own: memcached's stand for them. */
    private static final String CONFIG = """
        error_log = ["error.log", "info"]
        access_log = "off"
        [[upstream]]
        name = "peers"
        keepalive = 4
        server = [{ address = "%s" }, { address = "%s" }]
        [[server]]
        listen = "127.0.0.1:0"
        [[server.location]]
        path = "/"
        memcached_pass = "peers"
        memcached_next_upstream = ["error", "invalid_response"]
        """;

    @Test
    void thePageShowsTheSource() throws Exception {
        String source = Files.readString(SOURCE);
        assertTrue(Files.readString(PAGE).contains("```java\n" + source + "```"), "the page shows another text");
    }

    /** Retrying, keeping connections, statuses and lengths: the example has no code for any of these. */
    @Test
    void theExampleWorks(@TempDir Path directory) throws Exception {
        try (FakePeer bad = FakePeer.scripted();
                FakePeer good = FakePeer.scripted()) {
            bad.accept().readRequest(PeerWire.MEMCACHED).send("nonsense\n");
            good.accept()
                    .readRequest(PeerWire.MEMCACHED)
                    .send("have 5\nhel")
                    .send("lo")
                    .readRequest(PeerWire.MEMCACHED)
                    .send("none\n");
            Path file = Files.writeString(directory.resolve("config.toml"), CONFIG.formatted(bad.name(), good.name()));
            try (Weir weir = Weir.start(
                            ConfigReader.read(file),
                            new ArrayByteBufferPool(),
                            location -> new LineUpstream(location.memcached().handler()));
                    RawClient client = RawClient.connect(
                            (InetSocketAddress) weir.listeners().getFirst())) {
                RawResponse found =
                        client.send("GET /a HTTP/1.1\r\nHost: front\r\n\r\n").readResponse();
                assertEquals("hello", found.bodyText());
                assertEquals(
                        404,
                        client.send("GET /b HTTP/1.1\r\nHost: front\r\n\r\n")
                                .readResponse()
                                .status());
                assertEquals(
                        405,
                        client.send("PUT /c HTTP/1.1\r\nHost: front\r\n\r\n")
                                .readResponse()
                                .status());
            }
            assertEquals("ask /a", good.requests().getFirst().requestLine());
            assertEquals(1, good.connectionCount());
        }
    }
}
