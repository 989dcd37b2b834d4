package io.weir.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exchange.UpstreamHead;
import io.weir.protocol.HeaderProgress;
import io.weir.protocol.HeaderProgress.Complete;
import io.weir.protocol.HeaderProgress.Invalid;
import io.weir.protocol.HeaderProgress.NeedMore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eclipse.jetty.http.HttpField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ResponseHeadParserTest {

    private static final String END = "\r\n\r\n";

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, 200, 200 OK, true",
        "HTTP/1.1 200, 200, 200, true",
        "HTTP/1.1  404   Not  There, 404, 404   Not  There, true",
        "HTTP/1.0 200 OK, 200, 200 OK, false",
        "HTTP/1.2 299 Fine, 299, 299 Fine, true",
        "HTTP/2.0 600 Odd, 600, 600 Odd, true",
        "HTTP/1.1 403.1 Denied, 403, 403.1 Denied, true"
    })
    void aStatusLineIsTakenAsItComes(String line, int status, String text, boolean keepable) {
        UpstreamHead head = complete(line + END);
        assertEquals(status, head.status());
        assertEquals(text, head.statusText());
        assertEquals(keepable, head.keepable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http/1.1 200 OK",
                "HTTP/1.1 20 OK",
                "HTTP/1.1 2000 OK",
                "HTTP/1 200 OK",
                "HTTP/x.1 200 OK",
                "HTTP/1.1200 OK",
                "HTTP/1.1 OK",
                "hello",
                ""
            })
    void whatIsNoStatusLineIsInvalid(String line) {
        Invalid invalid = assertInstanceOf(Invalid.class, parse(line + END));
        assertEquals("upstream sent no valid HTTP/1.0 header", invalid.message());
    }

    @Test
    void anotherProtocolIsKnownByItsFirstByte() {
        assertInstanceOf(Invalid.class, parse("S"));
        assertInstanceOf(NeedMore.class, parse("HT"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "X-A: b|X-A|b",
                "X-A:b|X-A|b",
                "X-A:    b   |X-A|b",
                "x_odd@name!: v|x_odd@name!|v",
                "content-LENGTH: 5|content-LENGTH|5",
                "No-Colon|No-Colon|",
                "Empty:|Empty|",
                "A: b: c|A|b: c"
            })
    void aFieldIsTakenAsNginxTakesIt(String line, String name, String value) {
        List<HttpField> fields = fields(complete("HTTP/1.1 200 OK\r\n" + line + END));
        assertEquals(1, fields.size());
        assertEquals(name, fields.getFirst().getName());
        assertEquals(value == null ? "" : value, fields.getFirst().getValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X A: b",
                "X-A : b",
                " folded: b",
                ": empty",
                "X\tA: b",
                "X\u007fA: b",
                "X-A: b\u0000c",
                "X-A: b\rc",
                "Content-Length: +2",
                "Content-Length: 2, 2",
                "Content-Length:",
                "Content-Length: 9999999999999999999",
                "Content-Length: 5\r\nContent-Length: 5",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 5\r\nTransfer-Encoding: chunked"
            })
    void aFieldThatCouldBeReadInTwoWaysIsInvalid(String lines) {
        assertInstanceOf(Invalid.class, parse("HTTP/1.1 200 OK\r\n" + lines + END));
    }

    @Test
    void theLogSaysWhichByteIsWrong() {
        Invalid invalid = (Invalid) parse("HTTP/1.1 200 OK\r\nX A: b" + END);
        assertEquals("upstream sent invalid header: \"X\\x20...\"", invalid.message());
    }

    @Test
    void linesMayEndWithLfAloneOrWithSeveralCrs() {
        assertEquals(2, fields(complete("HTTP/1.1 200 OK\nA: b\r\r\nC: d\n\n")).size());
    }

    @Test
    void aRepeatedStatusLineAmongTheFieldsIsSkipped() {
        assertEquals(
                1,
                fields(complete("HTTP/1.1 200 OK\r\nHTTP/1.1 200 OK\r\nA: b" + END))
                        .size());
    }

    @Test
    void tabsAroundAValueBelongToIt() {
        assertEquals(
                "\tb\t",
                fields(complete("HTTP/1.1 200 OK\r\nA: \tb\t" + END)).getFirst().getValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "Close", "keep-alive, close", "xclosey"})
    void closeAnywhereInConnectionEndsIt(String value) {
        assertFalse(complete("HTTP/1.1 200 OK\r\nConnection: " + value + END).keepable());
    }

    @Test
    void anInterimResponseNobodyAskedForIsPassedOver() {
        UpstreamHead head = complete("HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nC: d" + END);
        assertEquals(200, head.status());
        assertEquals("C", fields(head).getFirst().getName());
    }

    @Test
    void earlyHintsAreTakenAloneAndTheHeadFollows() {
        ByteBuffer received = buffer("HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nC: d" + END);
        ResponseHeadParser parser = new ResponseHeadParser();
        HeaderProgress.EarlyHints hints = assertInstanceOf(HeaderProgress.EarlyHints.class, parser.parse(received));
        assertEquals("b", hints.fields().get("A"));
        UpstreamHead head =
                assertInstanceOf(Complete.class, parser.parse(received)).head();
        assertEquals(200, head.status());
        assertEquals(1, head.fields().size());
    }

    @Test
    void whatFollowsTheHeadIsLeftForTheBody() {
        ByteBuffer received = buffer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody");
        assertInstanceOf(Complete.class, new ResponseHeadParser().parse(received));
        assertEquals(4, received.remaining());
        assertEquals('b', received.get());
    }

    @Test
    void aParserThatGaveUpReadsTheNextPeersResponse() {
        ResponseHeadParser parser = new ResponseHeadParser();
        assertInstanceOf(Invalid.class, parser.parse(buffer("HTTP/1.1 200 OK\r\nX A: b" + END)));
        parser.reset();
        assertInstanceOf(Complete.class, parser.parse(buffer("HTTP/1.1 200 OK\r\nX-A: b" + END)));
    }

    @Test
    void anySplitGivesTheSameHead() {
        String text = "HTTP/1.1 200 Fine\r\nServer: x\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nX-\u00e4: \u00ff\r\n"
                + "Content-Length: 12\nConnection: keep-alive" + END;
        for (long seed = 1; seed <= 2_000; seed++) {
            Random random = new Random(seed);
            ResponseHeadParser parser = new ResponseHeadParser();
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            ByteBuffer received = ByteBuffer.allocateDirect(bytes.length);
            int at = 0;
            HeaderProgress progress = NeedMore.INSTANCE;
            while (progress instanceof NeedMore && at < bytes.length) {
                int piece = Math.min(bytes.length - at, 1 + random.nextInt(1 + random.nextInt(40)));
                received.limit(at + piece).put(at, bytes, at, piece);
                at += piece;
                progress = parser.parse(received);
            }
            UpstreamHead head =
                    assertInstanceOf(Complete.class, progress, "seed " + seed).head();
            assertEquals(6, fields(head).size(), "seed " + seed);
            assertEquals("\u00ff", fields(head).get(3).getValue(), "seed " + seed);
            assertEquals(12, head.contentLength(), "seed " + seed);
            assertTrue(head.keepable(), "seed " + seed);
        }
    }

    @Test
    void mutatedHeadsNeverEndInAnythingUnexpected() {
        byte[] good = ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\nTransfer-Encoding: chunked" + END)
                .getBytes(StandardCharsets.ISO_8859_1);
        Random random = new Random(42);
        for (int run = 0; run < 100_000; run++) {
            byte[] bytes = good.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            HeaderProgress progress = new ResponseHeadParser().parse(ByteBuffer.wrap(bytes));
            assertTrue(progress instanceof Complete
                    || progress instanceof Invalid
                    || progress instanceof NeedMore
                    || progress instanceof HeaderProgress.EarlyHints);
        }
    }

    private static UpstreamHead complete(String text) {
        return assertInstanceOf(Complete.class, parse(text)).head();
    }

    private static HeaderProgress parse(String text) {
        return new ResponseHeadParser().parse(buffer(text));
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<HttpField> fields(UpstreamHead head) {
        List<HttpField> fields = new ArrayList<>();
        head.fields().forEach(fields::add);
        return fields;
    }
}
