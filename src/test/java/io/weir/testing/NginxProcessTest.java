package io.weir.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

@Timeout(60)
@EnabledIf(value = "io.weir.testing.NginxProcess#installed", disabledReason = "nginx is not installed")
class NginxProcessTest {

    @Test
    void nginxProxiesAndItsLogIsCompleteOnceItIsClosed() throws Exception {
        try (FakePeer peer = FakePeer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")) {
            NginxProcess nginx = NginxProcess.start("""
                log_format short '$status $upstream_addr';
                access_log %%home%%/access.log short;
                server { listen 127.0.0.1:%%front%%; location / { proxy_pass http://%s; } }
                """.formatted(peer.name()));
            try (nginx;
                    RawClient client = RawClient.connect(nginx.address())) {
                RawResponse response =
                        client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").readResponse();
                assertEquals("hi", response.bodyText());
            }
            assertEquals(List.of("200 " + peer.name()), nginx.accessLog());
            assertEquals("GET /a HTTP/1.0", peer.requests().getFirst().requestLine());
        }
    }

    @Test
    void mistakeInTheConfigurationIsTheFailuresMessage() {
        AssertionError error = assertThrows(AssertionError.class, () -> NginxProcess.start("proxy_pas http://x;"));
        assertTrue(error.getMessage().contains("unknown directive \"proxy_pas\""), error.getMessage());
    }
}
