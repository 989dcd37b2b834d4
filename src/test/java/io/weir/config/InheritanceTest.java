package io.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weir.config.ProxySettings.SetHeader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InheritanceTest {

    @TempDir
    Path directory;

    private Configuration configuration;

    @BeforeEach
    void read() throws Exception {
        configuration = new ConfigText(directory).read("""
            proxy_read_timeout = "10s"
            proxy_send_timeout = "11s"
            proxy_connect_timeout = "12s"
            send_timeout = "13s"
            client_max_body_size = "2m"
            proxy_set_header = { Host = "$host", X-Top = "1" }
            proxy_hide_header = ["X-Top"]
            access_log = "/dev/stdout"
            error_log = ["stderr", "info"]

            [[server]]
            proxy_send_timeout = "21s"
            proxy_connect_timeout = "22s"
            proxy_set_header.X-Server = ["a", "b"]
            error_log = "/dev/stderr"
            return = 404

              [[server.location]]
              path = "/a/"
              proxy_connect_timeout = "32s"
              proxy_pass = "http://127.0.0.1:9000"

                [[server.location.location]]
                path = "/a/b/"
                proxy_read_timeout = "40s"
                client_max_body_size = 0
                access_log = "off"
                proxy_hide_header = []

                  [server.location.location.proxy_set_header]
                  X-Nested = "$uri"

            [[server]]
            server_name = "other"
            """);
    }

    private LocationConfig root() {
        return configuration.servers().getFirst().root();
    }

    private LocationConfig outer() {
        return root().locations().getFirst();
    }

    private LocationConfig nested() {
        return outer().locations().getFirst();
    }

    @Test
    void theNearestLevelThatSetsAValueWins() {
        assertEquals(List.of(10_000L, 21_000L, 22_000L), times(root()));
        assertEquals(List.of(10_000L, 21_000L, 32_000L), times(outer()));
        assertEquals(List.of(40_000L, 21_000L, 32_000L), times(nested()));
        assertEquals(
                List.of(10_000L, 11_000L, 12_000L),
                times(configuration.servers().get(1).root()));
    }

    private static List<Long> times(LocationConfig location) {
        HandlerSettings proxy = location.proxy().handler();
        return List.of(proxy.readTimeout(), proxy.sendTimeout(), proxy.connectTimeout());
    }

    @Test
    void clientSettingsAreInheritedToo() {
        assertEquals(13_000, nested().client().sendTimeout());
        assertEquals(2 << 20, outer().client().maxBodySize());
        assertEquals(0, nested().client().maxBodySize());
    }

    @Test
    void tablesAndListsAreReplacedWhole() {
        assertEquals(List.of("X-Server: a", "X-Server: b"), headers(root()));
        assertEquals(List.of("X-Server: a", "X-Server: b"), headers(outer()));
        assertEquals(List.of("X-Nested: $uri"), headers(nested()));
        assertEquals(
                List.of("Host: $host", "X-Top: 1"),
                headers(configuration.servers().get(1).root()));
        assertEquals(9, outer().proxy().handler().hiddenHeaders().size());
        assertEquals(8, nested().proxy().handler().hiddenHeaders().size());
    }

    private static List<String> headers(LocationConfig location) {
        return location.proxy().setHeaders().stream()
                .map((SetHeader header) -> header.name() + ": " + header.value().source())
                .toList();
    }

    @Test
    void logsAreInherited() {
        assertNull(outer().accessLogs().getFirst().file());
        assertEquals(List.of(), nested().accessLogs());
        assertEquals(new ErrorLogConfig(null, ErrorLogConfig.Level.INFO), configuration.errorLog());
        assertEquals(new ErrorLogConfig(null, ErrorLogConfig.Level.ERROR), nested().errorLog());
    }

    @Test
    void whatMakesTheResponseIsNotInherited() {
        assertInstanceOf(LocationConfig.ProxyPass.class, outer().content());
        assertInstanceOf(LocationConfig.NoContent.class, nested().content());
        assertEquals(1, root().rewrite().size());
        assertEquals(0, outer().rewrite().size());
    }
}
