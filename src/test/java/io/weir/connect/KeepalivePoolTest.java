package io.weir.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.UpstreamConfig.KeepaliveConfig;
import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.time.ManualTicker;
import io.weir.upstream.Peer;
import io.weir.upstream.Upstream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The semantics' 4.6. */
@Timeout(30)
class KeepalivePoolTest {

    private static final Object HERE = "a location";
    private static final Object THERE = "another location";

    private final ManualTicker time = new ManualTicker();
    private final List<PeerConnection> opened = new ArrayList<>();
    private LoopbackPeer listenerA;
    private LoopbackPeer listenerB;
    private Peer a;
    private Peer b;

    @BeforeEach
    void listen() throws IOException {
        listenerA = LoopbackPeer.tcp();
        listenerB = LoopbackPeer.tcp();
        List<Peer> peers = Upstream.ofPeers("group", List.of(config(listenerA), config(listenerB)), () -> 0)
                .peers();
        a = peers.get(0);
        b = peers.get(1);
    }

    @AfterEach
    void close() throws IOException {
        opened.forEach(PeerConnection::close);
        listenerA.close();
        listenerB.close();
        assertEquals(0, time.registered(), "deadlines left");
    }

    @Test
    void anEmptyPoolGivesNothing() throws Exception {
        try (KeepalivePool pool = pool(32, true)) {
            assertNull(take(pool, a, HERE));
        }
    }

    @Test
    void aKeptConnectionIsReusedAndItsCountersBeginAnew() throws Exception {
        try (KeepalivePool pool = pool(32, true)) {
            PeerConnection connection = open(a);
            SocketChannel other = listenerA.accept();
            LoopbackPeer.send(other, "x");
            VirtualThreads.call(() -> connection.read(ByteBuffer.allocate(1), 10_000));
            assertTrue(pool.put(connection, a, HERE));
            assertEquals(1, pool.idleConnections());
            assertSame(connection, take(pool, a, HERE));
            assertEquals(0, pool.idleConnections());
            assertTrue(connection.reused());
            assertEquals(2, connection.requests());
            assertEquals(0, connection.bytesReceived());
            assertNull(take(pool, a, HERE));
        }
    }

    @Test
    void theMostRecentlyUsedConnectionToThatAddressIsTaken() throws Exception {
        try (KeepalivePool pool = pool(32, true)) {
            PeerConnection a1 = open(a);
            PeerConnection a2 = open(a);
            PeerConnection b1 = open(b);
            pool.put(a1, a, HERE);
            pool.put(a2, a, HERE);
            pool.put(b1, b, HERE);
            assertSame(a2, take(pool, a, HERE));
            assertSame(a1, take(pool, a, HERE));
            assertNull(take(pool, a, HERE));
            assertSame(b1, take(pool, b, HERE));
        }
    }

    @Test
    void aFullPoolClosesTheOldestOfTheWholeGroup() throws Exception {
        try (KeepalivePool pool = pool(2, true)) {
            PeerConnection a1 = open(a);
            PeerConnection b1 = open(b);
            PeerConnection b2 = open(b);
            pool.put(a1, a, HERE);
            pool.put(b1, b, HERE);
            pool.put(b2, b, HERE);
            assertFalse(a1.isOpen());
            assertEquals(2, pool.idleConnections());
            assertNull(take(pool, a, HERE));
            assertSame(b2, take(pool, b, HERE));
            assertSame(b1, take(pool, b, HERE));
        }
    }

    /** Sharp case 97. */
    @Test
    void localConnectionsAreReusedByTheirLocationOnly() throws Exception {
        try (KeepalivePool pool = pool(32, true)) {
            PeerConnection connection = open(a);
            pool.put(connection, a, HERE);
            assertNull(take(pool, a, THERE));
            assertSame(connection, take(pool, a, HERE));
        }
    }

    @Test
    void sharedConnectionsAreReusedByAnyLocation() throws Exception {
        try (KeepalivePool pool = pool(32, false)) {
            PeerConnection connection = open(a);
            pool.put(connection, a, HERE);
            assertSame(connection, take(pool, a, THERE));
        }
    }

    @Test
    void aConnectionThatThePeerClosedIsPassedOverForTheNext() throws Exception {
        try (KeepalivePool pool = pool(32, true)) {
            PeerConnection good = open(a);
            listenerA.accept();
            PeerConnection stale = open(a);
            listenerA.accept().close();
            awaitNotIdle(stale);
            pool.put(good, a, HERE);
            pool.put(stale, a, HERE);
            assertSame(good, take(pool, a, HERE));
            assertFalse(stale.isOpen());
            assertEquals(1, pool.staleConnections());
            assertEquals(0, pool.strayConnections());
        }
    }

    @Test
    void strayBytesOnAnIdleConnectionDiscardIt() throws Exception {
        try (KeepalivePool pool = pool(32, true)) {
            PeerConnection connection = open(a);
            pool.put(connection, a, HERE);
            // Two bytes: finding out that they have come takes one.
            LoopbackPeer.send(listenerA.accept(), "xy");
            awaitNotIdle(connection);
            assertNull(take(pool, a, HERE));
            assertFalse(connection.isOpen());
            assertEquals(1, pool.strayConnections());
        }
    }

    @Test
    void afterItsLastAllowedRequestAConnectionIsNotKept() throws Exception {
        try (KeepalivePool pool = pool(new KeepaliveConfig(32, true, 2, 3_600_000, 60_000))) {
            PeerConnection connection = open(a);
            assertTrue(pool.put(connection, a, HERE));
            assertSame(connection, take(pool, a, HERE));
            assertFalse(pool.put(connection, a, HERE));
            assertFalse(connection.isOpen());
        }
    }

    @Test
    void anOldConnectionIsNotKeptAfterItsNextRequest() throws Exception {
        try (KeepalivePool pool = pool(new KeepaliveConfig(32, true, 1000, 5_000, 60_000))) {
            PeerConnection connection = open(a);
            assertTrue(pool.put(connection, a, HERE));
            time.advance(20_000);
            assertSame(connection, take(pool, a, HERE));
            assertFalse(pool.put(connection, a, HERE));
            assertFalse(connection.isOpen());
        }
    }

    @Test
    void idleConnectionsAreClosedAfterTheirTimeOutWithoutAnyTraffic() throws Exception {
        try (KeepalivePool pool = pool(32, true)) {
            PeerConnection first = open(a);
            PeerConnection second = open(b);
            time.advance(7_000);
            pool.put(first, a, HERE);
            time.advance(30_000);
            pool.put(second, b, HERE);
            time.advance(29_000);
            assertTrue(first.isOpen());
            time.advance(1_100);
            assertFalse(first.isOpen());
            assertEquals(1, pool.idleConnections());
            time.advance(28_800);
            assertTrue(second.isOpen());
            time.advance(1_200);
            assertFalse(second.isOpen());
            assertEquals(0, pool.idleConnections());
        }
    }

    @Test
    void beingTakenAndPutBackRestartsTheIdleTime() throws Exception {
        try (KeepalivePool pool = pool(32, true)) {
            PeerConnection connection = open(a);
            pool.put(connection, a, HERE);
            for (int i = 0; i < 5; i++) {
                time.advance(50_000);
                assertSame(connection, take(pool, a, HERE));
                pool.put(connection, a, HERE);
            }
            time.advance(61_000);
            assertFalse(connection.isOpen());
        }
    }

    @Test
    void closingThePoolClosesWhatIsIdleAndWhatComesLater() throws Exception {
        KeepalivePool pool = pool(32, true);
        PeerConnection idle = open(a);
        PeerConnection inUse = open(a);
        pool.put(idle, a, HERE);
        pool.close();
        pool.close();
        assertFalse(idle.isOpen());
        assertTrue(inUse.isOpen());
        assertFalse(pool.put(inUse, a, HERE));
        assertFalse(inUse.isOpen());
        assertNull(take(pool, a, HERE));
    }

    @Test
    void aPoolOfZeroKeepsNothing() throws Exception {
        try (KeepalivePool pool = pool(0, true)) {
            PeerConnection connection = open(a);
            assertFalse(pool.put(connection, a, HERE));
            assertFalse(connection.isOpen());
            assertNull(take(pool, a, HERE));
        }
    }

    @Test
    void aClosedConnectionIsNotKept() throws Exception {
        try (KeepalivePool pool = pool(32, true)) {
            PeerConnection connection = open(a);
            connection.abort();
            assertFalse(pool.put(connection, a, HERE));
            assertEquals(0, pool.idleConnections());
        }
    }

    @Test
    void aConnectionToAnotherPeerIsABug() throws Exception {
        try (KeepalivePool pool = pool(32, true)) {
            PeerConnection connection = open(a);
            assertThrows(IllegalArgumentException.class, () -> pool.put(connection, b, HERE));
        }
    }

    @Test
    void newLimitsApplyToWhatIsIdle() throws Exception {
        try (KeepalivePool pool = pool(32, true)) {
            PeerConnection older = open(a);
            PeerConnection newer = open(a);
            pool.put(older, a, HERE);
            pool.put(newer, a, HERE);
            pool.configure(new KeepaliveConfig(1, true, 1000, 3_600_000, 5_000));
            assertFalse(older.isOpen());
            assertTrue(newer.isOpen());
            time.advance(5_100);
            assertFalse(newer.isOpen());
        }
    }

    @Test
    void manyThreadsNeverShareAConnection() throws Exception {
        int threads = 16;
        try (KeepalivePool pool = pool(threads / 2, false)) {
            List<Thread> running = new ArrayList<>();
            List<String> wrong = Collections.synchronizedList(new ArrayList<>());
            Set<PeerConnection> inUse = ConcurrentHashMap.newKeySet();
            for (int t = 0; t < threads; t++) {
                PeerConnection first = open(a);
                running.add(Thread.ofVirtual().start(() -> {
                    PeerConnection mine = first;
                    for (int i = 0; i < 300 && mine != null; i++) {
                        if (!inUse.add(mine)) {
                            wrong.add("shared");
                        }
                        Thread.yield();
                        inUse.remove(mine);
                        pool.put(mine, a, HERE);
                        mine = pool.take(a, THERE);
                    }
                    if (mine != null) {
                        mine.close();
                    }
                }));
            }
            for (Thread thread : running) {
                thread.join();
            }
            assertEquals(List.of(), wrong);
            assertTrue(pool.idleConnections() <= threads / 2);
        }
    }

    private KeepalivePool pool(int connections, boolean local) {
        return pool(new KeepaliveConfig(connections, local, 1000, 3_600_000, 60_000));
    }

    private KeepalivePool pool(KeepaliveConfig config) {
        return new KeepalivePool(config, time.ticker(), time::nanos);
    }

    private PeerConnection open(Peer peer) throws Exception {
        PeerConnection connection =
                VirtualThreads.call(() -> Connector.open(peer.address(), 10_000, true, false, time.ticker()));
        opened.add(connection);
        return connection;
    }

    private static @Nullable PeerConnection take(KeepalivePool pool, Peer peer, Object tag) throws Exception {
        return VirtualThreads.call(() -> pool.take(peer, tag));
    }

    /** Waits until what the other side did has arrived; takes one byte of it, if it is bytes. */
    private static void awaitNotIdle(PeerConnection connection) throws Exception {
        assertNotNull(connection);
        while (VirtualThreads.call(connection::idleCheck) == PeerConnection.Idle.USABLE) {
            Thread.onSpinWait();
        }
    }

    private static PeerConfig config(LoopbackPeer listener) {
        return new PeerConfig(listener.address().name(), listener.address(), 1, 1, 10, 0, false, false, null);
    }
}
