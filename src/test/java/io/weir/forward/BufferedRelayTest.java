package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.body.TempFile;
import io.weir.testing.Bench;
import io.weir.testing.Bytes;
import io.weir.testing.Gate;
import io.weir.testing.Patience;
import io.weir.testing.PeerScript;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fast peer and a slow client, with the peer's bytes in between (nginx-semantics 3). */
@Timeout(60)
class BufferedRelayTest {

    private static final int LARGE = 20 << 20;
    private static final String GET = "GET / HTTP/1.1\r\nHost: front\r\n\r\n";

    @RegisterExtension
    final Bench bench = new Bench();

    private final byte[] body = new byte[LARGE];

    BufferedRelayTest() {
        new Random(7).nextBytes(body);
    }

    @Test
    void upstreamIsReleasedWhileTheClientHasReadNothingYet() throws Exception {
        Gate sent = new Gate("the peer has sent all");
        bench.peer()
                .accept()
                .readHead()
                .send(withLength().replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))
                .send(body)
                .open(sent)
                .expectClose();
        bench.proxy();
        RawClient client = bench.narrowClient().send(GET);
        sent.await();
        bench.peer().awaitScript();
        // The connection is closed first, the peer released behind it.
        Patience.until(() -> "the peer is released", () -> bench.holdings().attempts() == 0);
        assertEquals(1, TempFile.openFiles());
        assertArrayEquals(body, client.readResponse().body());
    }

    @Test
    void upstreamConnectionServesAnotherRequestWhileTheClientHasReadNothingYet() throws Exception {
        bench.peer()
                .accept()
                .readHead()
                .send(withLength())
                .send(body)
                .readHead()
                .send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext");
        bench.proxy();
        RawClient slow = bench.narrowClient().send(GET);
        Patience.until(() -> "a kept connection", () -> bench.holdings().idlePeerConnections() == 1);
        assertEquals("next", bench.get().readResponse().bodyText());
        assertArrayEquals(body, slow.readResponse().body());
    }

    @Test
    void temporaryFileIsNobodyElsesAndHasNoName() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
        bench.peer().accept().readHead().send(withLength()).send(body);
        bench.proxy();
        RawClient client = bench.narrowClient().send(GET);
        String line = bench.awaitError("an upstream response is buffered to a temporary file");
        String name = line.replaceAll(".* temporary file (\\S+) .*", "$1");
        assertTrue(name.startsWith(bench.weir().home("proxy_temp") + "/"), name);
        assertFalse(Files.exists(Path.of(name)));
        List<Path> open = descriptorsOf(name);
        assertEquals(1, open.size());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(open.getFirst())));
        assertArrayEquals(body, client.readResponse().body());
    }

    private static List<Path> descriptorsOf(String name) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(fd -> target(fd).startsWith(name)).toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    @Test
    void clientThrottlesTheUpstreamWithoutATemporaryFile() throws Exception {
        Gate sent = new Gate("the peer has sent all");
        bench.peer().accept().readHead().send(withLength()).send(body).open(sent);
        // Much shorter than the client is slow: no time-out of the peer may come of it.
        bench.proxy("proxy_max_temp_file_size = 0", "proxy_read_timeout = \"150ms\"");
        RawClient client = bench.narrowClient().send(GET);
        client.readHead();
        long until = System.nanoTime() + 500_000_000;
        Patience.until(() -> "half a second", () -> System.nanoTime() - until > 0);
        assertFalse(sent.isOpen());
        assertArrayEquals(body, client.readExactly(LARGE));
        bench.awaitAccess("status=200");
        assertEquals(0, TempFile.openFiles());
        assertFalse(bench.hasError("temporary file"));
    }

    /** Whatever the framing, the sizes and the moment in which the second thread takes over: the same bytes. */
    @ParameterizedTest
    @CsvSource({
        "chunked, 1024m, 3",
        "chunked, 0, 3",
        "chunked, 1m, 3",
        "close, 1024m, 3",
        "close, 0, 3",
        "length, 1m, 3",
        "chunked, 1024m, 70000",
        "chunked, 0, 70000",
    })
    void slowClientGetsEveryByte(String framing, String fileSize, int seed) throws Exception {
        Random random = new Random(seed);
        int length = (8 << 20) + random.nextInt(100_000);
        byte[] sent = Arrays.copyOf(body, length);
        String head = "HTTP/1.1 200 OK\r\n"
                + (framing.equals("length") ? "Content-Length: " + length + "\r\n" : "")
                + (framing.equals("chunked") ? "Transfer-Encoding: chunked\r\n" : "");
        PeerScript script = bench.peer().accept().readHead().send(head + "\r\n");
        if (framing.equals("chunked")) {
            chunks(sent, seed).forEach(script::send);
        } else {
            script.send(sent);
        }
        if (framing.equals("close")) {
            script.close();
        }
        bench.proxy("proxy_max_temp_file_size = \"" + fileSize + "\"");
        RawClient client = bench.narrowClient().send(GET);
        RawResponse response = client.readResponse();
        assertTrue(response.complete());
        assertArrayEquals(sent, response.body());
    }

    private static List<byte[]> chunks(byte[] all, int most) {
        List<byte[]> parts = new ArrayList<>();
        Random random = new Random(most);
        int size = Math.max(most, 1000);
        for (int at = 0; at < all.length; ) {
            int length = Math.min(1 + random.nextInt(size), all.length - at);
            parts.add(Bytes.of(Integer.toHexString(length) + "\r\n"));
            parts.add(Arrays.copyOfRange(all, at, at + length));
            parts.add(Bytes.of("\r\n"));
            at += length;
        }
        parts.add(Bytes.of("0\r\n\r\n"));
        return parts;
    }

    private static String withLength() {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n";
    }
}
