package io.weir.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.Configuration;
import io.weir.config.ErrorLogConfig;
import io.weir.config.UpstreamConfig;
import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.KeepaliveConfig;
import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.time.ManualTicker;
import io.weir.upstream.Peer;
import io.weir.upstream.Upstream;
import io.weir.upstream.Upstreams;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeepalivePoolsTest {

    private static final Object TAG = new Object();

    private final ManualTicker time = new ManualTicker();
    private final KeepalivePools pools = new KeepalivePools(time.ticker(), time::nanos);
    private LoopbackPeer listener;

    @BeforeEach
    void listen() throws IOException {
        listener = LoopbackPeer.tcp();
    }

    @AfterEach
    void close() throws IOException {
        pools.close();
        listener.close();
        assertEquals(0, time.registered(), "deadlines left");
    }

    @Test
    void aGroupKeepsItsPoolAndConnectionsAcrossAReload() throws Exception {
        Upstreams before = load(null, "g", 32);
        PeerConnection connection = openAndKeep(group(before, "g"));
        Upstreams after = load(before, "g", 16);
        pools.retain(after);
        assertSame(pools.of(group(before, "g")), pools.of(group(after, "g")));
        Peer peer = group(after, "g").peers().getFirst();
        assertSame(
                connection,
                VirtualThreads.call(() -> pools.of(group(after, "g")).take(peer, TAG)));
        connection.close();
    }

    @Test
    void aGroupThatIsGoneLosesItsConnections() throws Exception {
        Upstreams before = load(null, "g", 32);
        PeerConnection connection = openAndKeep(group(before, "g"));
        pools.retain(load(before, "other", 32));
        assertFalse(connection.isOpen());
    }

    @Test
    void aPeerThatAReloadTakesOutOfItsGroupLosesItsConnections() throws Exception {
        Upstreams before = load(null, "g", 32);
        PeerConnection connection = openAndKeep(group(before, "g"));
        try (LoopbackPeer other = LoopbackPeer.tcp()) {
            pools.retain(load(before, "g", 32, peer(other)));
        }
        assertFalse(connection.isOpen());
        assertEquals(0, pools.idleConnections());
    }

    @Test
    void aGroupThatKeepsNothingAnyMoreLosesItsConnections() throws Exception {
        Upstreams before = load(null, "g", 32);
        PeerConnection connection = openAndKeep(group(before, "g"));
        pools.retain(load(before, "g", 0));
        assertFalse(connection.isOpen());
    }

    @Test
    void groupsHavePoolsOfTheirOwn() {
        Upstreams upstreams = load(null, "g", 32);
        Upstreams others = load(null, "g", 32);
        assertNotSame(pools.of(group(upstreams, "g")), pools.of(group(others, "g")));
    }

    /** Sharp case 96, second half. */
    @Test
    void privateGroupsKeepNothing() throws Exception {
        Upstream resolved = Upstream.ofPeers("resolved", List.of(peer()), () -> 0);
        PeerConnection connection = open(resolved);
        assertFalse(pools.of(resolved).put(connection, resolved.peers().getFirst(), TAG));
        assertFalse(connection.isOpen());
    }

    @Test
    void afterCloseNothingIsKept() throws Exception {
        Upstream group = group(load(null, "g", 32), "g");
        PeerConnection idle = openAndKeep(group);
        PeerConnection inUse = open(group);
        pools.close();
        assertFalse(idle.isOpen());
        assertFalse(pools.of(group).put(inUse, group.peers().getFirst(), TAG));
        Upstream unseen = group(load(null, "new", 32), "new");
        PeerConnection late = open(unseen);
        assertFalse(pools.of(unseen).put(late, unseen.peers().getFirst(), TAG));
    }

    @Test
    void aPeerThatLeavesItsGroupTakesItsConnectionsAlong() throws Exception {
        Upstream group = group(load(null, "g", 32), "g");
        pools.watch(group);
        Peer peer = group.peers().getFirst();
        PeerConnection idle = openAndKeep(group);
        PeerConnection inUse = open(group);
        try (LoopbackPeer otherListener = LoopbackPeer.tcp()) {
            Peer other = group.add(peer(otherListener));
            PeerConnection others = open(other);
            assertTrue(pools.of(group).put(others, other, TAG));
            group.remove(peer);
            assertFalse(idle.isOpen());
            assertTrue(inUse.isOpen(), "a request goes on");
            assertFalse(pools.of(group).put(inUse, peer, TAG));
            assertFalse(inUse.isOpen());
            assertTrue(others.isOpen());
            assertEquals(1, pools.idleConnections());
        }
    }

    /** As when a name server lists an address under another priority. */
    @Test
    void connectionsToAnAddressThatAnotherPeerHasStay() throws Exception {
        Upstream group = group(load(null, "g", 32), "g");
        pools.watch(group);
        PeerConnection idle = openAndKeep(group);
        Peer successor = group.exchange(group.peers(), List.of(peer())).getFirst();
        assertSame(idle, VirtualThreads.call(() -> pools.of(group).take(successor, TAG)));
        idle.close();
    }

    private PeerConnection openAndKeep(Upstream group) throws Exception {
        PeerConnection connection = open(group);
        assertTrue(pools.of(group).put(connection, group.peers().getFirst(), TAG));
        return connection;
    }

    private PeerConnection open(Upstream group) throws Exception {
        return open(group.peers().getFirst());
    }

    private PeerConnection open(Peer peer) throws Exception {
        return VirtualThreads.call(() -> Connector.open(peer.address(), 10_000, true, false, time.ticker()));
    }

    private Upstreams load(@Nullable Upstreams previous, String name, int connections) {
        return load(previous, name, connections, peer());
    }

    private static Upstreams load(@Nullable Upstreams previous, String name, int connections, PeerConfig peer) {
        UpstreamConfig config = new UpstreamConfig(
                name,
                false,
                List.of(peer),
                new Balance.RoundRobin(),
                new KeepaliveConfig(connections, true, 1000, 3_600_000, 60_000));
        ErrorLogConfig errorLog = new ErrorLogConfig(null, ErrorLogConfig.Level.ERROR);
        return Upstreams.of(
                new Configuration(
                        Path.of("/weir.toml"), 0, List.of(), Map.of(name, config), errorLog, Duration.ofSeconds(1)),
                previous);
    }

    private PeerConfig peer() {
        return peer(listener);
    }

    private static PeerConfig peer(LoopbackPeer at) {
        return new PeerConfig(at.address().name(), at.address(), 1, 1, 10, 0, false, false, null);
    }

    private static Upstream group(Upstreams upstreams, String name) {
        return Objects.requireNonNull(upstreams.get(name));
    }
}
