package io.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.LocationConfig.ProxyPass;
import io.weir.config.LocationConfig.Target;
import io.weir.config.ProxySettings.Redirect;
import io.weir.config.UpstreamConfig.PeerConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyPassTest {

    @TempDir
    Path directory;

    private LocationConfig location(String path, String pass) throws Exception {
        return new ConfigText(directory).location(text(path, pass));
    }

    private static String text(String path, String pass) {
        return """
            [[upstream]]
            name = "App"
            server = [{ address = "127.0.0.1:9000" }]

            [[server]]
            [[server.location]]
            path = "%s"
            proxy_pass = "%s"
            """.formatted(path, pass);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // proxy_pass, host, port, unix path, $proxy_host, URI part, group
                "http://app, app, 0, -, app, -, app",
                "http://APP/x/, APP, 0, -, APP, /x/, app",
                "HTTP://app?a=1, app, 0, -, app, /?a=1, app",
                "http://one.test, one.test, 0, -, one.test, -, one.test:80",
                "http://one.test:80/, one.test, 80, -, one.test, /, one.test:80",
                "http://One.test:8080, One.test, 8080, -, One.test:8080, -, one.test:8080",
                "http://[::1]:9000/a, [::1], 9000, -, [::1]:9000, /a, [::1]:9000",
                "http://[::1], [::1], 0, -, [::1], -, [::1]:80",
                "http://unix:/run/app.sock, localhost, 0, /run/app.sock, localhost, -, unix:/run/app.sock",
                "http://unix:/run/app.sock:/x/, localhost, 0, /run/app.sock, localhost, /x/, unix:/run/app.sock",
                "http://one.test/a:b?c, one.test, 0, -, one.test, /a:b?c, one.test:80",
            })
    void aLiteralUrlIsTakenApart(
            String pass,
            String host,
            int port,
            @Nullable String unixPath,
            String hostHeader,
            @Nullable String uri,
            String upstream)
            throws Exception {
        ProxyPass content = (ProxyPass) location("/p/", pass).content();
        assertEquals(new Target(false, host, port, unixPath, hostHeader, uri, upstream), content.target());
        assertEquals(uri == null ? null : "/p/", content.locationName());
        assertNull(content.template());
        assertEquals(pass, content.text());
    }

    @Test
    void httpsMeansPort443AndTlsSettings() throws Exception {
        LocationConfig location = location("/", "https://one.test/x");
        assertEquals(
                new Target(true, "one.test", 0, null, "one.test", "/x", "one.test:443"),
                ((ProxyPass) location.content()).target());
        assertNotNull(location.proxy().handler().tls());
        assertNull(location("/", "http://one.test/x").proxy().handler().tls());
    }

    @Test
    void aUrlWithVariablesIsLeftToTheRequest() throws Exception {
        LocationConfig location = location("~ ^/(?<who>[a-z_]+)/", "http://$who.test:80$request_uri");
        ProxyPass content = (ProxyPass) location.content();
        assertNull(content.target());
        assertNotNull(content.template());
        assertNull(content.locationName());
        assertEquals(List.of(), location.proxy().redirects());
    }

    @Test
    void everyAddressOfAHostIsAPeerOfItsImplicitGroup() throws Exception {
        UpstreamConfig group = new ConfigText(directory)
                .read(text("/", "http://two.test:8080"))
                .upstreams()
                .get("two.test:8080");
        assertTrue(group.implicit());
        assertEquals(0, group.keepalive().connections());
        assertEquals(
                List.of("192.0.2.1:8080", "192.0.2.2:8080"),
                group.peers().stream().map(peer -> peer.address().name()).toList());
        PeerConfig peer = group.peers().getFirst();
        assertEquals(List.of(1, 1, 0), List.of(peer.weight(), peer.maxFails(), peer.maxConns()));
        assertEquals(10, peer.failTimeoutSeconds());
    }

    @Test
    void locationsWithTheSameHostAndPortShareAGroup() throws Exception {
        Configuration configuration = new ConfigText(directory).read("""
            [[server]]
            [[server.location]]
            path = "/a"
            proxy_pass = "http://one.test"
            [[server.location]]
            path = "/b"
            proxy_pass = "http://ONE.test:80/x"
            [[server.location]]
            path = "/c"
            proxy_pass = "http://one.test:81"
            """);
        assertEquals(
                List.of("one.test:80", "one.test:81"),
                List.copyOf(configuration.upstreams().keySet()));
    }

    @ParameterizedTest
    @CsvSource({
        "/one/, http://app/two/, http://app/two/, /one/",
        "= /one, http://app/two, http://app/two, /one",
        "^~ /é/, http://app/ü/, http://app/ü/, /é/",
        "/one/, http://app, http://app/, /",
        "~ ^/one/, http://app, http://app/, /",
        "/one/, http://unix:/s:/x/, http://unix:/s:/x/, /one/",
    })
    void theDefaultRedirectIsMadeOfThePassAndTheLocation(String path, String pass, String from, String to)
            throws Exception {
        List<Redirect> redirects = location(path, pass).proxy().redirects();
        Redirect.Prefix rule = assertInstanceOf(Redirect.Prefix.class, redirects.getFirst());
        assertEquals(1, redirects.size());
        assertEquals(from, rule.from().source());
        assertEquals(to, rule.to().source());
        assertEquals(ByteStrings.of(to), rule.to().literalValue());
    }
}
