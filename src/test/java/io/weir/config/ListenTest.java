package io.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.config.ServerConfig.Listen;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenTest {

    @TempDir
    Path directory;

    private List<Listen> listens(String value) throws Exception {
        String text = "[[server]]\nlisten = " + value;
        return new ConfigText(directory).read(text).servers().getFirst().listens();
    }

    @ParameterizedTest
    @CsvSource({
        "8080, /0.0.0.0:8080",
        "*:8080, /0.0.0.0:8080",
        "0.0.0.0:8080, /0.0.0.0:8080",
        "*, /0.0.0.0:80",
        "127.0.0.1:8080, /127.0.0.1:8080",
        "127.0.0.1, /127.0.0.1:80",
        "127.0.0.1:0, /127.0.0.1:0",
        "localhost:8080, /127.0.0.1:8080",
        "[::1]:8080, '/[0:0:0:0:0:0:0:1]:8080'",
        "[::]:8080, '/[0:0:0:0:0:0:0:0]:8080'",
    })
    void anAddressMayBeWritten(String written, String address) throws Exception {
        List<Listen> listens = listens("\"" + written + "\"");
        assertEquals(1, listens.size());
        assertEquals(address, listens.getFirst().address().toString());
        assertEquals(written, listens.getFirst().text());
    }

    @Test
    void aNumberIsAPort() throws Exception {
        assertEquals("/0.0.0.0:8080", listens("8080").getFirst().address().toString());
    }

    @Test
    void wordsFollowTheAddress() throws Exception {
        Listen listen = listens("\"8080 default_server backlog=1024 reuseport deferred so_keepalive=30m::10\"")
                .getFirst();
        assertEquals(
                new ListenOptions(true, true, 1024, true, 0, 0, new ListenOptions.Keepalive(1800, 0, 10)),
                listen.options());
    }

    @ParameterizedTest
    @CsvSource({
        "so_keepalive=on, 0 0 0:0:0",
        "so_keepalive=off, 0 0 -",
        "so_keepalive=5m, 0 0 300:0:0",
        "so_keepalive=:20s, 0 0 0:20:0",
        "so_keepalive=::3, 0 0 0:0:3",
        "rcvbuf=16k, 16384 0 -",
        "sndbuf=1m rcvbuf=100, 100 1048576 -",
    })
    void socketsAreTuned(String words, String tuning) throws Exception {
        ListenOptions options = listens("\"8080 " + words + "\"").getFirst().options();
        ListenOptions.Keepalive asking = options.keepalive();
        assertEquals(
                tuning,
                options.receiveBuffer() + " " + options.sendBuffer() + " "
                        + (asking == null ? "-" : asking.idle() + ":" + asking.interval() + ":" + asking.count()));
    }

    @Test
    void unixSocketsAreRelativeToTheFile() throws Exception {
        List<Listen> listens = listens("[\"unix:/run/weir.sock\", \"unix:weir.sock default_server\"]");
        assertEquals(
                List.of(
                        UnixDomainSocketAddress.of("/run/weir.sock"),
                        UnixDomainSocketAddress.of(directory.resolve("weir.sock"))),
                listens.stream().map(Listen::address).toList());
    }

    @Test
    void aNameListensOnAllItsAddressesAndARangeOnAllItsPorts() throws Exception {
        assertEquals(
                List.of("/192.0.2.1:81", "/192.0.2.1:82", "/192.0.2.2:81", "/192.0.2.2:82"),
                listens("\"two.test:81-82\"").stream()
                        .map(listen -> listen.address().toString().replaceFirst("^[^/]*", ""))
                        .toList());
    }

    @Test
    void serversMayShareAnAddressByNameAndPort0IsNeverShared() throws Exception {
        Configuration configuration = new ConfigText(directory).read("""
            [[server]]
            listen = ["8080 default_server", "127.0.0.1:0"]
            [[server]]
            listen = ["8080", "127.0.0.1:0"]
            server_name = "a"
            [[server]]
            listen = "8080"
            server_name = "a"
            [[server]]
            listen = "127.0.0.1:0"
            """);
        assertEquals(4, configuration.servers().size());
    }
}
