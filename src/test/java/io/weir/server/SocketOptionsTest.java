package io.weir.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.ListenOptions;
import io.weir.config.ListenOptions.Keepalive;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SocketOptionsTest {

    private interface Check {
        void on(SocketChannel client) throws IOException;
    }

    private static ListenOptions options(int receiveBuffer, int sendBuffer, Keepalive keepalive) {
        return new ListenOptions(false, true, 511, true, receiveBuffer, sendBuffer, keepalive);
    }

    private static void accepted(ListenOptions options, boolean tcpNodelay, Check check) throws IOException {
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
            SocketOptions.apply(options, listening);
            listening.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            try (SocketChannel _ = SocketChannel.open(listening.getLocalAddress());
                    SocketChannel client = listening.accept()) {
                SocketOptions.apply(options, tcpNodelay, client);
                check.on(client);
            }
        }
    }

    @Test
    void theReceiveBufferIsInherited() throws Exception {
        accepted(
                options(16_384, 0, null),
                true,
                client -> assertEquals(16_384, client.getOption(StandardSocketOptions.SO_RCVBUF)));
    }

    @Test
    void theSendBufferIsTheClients() throws Exception {
        accepted(
                options(0, 16_384, null),
                true,
                client -> assertEquals(16_384, client.getOption(StandardSocketOptions.SO_SNDBUF)));
    }

    @Test
    void silentClientsAreAskedAsTheKeepaliveSays() throws Exception {
        accepted(options(0, 0, new Keepalive(1800, 20, 10)), true, client -> {
            assertTrue(client.getOption(StandardSocketOptions.SO_KEEPALIVE));
            assertEquals(1800, client.getOption(ExtendedSocketOptions.TCP_KEEPIDLE));
            assertEquals(20, client.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL));
            assertEquals(10, client.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT));
        });
    }

    @Test
    void whatIsNotGivenIsTheSystems() throws Exception {
        accepted(options(0, 0, new Keepalive(0, 0, 3)), false, client -> {
            assertTrue(client.getOption(StandardSocketOptions.SO_KEEPALIVE));
            assertEquals(3, client.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT));
            assertFalse(client.getOption(StandardSocketOptions.TCP_NODELAY));
        });
        accepted(ListenOptions.DEFAULT, true, client -> {
            assertFalse(client.getOption(StandardSocketOptions.SO_KEEPALIVE));
            assertTrue(client.getOption(StandardSocketOptions.TCP_NODELAY));
        });
    }

    @Test
    void aUnixSocketTakesItsBuffersAndNothingOfTcp(@TempDir Path directory) throws Exception {
        ListenOptions all = options(16_384, 16_384, new Keepalive(1, 1, 1));
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            SocketOptions.apply(all, listening);
            listening.bind(UnixDomainSocketAddress.of(directory.resolve("s")));
            try (SocketChannel _ = SocketChannel.open(listening.getLocalAddress());
                    SocketChannel client = listening.accept()) {
                SocketOptions.apply(all, true, client);
                assertEquals(16_384, client.getOption(StandardSocketOptions.SO_SNDBUF));
            }
        }
    }
}
