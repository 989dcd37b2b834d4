package io.weir.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class RequestBodyTest {

    @TempDir
    Path directory;

    private final CountingPool pool = new CountingPool();
    private final List<Path> announced = new ArrayList<>();
    private final int openBefore = TempFile.openFiles();

    @AfterEach
    void nothingIsLeft() {
        pool.assertNothingIsOut();
        assertEquals(openBefore, TempFile.openFiles());
    }

    /** @param announcedLength the Content-Length, −1 for a chunked body */
    record Row(String name, int buffer, long announcedLength, int length, boolean inFile) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> placements() {
        return Stream.of(
                new Row("no body", 1000, 0, 0, false),
                new Row("one byte", 1000, 1, 1, false),
                new Row("as long as the buffer", 1000, 1000, 1000, false),
                new Row("just below 1.25 buffers: one exact buffer", 1000, 1249, 1249, false),
                new Row("1.25 buffers", 1000, 1250, 1250, true),
                new Row("a quarter is rounded down", 1003, 1252, 1252, false),
                new Row("a multiple of the buffer", 1000, 3000, 3000, true),
                new Row("much longer", 1000, 200_001, 200_001, true),
                new Row("chunked, empty", 1000, -1, 0, false),
                new Row("chunked, below the buffer", 1000, -1, 999, false),
                new Row("chunked, fills the buffer", 1000, -1, 1000, true),
                new Row("chunked, more than the buffer", 1000, -1, 1001, true));
    }

    @ParameterizedTest
    @MethodSource("placements")
    void isKeptWhereNginxKeepsIt(Row row) throws IOException {
        byte[] sent = bytes(row.length);
        try (RequestBody body = read(sent, row.announcedLength, row.buffer, 0, 700)) {
            assertEquals(row.length, body.length());
            assertEquals(row.inFile, body.inFile());
            assertEquals(row.inFile ? List.of(body.fileName()) : List.of(), announced);
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(sent, sent(body));
                ByteBuffer memory = body.memory();
                if (row.inFile) {
                    assertNull(memory);
                } else {
                    byte[] copy = new byte[memory.remaining()];
                    memory.get(copy);
                    assertArrayEquals(sent, copy);
                }
            }
        }
    }

    @Test
    void anyPiecesGiveTheSameBody() throws IOException {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] sent = bytes(random.nextInt(5000));
            long length = random.nextBoolean() ? sent.length : -1;
            try (RequestBody body = read(sent, length, 1 + random.nextInt(2000), 0, 1 + random.nextInt(900))) {
                assertArrayEquals(sent, sent(body), "seed " + seed);
            }
        }
    }

    @Test
    void readsNoMoreThanTheAnnouncedLength() throws IOException {
        ByteBuffer wire = ByteBuffer.wrap("0123456789NEXT".getBytes(ISO_8859_1));
        RequestBody.Source source = target -> {
            assertTrue(wire.hasRemaining() && target.hasRemaining());
            target.put(wire.get());
            return 1;
        };
        RequestBody body = RequestBody.read(source, 10, limits(4, 0), pool, announced::add);
        assertArrayEquals("0123456789".getBytes(ISO_8859_1), sent(body));
        assertEquals(4, wire.remaining());
        body.close();
        body.close();
    }

    @Test
    void aBodyThatEndsEarlyIsAnError() {
        for (int buffer : new int[] {10, 1000}) {
            EOFException e = assertThrows(EOFException.class, () -> read(bytes(50), 51, buffer, 0, 7));
            assertEquals("client prematurely closed connection", e.getMessage());
        }
    }

    @Test
    void aBodyOfUnknownLengthIsBounded() throws IOException {
        read(bytes(100), -1, 10, 100, 10).close();
        BodyTooLargeException e = assertThrows(BodyTooLargeException.class, () -> read(bytes(101), -1, 30, 100, 30));
        assertEquals("client intended to send too large chunked body: 90+11 bytes", e.getMessage());
        assertEquals(90, e.received());
        assertEquals(11, e.more());
        assertThrows(BodyTooLargeException.class, () -> read(bytes(101), -1, 1000, 100, 30));
    }

    @Test
    void whatTheSourceThrowsComesThroughAndLeavesNothing() {
        int[] reads = {0};
        RequestBody.Source source = target -> {
            if (reads[0]++ == 5) {
                throw new IOException("reset");
            }
            target.put((byte) 1).put((byte) 2);
            return 2;
        };
        IOException e =
                assertThrows(IOException.class, () -> RequestBody.read(source, -1, limits(4, 0), pool, announced::add));
        assertEquals("reset", e.getMessage());
        assertEquals(1, announced.size());
    }

    private RequestBody read(byte[] sent, long length, int buffer, long max, int piece) throws IOException {
        announced.clear();
        ByteBuffer rest = ByteBuffer.wrap(sent);
        RequestBody.Source source = target -> {
            if (!rest.hasRemaining()) {
                return -1;
            }
            int n = Math.min(piece, Math.min(rest.remaining(), target.remaining()));
            assertTrue(n > 0, "asked without room");
            target.put(rest.slice(rest.position(), n));
            rest.position(rest.position() + n);
            return n;
        };
        return RequestBody.read(source, length, limits(buffer, max), pool, announced::add);
    }

    private RequestBody.Limits limits(int buffer, long max) {
        return new RequestBody.Limits(buffer, max, directory);
    }

    private static byte[] sent(RequestBody body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        body.writeTo(piece -> {
            while (piece.hasRemaining()) {
                out.write(piece.get());
            }
        });
        return out.toByteArray();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
