package io.weir.forward;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the names of the upstream's fields are written to the client. */
@Timeout(60)
class ResponseFieldNamesTest {

    @RegisterExtension
    final Bench bench = new Bench();

    @Test
    void namesStayAsTheUpstreamWroteThemButForContentType() throws Exception {
        bench.peer().accept().readHead().send("""
            HTTP/1.1 200 OK\r
            content-type: text/plain\r
            CONTENT-length: 0\r
            x-Some: 1\r
            ETAG: "a"\r
            \r
            """);
        bench.proxy();
        List<String> lines = bench.get().readHead().lines();
        assertTrue(
                lines.containsAll(List.of("Content-Type: text/plain", "Content-Length: 0", "x-Some: 1", "ETAG: \"a\"")),
                () -> String.join("\n", lines));
    }
}
