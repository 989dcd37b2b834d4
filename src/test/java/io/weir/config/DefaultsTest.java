package io.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.AccessLogConfig.Escape;
import io.weir.config.HandlerSettings.Condition;
import io.weir.config.HandlerSettings.NextUpstream;
import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.KeepaliveConfig;
import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.variable.Template;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** nginx 1.31's defaults (nginx-semantics, section 5). */
class DefaultsTest {

    private static final String MINIMAL = """
        [[upstream]]
        name = "app"
        server = [{ address = "127.0.0.1" }]

        [[server]]
          [[server.location]]
          path = "/"
          proxy_pass = "http://app"
        """;

    @TempDir
    Path directory;

    @Test
    void theProxyHasNginxsDefaults() throws Exception {
        ProxySettings proxy = new ConfigText(directory).location(MINIMAL).proxy();
        HandlerSettings shared = proxy.handler();
        assertEquals(60_000, shared.connectTimeout());
        assertEquals(60_000, shared.sendTimeout());
        assertEquals(60_000, shared.readTimeout());
        assertFalse(proxy.httpVersion10());
        assertNull(proxy.method());
        assertEquals(List.of(), proxy.setHeaders());
        assertNull(proxy.setBody());
        assertTrue(shared.passRequestHeaders() && shared.passRequestBody() && shared.requestBuffering());
        assertFalse(shared.ignoreClientAbort() || shared.interceptErrors() || proxy.passTrailers());
        assertEquals(SocketSettings.DEFAULT, shared.socket());
        assertNull(proxy.cookies());
        assertEquals(
                Set.of(
                        "date",
                        "server",
                        "x-pad",
                        "x-accel-expires",
                        "x-accel-redirect",
                        "x-accel-limit-rate",
                        "x-accel-buffering",
                        "x-accel-charset"),
                shared.hiddenHeaders());
        assertEquals(Set.of(), shared.ignoreHeaders());
        assertEquals(new NextUpstream(Set.of(Condition.ERROR, Condition.TIMEOUT), 0, 0), shared.nextUpstream());
        assertEquals(
                new HandlerSettings.Buffering(
                        true, 4096, 8, 4096, 8192, 1L << 30, 8192, directory.resolve("proxy_temp"), null),
                shared.buffering());
    }

    @Test
    void theClientSideHasNginxsDefaults() throws Exception {
        assertEquals(
                new ClientSettings(
                        1 << 20,
                        8192,
                        60_000,
                        directory.resolve("client_body_temp"),
                        60_000,
                        1024,
                        4,
                        8192,
                        1000,
                        60_000,
                        75_000,
                        0,
                        1000,
                        3_600_000,
                        ClientSettings.Lingering.ON,
                        30_000,
                        5_000,
                        true,
                        true,
                        true,
                        false,
                        true,
                        true,
                        false,
                        true,
                        true,
                        "text/plain",
                        ClientSettings.BodyFile.OFF,
                        0,
                        false,
                        List.of(),
                        null,
                        null,
                        new ClientSettings.Browsers(true, false, true, false)),
                new ConfigText(directory).location(MINIMAL).client());
    }

    @Test
    void filesHaveNginxsDefaults() throws Exception {
        FileSettings files = new ConfigText(directory).location(MINIMAL).files();
        assertEquals(directory + "/html", files.mapping().directory().literalValue());
        assertEquals(0, files.mapping().alias());
        assertEquals(
                List.of("index.html"),
                files.index().stream().map(Template::source).toList());
        assertEquals(Map.of("html", "text/html", "gif", "image/gif", "jpg", "image/jpeg"), files.types());
        assertEquals(FileSettings.ModifiedSince.EXACT, files.modifiedSince());
        assertEquals(Integer.MAX_VALUE, files.maxRanges());
        assertTrue(files.etag() && files.logNotFound());
        assertNull(files.listing());
        assertNull(files.tryFiles());
    }

    @Test
    void logsGoBesideTheFile() throws Exception {
        Configuration configuration = new ConfigText(directory).read(MINIMAL);
        LocationConfig root = configuration.servers().getFirst().root();
        assertEquals(1, root.accessLogs().size());
        AccessLogConfig log = root.accessLogs().getFirst();
        assertEquals(directory.resolve("logs/access.log"), log.file());
        assertEquals(Escape.DEFAULT, log.escape());
        assertNull(log.condition());
        assertTrue(log.format().source().startsWith("$remote_addr - $remote_user [$time_local]"));
        ErrorLogConfig errors = new ErrorLogConfig(directory.resolve("logs/error.log"), ErrorLogConfig.Level.ERROR);
        assertEquals(errors, root.errorLog());
        assertEquals(errors, configuration.errorLog());
        assertEquals(Duration.ofSeconds(30), configuration.shutdownTimeout());
        assertEquals(directory.resolve("weir.toml"), configuration.file());
    }

    @Test
    void aGroupHasNginxsDefaults() throws Exception {
        UpstreamConfig group =
                new ConfigText(directory).read(MINIMAL).upstreams().get("app");
        PeerConfig peer = group.peers().getFirst();
        assertEquals("127.0.0.1:80", peer.address().name());
        assertEquals(new PeerConfig("127.0.0.1", peer.address(), 1, 1, 10, 0, false, false, null), peer);
        assertEquals(new KeepaliveConfig(32, true, 1000, 3_600_000, 60_000), group.keepalive());
        assertInstanceOf(Balance.RoundRobin.class, group.balance());
        assertFalse(group.implicit());
    }

    @Test
    void aServerWithoutListenUsesPort80OrWithoutPrivileges8000() throws Exception {
        ServerConfig server = new ConfigText(directory).read(MINIMAL).servers().getFirst();
        int port = System.getProperty("user.name").equals("root") ? 80 : 8000;
        assertEquals(1, server.listens().size());
        assertEquals(
                new InetSocketAddress("0.0.0.0", port),
                server.listens().getFirst().address());
        assertEquals(511, server.listens().getFirst().options().backlog());
        assertEquals(List.of(new ServerConfig.ServerName.Exact("", "")), server.names());
        assertEquals("", server.firstName());
    }

    @Test
    void anEmptyFileIsAConfiguration() throws Exception {
        Configuration configuration = new ConfigText(directory).read("");
        assertEquals(List.of(), configuration.servers());
        assertEquals(Map.of(), configuration.upstreams());
    }
}
