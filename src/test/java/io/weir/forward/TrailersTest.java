package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.testing.Bench;
import io.weir.testing.RawResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Trailers of a chunked response (nginx-semantics 3.8). */
@Timeout(60)
class TrailersTest {

    private static final String RESPONSE =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 42\r\nX-Hidden: y\r\n\r\n";

    @RegisterExtension
    final Bench bench = new Bench();

    @Test
    void trailersAreDroppedByDefault() throws Exception {
        bench.peer().accept().readHead().send(RESPONSE);
        bench.proxy();
        RawResponse response = bench.get().readResponse();
        assertEquals("hello", response.bodyText());
        assertEquals(List.of(), response.trailers());
    }

    @Test
    void trailersArePassedWhereAskedForButNotTheHiddenOnes() throws Exception {
        bench.peer().accept().readHead().send(RESPONSE);
        bench.proxy("proxy_pass_trailers = true", "proxy_hide_header = \"X-Hidden\"");
        RawResponse response = bench.get().readResponse();
        assertEquals("hello", response.bodyText());
        assertEquals(List.of("X-Sum: 42"), response.trailers());
    }
}
