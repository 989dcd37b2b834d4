package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.PeerScript;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The peer fails before its response header is complete. */
@Timeout(60)
class HeaderFailureTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @RegisterExtension
    final Bench bench = new Bench();

    /**
     * @param peer what it does after it has read the request
     * @param status what the client gets
     * @param error the line of the error log, up to the phase
     */
    private record Failure(String name, Consumer<PeerScript> peer, int status, String error) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Failure> failures() {
        String timedOut = "upstream timed out (110: Connection timed out)";
        String closed = "upstream prematurely closed connection";
        return Stream.of(
                new Failure("a silent peer is a 504", PeerScript::expectClose, 504, timedOut),
                new Failure(
                        "a peer that stops within its header is a 504",
                        peer -> peer.send(OK + "X-Half: ").expectClose(),
                        504,
                        timedOut),
                new Failure("a close in place of a header is a 502", PeerScript::close, 502, closed),
                new Failure(
                        "a close within the header is a 502",
                        peer -> peer.send(OK + "X-Half: ").close(),
                        502,
                        closed),
                new Failure(
                        "a half-close in place of a header is a 502",
                        peer -> peer.halfClose().expectClose(),
                        502,
                        closed),
                new Failure(
                        "a reset in place of a header is a 502",
                        PeerScript::reset,
                        502,
                        "recv() failed (104: Connection reset by peer)"),
                new Failure(
                        "a header larger than its buffer is a 502",
                        peer -> peer.send(OK + "X-Large: " + "x".repeat(5000)).expectClose(),
                        502,
                        "upstream sent too big header"),
                new Failure(
                        "a header line that is none is a 502",
                        peer -> peer.send(OK + "no header line\r\n\r\n").expectClose(),
                        502,
                        "upstream sent invalid header"),
                new Failure(
                        "a status line that is none is a 502",
                        peer -> peer.send("ICY 200 OK\r\n\r\n").expectClose(),
                        502,
                        "upstream sent no valid HTTP/1.0 header"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void failureHasItsStatusAndItsLine(Failure failure) throws Exception {
        PeerScript script = bench.peer().accept().readHead();
        failure.peer().accept(script);
        bench.proxy("proxy_read_timeout = \"200ms\"", "proxy_buffer_size = \"4k\"");
        assertEquals(failure.status(), bench.get().readResponse().status());
        bench.awaitAccess("status=" + failure.status() + " upstream=" + failure.status());
        String line = bench.awaitError(failure.error());
        String suffix = " while reading response header from upstream, client: 127.0.0.1, server: , "
                + "request: \"GET / HTTP/1.1\", upstream: \"http://"
                + bench.peer().name() + "/\", host: \"front\"";
        assertTrue(line.endsWith(suffix), line);
    }
}
