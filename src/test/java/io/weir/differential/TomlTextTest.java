package io.weir.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tomlj.Toml;

class TomlTextTest {

    static Stream<Scenario> scenarios() {
        return Scenarios.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void scenarioIsWellFormedToml(Scenario scenario) {
        String toml = TomlText.write(scenario.directives());
        assertEquals(List.of(), Toml.parse(toml).errors(), toml);
    }

    @Test
    void everyKindOfDirectiveHasItsForm() {
        List<Directive> directives = Directive.parse("""
            log_format main '$status' ' $host';
            upstream up { hash $uri consistent; server 127.0.0.1:1 weight=5 backup; keepalive 8; }
            map $a $b { default x; y z; }
            server {
                listen 127.0.0.1:80 default_server; listen 81;
                server_name a "~^(?<n>b{2})$";
                proxy_set_header X-A 1; proxy_set_header X-B '"q"'; proxy_set_header X-A 2;
                proxy_hide_header A; proxy_hide_header B;
                proxy_redirect ~^/a\\.b /c; proxy_redirect /d /e;
                proxy_cookie_path off;
                proxy_next_upstream error http_503; proxy_next_upstream_tries 2;
                proxy_buffering off; proxy_buffers 8 4k; proxy_read_timeout 1s;
                error_page 502 503 =200 /50x.html; error_page 404 @fallback;
                add_header X-C v always;
                location = /x { internal; return 204; }
                location ~ \\.php$ { location /y { return 301 "https://${host}x"; } limit_except GET POST { deny all; } }
                if ($a = b) { return 403; }
            }
            """);
        assertEquals("""
            log_format = { main = "$status $host" }

            [[upstream]]
            name = "up"
            balance = "hash $uri consistent"
            keepalive = 8

            [[upstream.server]]
            address = "127.0.0.1:1"
            weight = 5
            backup = true

            [[map]]
            source = "$a"
            target = "$b"
            default = "x"
            entries = { "y" = "z" }

            [[server]]
            listen = ["127.0.0.1:80 default_server", "81"]
            server_name = ["a", "~^(?<n>b{2})$"]
            proxy_set_header = { "X-A" = ["1", "2"], "X-B" = "\\"q\\"" }
            proxy_hide_header = ["A", "B"]
            proxy_redirect = [["~^/a\\\\.b", "/c"], ["/d", "/e"]]
            proxy_cookie_path = "off"
            proxy_next_upstream = ["error", "http_503"]
            proxy_next_upstream_tries = 2
            proxy_buffering = false
            proxy_buffers = [8, "4k"]
            proxy_read_timeout = "1s"
            error_page = { "502 503" = "=200 /50x.html", "404" = "@fallback" }
            add_header = { "X-C" = { value = "v", always = true } }

            [[server.location]]
            path = "= /x"
            internal = true
            return = 204

            [[server.location]]
            path = "~ \\\\.php$"

            [[server.location.location]]
            path = "/y"
            return = [301, "https://${host}x"]

            [server.location.limit_except]
            methods = ["GET", "POST"]
            access = ["deny all"]

            [[server.if]]
            condition = "$a = b"
            return = 403
            """, TomlText.write(directives));
    }
}
