package io.weir.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.weir.config.PeerAddress;
import io.weir.time.ManualTicker;
import io.weir.time.Ticker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ConnectorTest {

    private final Ticker ticker = new Ticker();

    @AfterEach
    void stopTicker() {
        ticker.close();
    }

    @Test
    void opensATcpConnectionThatCarriesBytesBothWays() throws Exception {
        try (LoopbackPeer peer = LoopbackPeer.tcp();
                PeerConnection connection = open(peer.address())) {
            assertExchange(peer, connection);
        }
    }

    @Test
    void opensAUnixConnectionThatCarriesBytesBothWays(@TempDir Path directory) throws Exception {
        try (LoopbackPeer peer = LoopbackPeer.unix(directory.resolve("s"));
                PeerConnection connection = open(peer.address())) {
            assertExchange(peer, connection);
        }
    }

    @Test
    void refusedConnectHasNginxsText() throws Exception {
        try (SocketChannel bound = SocketChannel.open()) {
            // Bound and not listening: refuses, and nobody else gets the port meanwhile.
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            PeerAddress address = LoopbackPeer.inet((InetSocketAddress) bound.getLocalAddress());
            assertEquals(
                    "connect() failed (111: Connection refused)",
                    failureOf(address).getMessage());
        }
    }

    @Test
    void missingUnixSocketHasNginxsText(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("none");
        assertEquals(
                "connect() to unix:" + path + " failed (2: No such file or directory)",
                failureOf(new PeerAddress.Unix(path)).getMessage());
    }

    @Test
    void aFileThatIsNoSocketRefuses(@TempDir Path directory) throws Exception {
        Path path = Files.createFile(directory.resolve("file"));
        assertEquals(
                "connect() to unix:" + path + " failed (111: Connection refused)",
                failureOf(new PeerAddress.Unix(path)).getMessage());
    }

    /** Linux answers so instead of refusing when nobody accepts; nginx does not wait for that either. */
    @Test
    void aUnixSocketWithAFullQueueFailsAtOnce(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("s");
        try (LoopbackPeer peer = LoopbackPeer.unix(path, 1)) {
            peer.fillBacklog(1);
            assertEquals(
                    "connect() to unix:" + path + " failed (11: Resource temporarily unavailable)",
                    failureOf(peer.address()).getMessage());
        }
    }

    @Test
    void connectThatHangsTimesOut() throws Exception {
        try (LoopbackPeer peer = LoopbackPeer.tcp(1)) {
            peer.fillBacklog(1);
            FutureTask<PeerConnection> opening =
                    VirtualThreads.start(() -> Connector.open(peer.address(), 50, true, false, ticker));
            ExecutionException e = assertThrows(ExecutionException.class, opening::get);
            assertInstanceOf(TimedOutException.class, e.getCause());
            assertEquals(
                    "upstream timed out (110: Connection timed out)",
                    e.getCause().getMessage());
        }
    }

    @Test
    void connectThatHangsCanBeAborted() throws Exception {
        try (LoopbackPeer peer = LoopbackPeer.tcp(1)) {
            peer.fillBacklog(1);
            PeerConnection connection = Connector.prepare(peer.address(), true, false, ticker);
            FutureTask<Object> connecting = VirtualThreads.startBlocked(() -> {
                connection.connect(600_000);
                return "connected";
            });
            connection.abort();
            ExecutionException e = assertThrows(ExecutionException.class, connecting::get);
            assertInstanceOf(ConnectFailedException.class, e.getCause());
            assertFalse(connection.isOpen());
        }
    }

    @Test
    void deadlinesAreGivenBackHoweverItEnds() throws Exception {
        ManualTicker time = new ManualTicker();
        try (LoopbackPeer peer = LoopbackPeer.tcp()) {
            VirtualThreads.call(() -> Connector.open(peer.address(), 1000, true, true, time.ticker()))
                    .close();
        }
        assertThrows(
                ExecutionException.class,
                () -> VirtualThreads.call(() ->
                        Connector.open(new PeerAddress.Unix(Path.of("/nowhere/s")), 1000, true, true, time.ticker())));
        assertEquals(0, time.registered());
    }

    @Test
    void noDescriptorIsLeftHoweverItEnds() throws Exception {
        try (LoopbackPeer peer = LoopbackPeer.tcp()) {
            everyWayOnce(peer); // loads what the first use loads
            long before = openDescriptors();
            for (int i = 0; i < 50; i++) {
                everyWayOnce(peer);
            }
            // Not zero: the JVM opens and closes some of its own.
            assertTrue(openDescriptors() - before < 20, () -> before + " before, now " + openDescriptors());
        }
    }

    private void everyWayOnce(LoopbackPeer peer) throws Exception {
        PeerConnection closed = open(peer.address());
        peer.accept().close();
        closed.close();
        PeerConnection overdue = open(peer.address());
        SocketChannel silent = peer.accept();
        FutureTask<Integer> reading = VirtualThreads.start(() -> overdue.read(ByteBuffer.allocate(1), 1));
        assertThrows(ExecutionException.class, reading::get);
        silent.close();
        overdue.close();
        failureOf(new PeerAddress.Unix(Path.of("/nowhere/s")));
        PeerConnection aborted = Connector.prepare(peer.address(), true, false, ticker);
        aborted.abort();
        aborted.close();
    }

    private static long openDescriptors() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount();
    }

    private PeerConnection open(PeerAddress address) throws Exception {
        return VirtualThreads.call(() -> Connector.open(address, 10_000, true, true, ticker));
    }

    private ConnectFailedException failureOf(PeerAddress address) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> open(address));
        return assertInstanceOf(ConnectFailedException.class, e.getCause());
    }

    private static void assertExchange(LoopbackPeer peer, PeerConnection connection) throws Exception {
        SocketChannel other = peer.accept();
        VirtualThreads.call(() -> {
            connection.write(buffers("pi", "", "ng"), 0, 3, 10_000);
            return true;
        });
        assertEquals("ping", LoopbackPeer.receive(other, 4));
        LoopbackPeer.send(other, "pong");
        ByteBuffer answer = ByteBuffer.allocate(10);
        VirtualThreads.call(() -> {
            while (answer.position() < 4) {
                connection.read(answer, 10_000);
            }
            return true;
        });
        assertEquals("pong", new String(answer.array(), 0, 4));
        assertEquals(4, connection.bytesSent());
        assertEquals(4, connection.bytesReceived());
        assertEquals(1, connection.requests());
        assertFalse(connection.reused());
        assertTrue(connection.isOpen());
    }

    static ByteBuffer[] buffers(String... texts) throws IOException {
        ByteBuffer[] buffers = new ByteBuffer[texts.length];
        for (int i = 0; i < texts.length; i++) {
            buffers[i] = ByteBuffer.wrap(texts[i].getBytes());
        }
        return buffers;
    }
}
