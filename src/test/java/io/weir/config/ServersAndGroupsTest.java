package io.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.LocationConfig.Match;
import io.weir.config.ServerConfig.ServerName;
import io.weir.config.UpstreamConfig.KeepaliveConfig;
import io.weir.config.UpstreamConfig.PeerConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServersAndGroupsTest {

    @TempDir
    Path directory;

    @Test
    void serverNamesComeInNginxsForms() throws Exception {
        ServerConfig server = new ConfigText(directory).read("""
            [[server]]
            server_name = ["WWW.Example.org", "*.Example.org", ".example.net", "mail.*", "_", "", "É.example"]
            """).servers().getFirst();
        assertEquals(
                List.of(
                        new ServerName.Exact("WWW.Example.org", "www.example.org"),
                        new ServerName.Suffix("*.Example.org", ".example.org", false),
                        new ServerName.Suffix(".example.net", ".example.net", true),
                        new ServerName.Prefix("mail.*", "mail."),
                        new ServerName.Exact("_", "_"),
                        new ServerName.Exact("", ""),
                        // Bytes beyond ASCII keep their value: É is C3 89.
                        new ServerName.Exact("É.example", "\u00c3\u0089.example")),
                server.names());
        assertEquals("www.example.org", server.firstName());
    }

    @ParameterizedTest
    @CsvSource({".example.org, example.org", "*.example.org, *.example.org", "mail.*, mail.*", "~^a$, ~^a$", "A, a"})
    void theFirstNameIsTheVariable(String name, String variable) throws Exception {
        Configuration configuration = new ConfigText(directory).read("[[server]]\nserver_name = \"" + name + "\"");
        assertEquals(variable, configuration.servers().getFirst().firstName());
    }

    @Test
    void aRegexNameIsSearchedInTheLowerCaseHost() throws Exception {
        ServerName name =
                new ConfigText(directory).read("""
                    [[server]]
                    server_name = '~^(?<sub>.+)\\.Example\\.org$'
                    """).servers().getFirst().names().getFirst();
        assertTrue(assertInstanceOf(ServerName.Regex.class, name)
                .pattern()
                .matcher("a.example.org")
                .find());
    }

    @Test
    void pathsComeInNginxsForms() throws Exception {
        List<Match> matches = new ConfigText(directory)
                .read("""
                    [[server]]
                    location = [{ path = "/a" }, { path = "= /a" }, { path = "=/b" }, { path = "^~ /c/" }, { path = "@d" },
                      { path = "~ ^/e" }, { path = "~*\\\\.png$" }]
                    """).servers().getFirst().root().locations().stream()
                        .map(LocationConfig::match)
                        .toList();
        assertEquals(
                List.of(
                        new Match.Prefix("/a", "/a", false),
                        new Match.Exact("= /a", "/a"),
                        new Match.Exact("=/b", "/b"),
                        new Match.Prefix("^~ /c/", "/c/", true),
                        new Match.Named("@d", "@d")),
                matches.subList(0, 5));
        assertTrue(((Match.Regex) matches.get(5)).pattern().matcher("/e").find());
        assertTrue(((Match.Regex) matches.get(6)).pattern().matcher("/x.PNG").find());
    }

    @Test
    void aGroupHasAPeerForEveryAddress() throws Exception {
        UpstreamConfig group = new ConfigText(directory).read("""
            [[upstream]]
            name = "App"
            keepalive = 8
            keepalive_requests = 10
            keepalive_time = "10m"
            keepalive_timeout = "5s"
            zone = ["app", "64k"]
            [[upstream.server]]
            address = "two.test:8080"
            weight = "5"
            max_fails = 0
            fail_timeout = "1m"
            max_conns = 7
            route = "a"
            [[upstream.server]]
            address = "unix:app.sock"
            backup = true
            [[upstream.server]]
            address = "[::1]"
            down = "on"
            """).upstreams().get("app");
        assertEquals("App", group.name());
        assertEquals(new KeepaliveConfig(8, false, 10, 600_000, 5_000), group.keepalive());
        assertEquals(
                List.of(
                        "two.test:8080 192.0.2.1:8080 5 0 60 7 false false a",
                        "two.test:8080 192.0.2.2:8080 5 0 60 7 false false a",
                        "unix:app.sock unix:" + directory + "/app.sock 1 1 10 0 true false null",
                        "[::1] [::1]:80 1 1 10 0 false true null"),
                group.peers().stream().map(ServersAndGroupsTest::shown).toList());
    }

    private static String shown(PeerConfig peer) {
        return String.join(
                " ",
                peer.server(),
                peer.address().name(),
                "" + peer.weight(),
                "" + peer.maxFails(),
                "" + peer.failTimeoutSeconds(),
                "" + peer.maxConns(),
                "" + peer.backup(),
                "" + peer.down(),
                "" + peer.route());
    }

    @Test
    void includedFilesAddTheirTables() throws Exception {
        ConfigText config = new ConfigText(directory);
        config.write("conf.d/b.toml", "[[server]]\nserver_name = \"b\"\n[log_format]\nb = \"$uri\"\n");
        config.write("conf.d/a.toml", "include = \"sub/*.inc\"\n[[server]]\nserver_name = \"a\"\n");
        config.write("conf.d/.hidden.toml", "[[server]]\nserver_name = \"hidden\"\n");
        config.write("conf.d/sub/c.inc", "proxy_read_timeout = \"5s\"\naccess_log = [\"logs/c.log\", \"b\"]\n");
        Configuration configuration = config.read("""
            include = ["conf.d/*.toml", "nothing.d/*.toml"]
            [log_format]
            main = "$uri"
            [[server]]
            server_name = "main"
            """);
        assertEquals(
                List.of("a", "b", "main"),
                configuration.servers().stream().map(ServerConfig::firstName).toList());
        LocationConfig root = configuration.servers().getFirst().root();
        assertEquals(5_000, root.proxy().handler().readTimeout());
        // Paths in an included file are relative to the main one, as in nginx.
        assertEquals(
                directory.resolve("logs/c.log"), root.accessLogs().getFirst().file());
    }

    @Test
    void namedGroupsAreVariablesEverywhere() throws Exception {
        LocationConfig location = new ConfigText(directory).location("""
            access_log = ["logs/a.log", "who"]
            [log_format]
            who = "$data_center $user_id"
            [[server]]
            server_name = '~^(?<data_center>[a-z]+)\\.test$'
              [[server.location]]
              path = "/a"
              return = [200, "$data_center"]
              [[server.location]]
              path = '~ ^/(?P<user_id>\\d+)$'
            """);
        assertEquals(
                "$data_center $user_id",
                location.accessLogs().getFirst().format().source());
    }
}
