package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.testing.Bench;
import io.weir.testing.Gate;
import io.weir.testing.RawClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 103 from a peer (nginx-semantics 1.6, 6.9). The installed nginx may know no early_hints, so this is pinned from there. */
@Timeout(60)
class EarlyHintsTest {

    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n";
    private static final String FINAL = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @RegisterExtension
    final Bench bench = new Bench();

    @Test
    void hintsArePassedOnBeforeTheResponseIsThere() throws Exception {
        Gate hinted = new Gate("the client has the hints");
        bench.peer().accept().readHead().send(HINTS).waitFor(hinted).send(FINAL);
        bench.proxy("early_hints = \"1\"");
        RawClient client = bench.get();
        assertEquals("HTTP/1.1 103 Early Hints", client.readLine());
        assertEquals("Link: </a.css>; rel=preload", client.readLine());
        assertEquals("", client.readLine());
        hinted.open();
        assertEquals("hello", client.readResponse().bodyText());
        // As in nginx, the first status that came is remembered.
        bench.awaitAccess("status=200 upstream=103 ");
    }

    @Test
    void severalHintsThatComeWithTheResponseArePassedOneByOne() throws Exception {
        bench.peer().accept().readHead().send(HINTS + HINTS + FINAL);
        bench.proxy("early_hints = [\"\", \"0\", \"$http_host\"]");
        RawClient client = bench.get();
        assertEquals(103, client.readResponse().status());
        assertEquals(103, client.readResponse().status());
        assertEquals("hello", client.readResponse().bodyText());
    }

    @Test
    void responseMayFollowByteByByte() throws Exception {
        int[] ones = new int[HINTS.length() + FINAL.length()];
        java.util.Arrays.fill(ones, 1);
        bench.peer().accept().readHead().sendInPieces(HINTS + FINAL, ones);
        bench.proxy("early_hints = \"1\"");
        RawClient client = bench.get();
        assertEquals(103, client.readResponse().status());
        assertEquals("hello", client.readResponse().bodyText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "early_hints = \"\"", "early_hints = \"0\"", "early_hints = [\"$arg_x\", \"0\"]"})
    void withoutATruePredicateTheClientSeesTheFinalResponseOnly(String directive) throws Exception {
        bench.peer().accept().readHead().send(HINTS + FINAL);
        bench.proxy(directive);
        assertEquals("hello", bench.get().readResponse().bodyText());
        bench.awaitAccess("status=200 upstream=200 ");
    }

    @Test
    void clientOfHttp10GetsNoHints() throws Exception {
        bench.peer().accept().readHead().send(HINTS + FINAL);
        bench.proxy("early_hints = \"1\"");
        assertEquals(
                "hello", bench.send("GET / HTTP/1.0\r\n\r\n").readResponse().bodyText());
    }

    @Test
    void hiddenFieldsStayHiddenAndHintsWithoutFieldsAreNotSent() throws Exception {
        bench.peer()
                .accept()
                .readHead()
                .send("HTTP/1.1 103 Early Hints\r\nServer: up\r\nX-Secret: 1\r\n\r\n")
                .send("HTTP/1.1 103 Early Hints\r\nX-Secret: 1\r\nLink: </b>\r\nConnection: close\r\n\r\n")
                .send(FINAL);
        bench.proxy("early_hints = \"1\"", "proxy_hide_header = \"X-Secret\"");
        RawClient client = bench.get();
        assertEquals(List.of("Link: </b>"), client.readResponse().headerLines());
        assertEquals("hello", client.readResponse().bodyText());
    }

    @Test
    void hintsThatAreLargerThanTheBufferInSumAreSwallowed() throws Exception {
        String large = "HTTP/1.1 103 Early Hints\r\nLink: " + "a".repeat(3000) + "\r\n\r\n";
        bench.peer().accept().readHead().send(large + large).send(FINAL);
        bench.proxy("early_hints = \"1\"");
        RawClient client = bench.get();
        assertEquals(103, client.readResponse().status());
        assertEquals("hello", client.readResponse().bodyText());
        bench.awaitError("upstream sent too big early hints");
    }

    @Test
    void hintsOfHttp10AreAnInvalidHeader() throws Exception {
        bench.peer()
                .accept()
                .readHead()
                .send(HINTS.replace("HTTP/1.1", "HTTP/1.0"))
                .expectClose();
        bench.proxy("early_hints = \"1\"");
        assertEquals(502, bench.get().readResponse().status());
    }

    @Test
    void peerThatFailsAfterHintsIsRetried() throws Exception {
        bench.peer().accept().readHead().send(HINTS).close();
        bench.peer().accept().readHead().send(FINAL);
        bench.start("""
            early_hints = "1"

            [[upstream]]
            name = "up"
            server = [{ address = "%s" }, { address = "%<s" }]

            [[server]]
            listen = "127.0.0.1:%%front%%"

              [[server.location]]
              path = "/"
              proxy_pass = "http://up"
            """.formatted(bench.peer().name()));
        RawClient client = bench.get();
        assertEquals(103, client.readResponse().status());
        assertEquals("hello", client.readResponse().bodyText());
        bench.awaitAccess("status=200 upstream=502, 200 ");
    }
}
