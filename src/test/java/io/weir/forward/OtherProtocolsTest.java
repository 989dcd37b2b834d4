package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import io.weir.testing.Bench;
import io.weir.testing.FakePeer;
import io.weir.testing.FastcgiBytes;
import io.weir.testing.Gate;
import io.weir.testing.PeerScript;
import io.weir.testing.PeerWire;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However an exchange in another protocol than HTTP ends, its client is told so, and nothing is left of it. */
@Timeout(60)
class OtherProtocolsTest {

    private static final String LARGE = "0123456789abcdef".repeat(1 << 18);

    @RegisterExtension
    final Bench bench = new Bench();

    private final Gate asked = new Gate("the peer has the request");

    /** The protocols; FastCGI twice, because its bodies end in two ways. */
    enum Kind {
        FASTCGI("fastcgi", PeerWire.FASTCGI, "", FastcgiBytes::stdout, FastcgiBytes.endOfOutput() + FastcgiBytes.end()),
        FASTCGI_KEPT(
                "fastcgi",
                PeerWire.FASTCGI,
                "fastcgi_keep_conn = true",
                FastcgiBytes::stdout,
                FastcgiBytes.endOfOutput() + FastcgiBytes.end()),
        UWSGI("uwsgi", PeerWire.UWSGI, "", UnaryOperator.identity(), ""),
        SCGI("scgi", PeerWire.SCGI, "", UnaryOperator.identity(), ""),
        MEMCACHED(
                "memcached",
                PeerWire.MEMCACHED,
                "set = { \"$memcached_key\" = \"k\" }",
                UnaryOperator.identity(),
                "\r\nEND\r\n");

        private final String module;
        private final PeerWire wire;
        private final String keys;
        private final UnaryOperator<String> packed;
        private final String end;

        Kind(String module, PeerWire wire, String keys, UnaryOperator<String> packed, String end) {
            this.module = module;
            this.wire = wire;
            this.keys = keys;
            this.packed = packed;
            this.end = end;
        }

        /** A response that says how long it is, up to here. */
        String part(int length, String body) {
            boolean value = this == MEMCACHED;
            return packed.apply((value ? "VALUE k 0 " + length : "Content-Length: " + length + "\r\n") + "\r\n" + body);
        }

        String whole(String body) {
            return part(body.length(), body) + end;
        }

        /** A head that has no end yet. */
        String halfHead() {
            return packed.apply(this == MEMCACHED ? "VALUE k" : "X-Half: ");
        }

        /** What no peer of this kind says. */
        String nonsense() {
            return packed.apply(this == MEMCACHED ? "NONSENSE\r\n" : "Status: none\r\n\r\n");
        }

        boolean keeps() {
            return this == MEMCACHED || this == FASTCGI_KEPT;
        }
    }

    private PeerScript request(Kind kind) throws Exception {
        return bench.peer().accept().readRequest(kind.wire);
    }

    /** @param keys further lines of the location, in which {@code *} stands for the module */
    private void proxy(Kind kind, String... keys) throws Exception {
        proxyTo(kind, "{ address = \"" + bench.peer().name() + "\" }", keys);
    }

    private void proxyTo(Kind kind, String servers, String... keys) throws Exception {
        bench.start("""
            [[upstream]]
            name = "up"
            server = [%s]

            [[server]]
            listen = "127.0.0.1:%%front%%"

              [[server.location]]
              path = "/"
              %s_pass = "up"
              %s
              %s
            """.formatted(
                servers, kind.module, kind.keys, String.join("\n  ", keys).replace("*", kind.module)));
    }

    private void awaitUpstreamError(Kind kind, String text, FakePeer peer) throws Exception {
        String line = bench.awaitError(text);
        assertTrue(line.contains(", upstream: \"" + kind.module + "://" + peer.name() + "\", host: \"front\""), line);
    }

    @ParameterizedTest
    @EnumSource
    void aWholeResponse(Kind kind) throws Exception {
        PeerScript script = request(kind).send(kind.whole("hello"));
        if (kind.keeps()) {
            script.readRequest(kind.wire).send(kind.whole("again"));
        } else {
            script.close();
            request(kind).send(kind.whole("again")).close();
        }
        proxy(kind);
        assertEquals("hello", bench.get().readResponse().bodyText());
        assertEquals("again", bench.get().readResponse().bodyText());
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatClosesWithinItsHeadIsA502(Kind kind) throws Exception {
        request(kind).send(kind.halfHead()).close();
        proxy(kind);
        assertEquals(502, bench.get().readResponse().status());
        awaitUpstreamError(
                kind,
                "upstream prematurely closed connection while reading response header from upstream, client: ",
                bench.peer());
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatFallsSilentWithinItsHeadIsA504(Kind kind) throws Exception {
        request(kind).send(kind.halfHead()).expectClose();
        proxy(kind, "*_read_timeout = \"200ms\"");
        assertEquals(504, bench.get().readResponse().status());
        awaitUpstreamError(
                kind,
                "upstream timed out (110: Connection timed out) while reading response header from upstream, client: ",
                bench.peer());
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatClosesWithinItsBodyCutsTheClient(Kind kind) throws Exception {
        request(kind).send(kind.part(10, "hello")).close();
        proxy(kind);
        assertCut(bench.get().readResponse(), "hello");
        awaitUpstreamError(
                kind, "upstream prematurely closed connection while reading upstream, client: ", bench.peer());
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatFallsSilentWithinItsBodyCutsTheClient(Kind kind) throws Exception {
        request(kind).send(kind.part(10, "hello")).expectClose();
        proxy(kind, kind == Kind.MEMCACHED ? "" : "*_buffering = false", "*_read_timeout = \"200ms\"");
        assertCut(bench.get().readResponse(), "hello");
        awaitUpstreamError(
                kind, "upstream timed out (110: Connection timed out) while reading upstream, client: ", bench.peer());
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatResetsWithinItsBodyCutsTheClient(Kind kind) throws Exception {
        request(kind).send(kind.part(10, "hello")).waitFor(asked).reset();
        proxy(kind, kind == Kind.MEMCACHED ? "" : "*_buffering = false");
        RawClient client = bench.get();
        client.readHead();
        asked.open();
        assertEquals("hello", new String(client.readExactly(5)));
        client.expectClose();
        bench.awaitError("(104: Connection reset by peer) while reading upstream, client: ");
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesASilentPeerEndsTheAttempt(Kind kind) throws Exception {
        request(kind).open(asked).expectClose();
        proxy(kind);
        RawClient client = bench.get();
        asked.await();
        client.close();
        bench.awaitAccess("status=499 upstream=- ");
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesWithinABodyEndsTheAttempt(Kind kind) throws Exception {
        request(kind).send(kind.part(10, "hello")).expectClose();
        proxy(kind, kind == Kind.MEMCACHED ? "" : "*_buffering = false");
        RawClient client = bench.get();
        client.readHead();
        client.close();
        bench.awaitAccess("status=200 upstream=200 ");
    }

    /** memcached's values are never buffered. */
    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "MEMCACHED")
    void aClientThatLeavesATemporaryFileBehindDoesNotKeepIt(Kind kind) throws Exception {
        request(kind).send(kind.part(2 * LARGE.length(), LARGE)).expectClose();
        proxy(kind, "*_temp_path = \"%home%/temp\"");
        RawClient client = bench.narrowClient().send("GET / HTTP/1.1\r\nHost: front\r\n\r\n");
        client.readHead();
        bench.awaitError("an upstream response is buffered to a temporary file");
        client.close();
        bench.awaitAccess("status=200 upstream=200 ");
    }

    /** SCGI, too: it is told the length before. memcached gets no body. */
    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "MEMCACHED")
    void aClientThatLeavesWithinItsOwnStreamedBodyEndsTheAttempt(Kind kind) throws Exception {
        bench.peer().accept().readBytes(20).open(asked).expectEnd();
        proxy(kind, "*_request_buffering = false");
        RawClient client = bench.send("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: 10\r\n\r\nhello");
        asked.await();
        client.close();
        bench.awaitAccess("upstream=- ");
    }

    @ParameterizedTest
    @EnumSource
    void whatOnePeerCannotAnswerTheNextOneIsAsked(Kind kind) throws Exception {
        FakePeer other = bench.add(FakePeer.scripted());
        request(kind).send(kind.nonsense()).expectEnd();
        other.accept().readRequest(kind.wire).send(kind.whole("hello"));
        String condition = kind == Kind.MEMCACHED ? "invalid_response" : "invalid_header";
        proxyTo(
                kind,
                "{ address = \"" + bench.peer().name() + "\" }, { address = \"" + other.name() + "\", backup = true }",
                "*_next_upstream = [\"" + condition + "\"]");
        assertEquals("hello", bench.get().readResponse().bodyText());
        bench.awaitAccess("status=200 upstream=502, 200 peer=" + bench.peer().name() + ", " + other.name());
        String text = kind == Kind.MEMCACHED
                ? "memcached sent invalid response: \"NONSENSE"
                : "upstream sent invalid status \"none\" while reading response header from upstream, client: ";
        awaitUpstreamError(kind, text, bench.peer());
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatRefusesLeavesNothingEither(Kind kind) throws Exception {
        FakePeer refusing = bench.add(FakePeer.refusing());
        proxyTo(kind, "{ address = \"" + refusing.name() + "\" }");
        assertEquals(502, bench.get().readResponse().status());
        awaitUpstreamError(
                kind, "connect() failed (111: Connection refused) while connecting to upstream, client: ", refusing);
    }

    private static void assertCut(RawResponse response, String body) {
        assertEquals(200, response.status());
        assertEquals(body, response.bodyText());
        assertFalse(response.complete());
    }
}
