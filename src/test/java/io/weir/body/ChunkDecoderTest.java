package io.weir.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** nginx 1.31's {@code ngx_http_parse_chunked}, state by state. */
@Timeout(20)
class ChunkDecoderTest {

    record Whole(String name, String wire, String payload, long surplus) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Whole> wholeBodies() {
        return Stream.of(
                new Whole("empty", "0\r\n\r\n", "", 0),
                new Whole("one chunk", "5\r\nhello\r\n0\r\n\r\n", "hello", 0),
                new Whole("two chunks", "5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n", "hello, world", 0),
                new Whole(
                        "upper and lower case digits, leading zeros",
                        "00A\r\n0123456789\r\n0b\r\n0123456789a\r\n00\r\n\r\n",
                        "01234567890123456789a",
                        0),
                new Whole("extensions", "5;a=b;c=\"d\"\r\nhello\r\n0;last\r\n\r\n", "hello", 0),
                new Whole("space and tab before the end of the size", "5 \r\nhello\r\n0\t\r\n\r\n", "hello", 0),
                new Whole("trailers", "5\r\nhello\r\n0\r\nX: y\r\nZ:\r\n\r\n", "hello", 0),
                new Whole("data that looks like framing", "7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n", "\r\n0\r\n\r\n", 0),
                new Whole("bytes behind the end", "5\r\nhello\r\n0\r\n\r\nHTTP", "hello", 4));
    }

    @ParameterizedTest
    @MethodSource("wholeBodies")
    void decodesInOnePiece(Whole body) throws ChunkedException {
        ChunkDecoder decoder = ChunkDecoder.skippingTrailers();
        ByteBuffer raw = wire(body.wire);
        int n = decoder.decode(raw);
        assertEquals(body.payload, text(raw, n));
        assertTrue(decoder.done());
        assertEquals(body.surplus, decoder.surplus());
        assertEquals(0, decoder.stillToCome());
        assertEquals(List.of(), decoder.trailers());
    }

    @ParameterizedTest
    @MethodSource("wholeBodies")
    void decodesByteByByte(Whole body) throws ChunkedException {
        ChunkDecoder decoder = ChunkDecoder.collectingTrailers(100);
        StringBuilder payload = new StringBuilder();
        for (char c : body.wire.toCharArray()) {
            assertTrue(decoder.stillToCome() > 0 || decoder.done());
            ByteBuffer raw = wire(String.valueOf(c));
            payload.append(text(raw, decoder.decode(raw)));
        }
        assertEquals(body.payload, payload.toString());
        assertTrue(decoder.done());
        assertEquals(body.surplus, decoder.surplus());
    }

    @Test
    void touchesNothingOutsideTheSlices() throws ChunkedException {
        ByteBuffer memory = wire("##3\r\nabc\r\n4\r\ndefg\r\n##");
        ByteBuffer first = memory.duplicate().limit(9).position(2);
        ByteBuffer second = memory.duplicate().limit(memory.limit() - 2).position(9);
        ChunkDecoder decoder = ChunkDecoder.skippingTrailers();
        assertEquals(7, decoder.decode(first, second));
        assertEquals("##abcdefg", text(memory, 9));
        assertEquals("##", text(memory.position(memory.limit() - 2), 2));
        assertEquals(2, first.position());
        assertEquals(9, second.position());
    }

    /** Table 3.11: what must still come after each prefix of a body. */
    @Test
    void knowsHowMuchMustStillCome() throws ChunkedException {
        assertStillToCome("", 5);
        assertStillToCome("0", 4);
        assertStillToCome("5", 2 + 5 + 7);
        assertStillToCome("5;x", 2 + 5 + 7);
        assertStillToCome("5\r", 1 + 5 + 7);
        assertStillToCome("5\r\n", 5 + 7);
        assertStillToCome("5\r\nhel", 2 + 7);
        assertStillToCome("5\r\nhello", 7);
        assertStillToCome("5\r\nhello\r", 6);
        assertStillToCome("5\r\nhello\r\n", 5);
        assertStillToCome("0;x", 4);
        assertStillToCome("0\r", 3);
        assertStillToCome("0\r\n", 2);
        assertStillToCome("0\r\n\r", 1);
        assertStillToCome("0\r\nX", 4);
        assertStillToCome("0\r\nX\r", 3);
        assertStillToCome("0\r\n\r\n", 0);
        ChunkDecoder collecting = ChunkDecoder.collectingTrailers(100);
        collecting.decode(wire("0\r\nX: y"));
        assertEquals(1, collecting.stillToCome());
    }

    private static void assertStillToCome(String prefix, long expected) throws ChunkedException {
        ChunkDecoder decoder = ChunkDecoder.skippingTrailers();
        decoder.decode(wire(prefix));
        assertEquals(expected, decoder.stillToCome(), prefix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "x",
                ";",
                " 5\r\n",
                "-5\r\n",
                "0x5\r\n",
                "+5\r\n",
                "5\nhello\r\n0\r\n\r\n", // a bare LF, at every place where CR LF is due
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhello\r\n0\n\r\n",
                "5\r\nhello\r\n0\r\n\n",
                "5;x\n",
                "0;x\n",
                "0\r\nX: y\n",
                "0\r\nX: y\r\n\n",
                "5\rx",
                "5;x\rx",
                "0\rx",
                "0\r\n\rx",
                "0\r\nX\rx",
                "5\r\nhelloX",
                "5\r\nhello\rX",
                "5\r\nhello!\r\n",
                "5g\r\n",
                "0g\r\n",
                "5\0\r\n",
                "ffffffffffffffff\r\n",
                "8000000000000000\r\n",
                "7fffffffffffffff",
                "0800000000000000\r\n", // no room for another digit: refused though it would fit
                "00000000000000000000000010000000000000000\r\n"
            })
    void refusesWhatIsMalformed(String wire) {
        ChunkedException whole = assertThrows(
                ChunkedException.class, () -> ChunkDecoder.skippingTrailers().decode(wire(wire)));
        assertEquals(ChunkedException.Kind.INVALID_CHUNK, whole.kind());
        assertEquals("upstream sent invalid chunked response", whole.getMessage());
        ChunkDecoder decoder = ChunkDecoder.skippingTrailers();
        assertThrows(ChunkedException.class, () -> {
            for (char c : wire.toCharArray()) {
                decoder.decode(wire(String.valueOf(c)));
            }
        });
    }

    @Test
    void takesTheLargestSizeThatNginxTakes() throws ChunkedException {
        ChunkDecoder decoder = ChunkDecoder.skippingTrailers();
        assertEquals(3, decoder.decode(wire("7ffffffffffffff\r\nabc")));
        assertEquals(0x7ffffffffffffffL - 3 + 7, decoder.stillToCome());
    }

    record Trailers(String name, String wire, List<ChunkDecoder.Trailer> expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Trailers> trailers() {
        return Stream.of(
                new Trailers("none", "\r\n", List.of()),
                new Trailers("two", "A: b\r\nC-D:e f\r\n\r\n", List.of(t("A", "b"), t("C-D", "e f"))),
                new Trailers("spaces around the value", "A:   b c   \r\n\r\n", List.of(t("A", "b c"))),
                new Trailers("a tab belongs to the value", "A:\tb\t\r\n\r\n", List.of(t("A", "\tb\t"))),
                new Trailers("empty value", "A:\r\nB: \r\n\r\n", List.of(t("A", ""), t("B", ""))),
                new Trailers("no colon", "A\r\n\r\n", List.of(t("A", ""))),
                new Trailers("bare LF, as in headers", "A: b\n\n", List.of(t("A", "b"))),
                new Trailers("several CR", "A: b\r\r\n\r\n", List.of(t("A", "b"))),
                new Trailers("a second status line", "HTTP/1.1 200 OK\r\nA: b\r\n\r\n", List.of(t("A", "b"))),
                new Trailers("bytes above 127", "A: \u00e4\u00ff\r\n\r\n", List.of(t("A", "\u00e4\u00ff"))));
    }

    private static ChunkDecoder.Trailer t(String name, String value) {
        return new ChunkDecoder.Trailer(name, value);
    }

    @ParameterizedTest
    @MethodSource("trailers")
    void collectsTrailers(Trailers row) throws ChunkedException {
        ChunkDecoder decoder = ChunkDecoder.collectingTrailers(row.wire.length());
        decoder.decode(wire("0\r\n" + row.wire));
        assertTrue(decoder.done());
        assertEquals(row.expected, decoder.trailers());
    }

    @Test
    void boundsTrailersByTheirSumLineEndsIncluded() throws ChunkedException {
        ChunkDecoder fits = ChunkDecoder.collectingTrailers(10);
        fits.decode(wire("0\r\nA: 345\r\n\r\n"));
        assertTrue(fits.done());
        ChunkDecoder tooBig = ChunkDecoder.collectingTrailers(10);
        tooBig.decode(wire("0\r\nA: 3456"));
        assertFalse(tooBig.done());
        ChunkedException e = assertThrows(ChunkedException.class, () -> tooBig.decode(wire("78\r\n\r\n")));
        assertEquals(ChunkedException.Kind.TRAILERS_TOO_BIG, e.kind());
        assertEquals("upstream sent too big trailers", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":x\r\n",
                " A: b\r\n",
                "A b: c\r\n",
                "A\t: b\r\n",
                "A: b\0\r\n",
                "A: b \0",
                "A:\0",
                "A: b\rc\r\n",
                "\rX"
            })
    void refusesMalformedTrailers(String lines) {
        ChunkedException e = assertThrows(
                ChunkedException.class,
                () -> ChunkDecoder.collectingTrailers(100).decode(wire("0\r\n" + lines)));
        assertEquals(ChunkedException.Kind.INVALID_TRAILER, e.kind());
    }

    @Test
    void showsTheMalformedTrailerAsNginxDoes() {
        ChunkDecoder decoder = ChunkDecoder.collectingTrailers(100);
        ChunkedException e =
                assertThrows(ChunkedException.class, () -> decoder.decode(wire("0\r\nX: y\r\nA b: c\r\n\r\n")));
        assertEquals("upstream sent invalid trailer: \"A\\x20...\"", e.getMessage());
    }

    static ByteBuffer wire(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    static String text(ByteBuffer buffer, int n) {
        byte[] bytes = new byte[n];
        buffer.get(buffer.position(), bytes);
        return new String(bytes, ISO_8859_1);
    }
}
