package io.weir.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.route.ServerSelection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What differential scenarios cannot show: pieces, repetition, and rules that are younger than the installed nginx. */
class RequestParserTest {

    private static final String TWO_SERVERS = """
        max_headers = 6
        [[server]]
        listen = "127.0.0.1:8080"
        server_name = "front"
        [[server]]
        listen = "127.0.0.1:8080"
        server_name = "other"
        max_headers = 2
        underscores_in_headers = true
        large_client_header_buffers = [1, "600"]
        """;

    private static final List<String> HEADS = List.of(
            "GET / HTTP/1.1\r\nHost: front\r\n\r\n",
            "GET /a%20b?c=d HTTP/1.1\r\nHost: front:80\r\nUser-Agent: x\r\nAccept: */*\r\nCookie: a=b\r\n\r\n",
            "GET /a%20b?c=d HTTP/1.1\r\nHost: front:80\r\nUser-Agent: x\r\nAccept: */*\r\nCookie: a=c\r\n\r\n",
            "GET /e HTTP/1.1\r\nHost: front:80\r\nReferer: r\r\nUser-Agent: x\r\nCookie: a=c\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: other\r\nX_A: 1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: front\r\nX_A: 1\r\n\r\n",
            "GET / HTTP/1.1\r\nX_A: 1\r\nX@B: 2\r\nHost: other\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: other\r\nX-A: " + "x".repeat(2000) + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: front\r\nX-A: " + "x".repeat(2000) + "\r\n\r\n",
            "POST /p HTTP/1.1\nhost: front\nContent-Length: 5\nExpect: 100-continue\n\n",
            "POST /p HTTP/1.1\r\nHost: front\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
            "\r\n\nGET http://other:81/x HTTP/1.0\r\nConnection: Keep-Alive\r\nAlone\r\n\r\n",
            "GET /\r\n",
            "GET / HTTP/1.1\r\nA: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\nE: 1\r\nHost: front\r\nG: 1\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: front\r\n\r\n",
            "GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: front\r\n\r\n");

    @TempDir
    Path directory;

    private ServerSelection servers;
    private final Random random = new Random(20_260_401);

    @BeforeEach
    void read() throws Exception {
        servers = Heads.servers(directory, TWO_SERVERS);
    }

    @Test
    void anySplitReadsTheSame() {
        for (String head : HEADS) {
            String whole = Heads.connection(servers).read(head).described();
            for (int cut = 1; cut < Math.min(head.length(), 400); cut++) {
                Heads cutOnce = Heads.connection(servers).read(head.substring(0, cut), head.substring(cut));
                assertEquals(whole, cutOnce.described(), () -> head);
            }
            assertEquals(
                    whole,
                    Heads.connection(servers).read(head.split("(?<=.)", -1)).described(),
                    () -> head);
            for (int i = 0; i < 20; i++) {
                assertEquals(whole, Heads.connection(servers).read(pieces(head)).described(), () -> head);
            }
        }
    }

    @Test
    void whatWasReadBeforeMakesNoDifference() {
        Heads used = Heads.connection(servers);
        for (int i = 0; i < 2000; i++) {
            String head = HEADS.get(random.nextInt(HEADS.size()));
            String alone = Heads.connection(servers).read(head).described();
            assertEquals(alone, used.read(pieces(head)).described(), () -> head);
        }
    }

    @Test
    void mutatedHeadsReadTheSameHoweverTheyCome() {
        Heads used = Heads.connection(servers);
        for (int i = 0; i < 20_000; i++) {
            String head = mutated(HEADS.get(random.nextInt(HEADS.size() - 1)));
            Heads alone = Heads.connection(servers).read(head);
            String expected = alone.described();
            Heads again = Heads.connection(servers).read(pieces(head));
            assertEquals(expected, again.described(), () -> head);
            assertEquals(expected, used.read(head).described(), () -> head);
        }
    }

    private String[] pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int next = Math.min(text.length(), at + 1 + random.nextInt(1 + text.length() / 3));
            pieces.add(text.substring(at, next));
            at = next;
        }
        return pieces.toArray(String[]::new);
    }

    private String mutated(String head) {
        StringBuilder text = new StringBuilder(head);
        String odd = "\r\n\0 :_\t\177HTP/1.@\u00e4\u00ff%?#[";
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, odd.charAt(random.nextInt(odd.length())));
                case 1 -> text.insert(at, odd.charAt(random.nextInt(odd.length())));
                case 2 -> text.setCharAt(at, (char) random.nextInt(256));
                default -> text.deleteCharAt(at);
            }
            if (text.isEmpty()) {
                text.append('G');
            }
        }
        return text.toString();
    }

    @Test
    void theSameHeadAgainIsTheSameObject() {
        Heads connection = Heads.connection(servers);
        ParsedHead first = connection.read(HEADS.get(1)).reader().head();
        assertSame(first, connection.read(HEADS.get(1)).reader().head());
        assertSame(first, connection.read(HEADS.get(1) + HEADS.get(0)).reader().head());
        assertEquals(HEADS.get(0).length(), connection.reader().input().remaining());
    }

    @Test
    void linesOfTheLastHeadAreReused() {
        Heads connection = Heads.connection(servers);
        ParsedHead first = connection.read(HEADS.get(1)).reader().head();
        ParsedHead otherCookie = connection.read(HEADS.get(2)).reader().head();
        assertNotSame(first, otherCookie);
        assertSame(first.line(), otherCookie.line());
        for (int i = 0; i < 3; i++) {
            assertSame(first.fields().getField(i), otherCookie.fields().getField(i));
        }
        ParsedHead oneMoreOneLess = connection.read(HEADS.get(3)).reader().head();
        assertSame(first.fields().getField(1), oneMoreOneLess.fields().getField(2));
        assertSame(otherCookie.fields().getField(3), oneMoreOneLess.fields().getField(3));
    }

    @Test
    void aReloadForgetsTheLastHead() throws Exception {
        Heads connection = Heads.connection(servers);
        ParsedHead first = connection.read(HEADS.get(0)).reader().head();
        ServerSelection reloaded = Heads.servers(directory, TWO_SERVERS);
        ParsedHead again =
                connection.begin(reloaded).receiveAndParse(HEADS.get(0)).head();
        assertNotSame(first, again);
        assertNotSame(first.match().server(), again.match().server());
    }

    @Test
    void emptyLinesTakeNoMemory() {
        Heads connection = Heads.connection(servers);
        String[] flood = new String[2000];
        Arrays.fill(flood, "\r\n".repeat(30));
        assertEquals(-1, connection.read(flood).status());
        assertTrue(connection.reader().input().capacity() <= 1024);
    }

    @ParameterizedTest
    @CsvSource({"front, 5, 0", "front, 6, 494", "other, 1, 0", "other, 2, 494"})
    void maxHeadersIsAboutTheLinesOfTheHostsServer(String host, int more, int status) {
        String head = "GET / HTTP/1.1\r\nHost: " + host + "\r\nX@Odd: not counted\r\n" + "A: b\r\n".repeat(more);
        assertEquals(status, Heads.connection(servers).read(head + "\r\n").status());
    }

    /** nginx 1.31 reads a CONNECT's target as host and port; the installed one as a path. */
    @ParameterizedTest
    @CsvSource({
        "CONNECT a:443 HTTP/1.1, 405",
        "CONNECT a:443 HTTP/1.0, 405",
        "CONNECT a HTTP/1.1, 400",
        "CONNECT / HTTP/1.1, 400",
        "CONNECT a: HTTP/1.1, 400",
        "CONNECT a:443, 400",
        "TRACE / HTTP/1.1, 405",
    })
    void connectAndTraceAreRefused(String line, int status) {
        assertEquals(
                status,
                Heads.connection(servers).read(line + "\r\nHost: front\r\n\r\n").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\26\3\1", "get ", "GE", "G@"})
    void whatIsNoMethodIsRefusedBeforeItsLineEnds(String bytes) {
        assertEquals(
                bytes.equals("GE") ? -1 : 400,
                Heads.connection(servers).read(bytes).status());
    }

    @ParameterizedTest
    @CsvSource({
        "'X A: 1', 'client sent invalid header line: \"X\\x20...\"'",
        "': 1', 'client sent invalid header line: \"\\x3a...\"'",
        "'Host: b', 'client sent duplicate host header: \"Host: b\", previous value: \"Host: front\"'",
        "'Content-Length: x', 'client sent invalid \"Content-Length\" header'",
        "'Transfer-Encoding: gzip', 'client sent unknown \"Transfer-Encoding\": \"gzip\"'",
    })
    void theLogSaysWhatNginxSays(String line, String why) {
        Heads connection = Heads.connection(servers).read("GET / HTTP/1.1\r\nHost: front\r\n" + line + "\r\n\r\n");
        assertEquals(why, connection.reader().rejection().why());
    }
}
