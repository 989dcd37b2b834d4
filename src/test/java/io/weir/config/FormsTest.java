package io.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weir.variable.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways of writing one value, configuration.md's second table. */
class FormsTest {

    @TempDir
    Path directory;

    record Row(String line, Function<LocationConfig, Object> read, Object expected) {
        @Override
        public String toString() {
            return line;
        }
    }

    private static Row row(String line, Object expected, Function<LocationConfig, Object> read) {
        return new Row(line, read, expected);
    }

    static Stream<Row> rows() {
        Function<LocationConfig, Object> buffering =
                l -> l.proxy().handler().buffering().enabled();
        Function<LocationConfig, Object> readTimeout = l -> l.proxy().handler().readTimeout();
        Function<LocationConfig, Object> headerSize =
                l -> l.proxy().handler().buffering().headerSize();
        Function<LocationConfig, Object> conditions =
                l -> l.proxy().handler().nextUpstream().conditions().toString();
        Function<LocationConfig, Object> hidden =
                l -> l.proxy().handler().hiddenHeaders().size();
        Function<LocationConfig, Object> keepalive =
                l -> List.of(l.client().keepaliveTimeout(), l.client().keepaliveHeader());
        Function<LocationConfig, Object> lingering = l -> l.client().lingeringClose();
        Function<LocationConfig, Object> ret = l -> l.rewrite().isEmpty()
                        || !(l.rewrite().getFirst() instanceof RewriteStep.Return(int code, Template text))
                ? "none"
                : code + " " + (text == null ? null : text.source());
        Function<LocationConfig, Object> http10 = l -> l.proxy().httpVersion10();
        Function<LocationConfig, Object> redirects = l -> l.proxy().redirects().size();
        Function<LocationConfig, Object> rate =
                l -> l.proxy().handler().buffering().limitRate() == null
                        ? "none"
                        : l.proxy().handler().buffering().limitRate().source();
        return Stream.of(
                row("proxy_buffering = false", false, buffering),
                row("proxy_buffering = \"off\"", false, buffering),
                row("proxy_buffering = \"on\"", true, buffering),
                row("proxy_read_timeout = 5", 5000L, readTimeout),
                row("proxy_read_timeout = \"5\"", 5000L, readTimeout),
                row("proxy_read_timeout = \"250ms\"", 250L, readTimeout),
                row("proxy_buffer_size = 8192", 8192, headerSize),
                row("proxy_buffer_size = \"8k\"", 8192, headerSize),
                row("proxy_next_upstream = \"off\"", "[]", conditions),
                row("proxy_next_upstream = false", "[]", conditions),
                row("proxy_next_upstream = \"http_503\"", "[HTTP_503]", conditions),
                row("proxy_next_upstream = [\"error\", \"http_503\", \"updating\"]", "[ERROR, HTTP_503]", conditions),
                row("proxy_next_upstream = [\"error\", \"off\"]", "[]", conditions),
                row("proxy_hide_header = \"X-Powered-By\"", 9, hidden),
                row("proxy_hide_header = [\"X-A\", \"X-B\", \"Date\"]", 10, hidden),
                row("proxy_pass_header = \"Server\"", 7, hidden),
                row("keepalive_timeout = 0", List.of(0L, 0L), keepalive),
                row("keepalive_timeout = [\"65s\", \"1m\"]", List.of(65_000L, 60L), keepalive),
                row("lingering_close = false", ClientSettings.Lingering.OFF, lingering),
                row("lingering_close = \"always\"", ClientSettings.Lingering.ALWAYS, lingering),
                row("return = 204", "204 null", ret),
                row("return = \"204\"", "204 null", ret),
                row("return = [200, \"hello $uri\"]", "200 hello $uri", ret),
                row("return = [301, \"https://$host$request_uri\"]", "301 https://$host$request_uri", ret),
                row("return = \"https://example.org\"", "302 https://example.org", ret),
                row("return = \"$scheme://example.org\"", "302 $scheme://example.org", ret),
                row("proxy_http_version = 1.0", true, http10),
                row("proxy_http_version = \"1.0\"", true, http10),
                row("proxy_http_version = 1.1", false, http10),
                row("proxy_redirect = \"off\"", 0, redirects),
                row("proxy_redirect = false", 0, redirects),
                row("proxy_redirect = \"default\"", 1, redirects),
                row("proxy_redirect = [\"http://a/\", \"/\"]", 1, redirects),
                row("proxy_redirect = [\"default\", [\"http://a/\", \"/\"], [\"~*^http://b\", \"\"]]", 3, redirects),
                row("proxy_limit_rate = 0", "none", rate),
                row("proxy_limit_rate = \"10k\"", "10k", rate),
                row("proxy_limit_rate = \"$arg_rate\"", "$arg_rate", rate));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aValueMayBeWritten(Row row) throws Exception {
        LocationConfig location = new ConfigText(directory).location("""
            [[server]]
            [[server.location]]
            path = "/"
            proxy_pass = "http://127.0.0.1:9000"
            %s
            """.formatted(row.line));
        assertEquals(row.expected, row.read.apply(location));
    }

    @Test
    void namesAndTextsBecomeByteStrings() throws Exception {
        LocationConfig location = new ConfigText(directory).location("""
            [[server]]
            [[server.location]]
            path = "/é"
            proxy_set_header = { X-A = "é" }
            default_type = "text/é"
            """);
        assertEquals("/\u00c3\u00a9", ((LocationConfig.Match.Prefix) location.match()).path());
        assertEquals("/é", location.match().text());
        assertEquals(
                "\u00c3\u00a9", location.proxy().setHeaders().getFirst().value().literalValue());
        assertEquals("text/\u00c3\u00a9", location.client().defaultType());
    }

    @Test
    void logsTakeNginxsWords() throws Exception {
        LocationConfig location = new ConfigText(directory).location("""
            [log_format]
            main = '$remote_addr "$request"'
            json = ["escape=json", '{"a":', '"$uri"}']

            [[server]]
            [[server.location]]
            path = "/"
            access_log = [["logs/a.log", "main", "buffer=32k", "flush=5s"], ["/b.log", "JSON", "if=$arg_log"],
                ["/dev/stdout"]]
            error_log = ["/var/e.log", "debug"]
            """);
        List<AccessLogConfig> logs = location.accessLogs();
        assertEquals(directory.resolve("logs/a.log"), logs.get(0).file());
        assertEquals("$remote_addr \"$request\"", logs.get(0).format().source());
        assertEquals(Path.of("/b.log"), logs.get(1).file());
        assertEquals("{\"a\":\"$uri\"}", logs.get(1).format().source());
        assertEquals(AccessLogConfig.Escape.JSON, logs.get(1).escape());
        assertNotNull(logs.get(1).condition());
        assertNull(logs.get(2).file());
        assertEquals(new ErrorLogConfig(Path.of("/var/e.log"), ErrorLogConfig.Level.DEBUG), location.errorLog());
    }
}
