package io.weir.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.variable.Scope;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ip_hash, hash and the consistent one; numbers are those of the semantics' test vectors. */
class HashingTest {

    private static final Balance HASH = new Balance.Hash(Groups.variable(), false);
    private static final Balance CONSISTENT = new Balance.Hash(Groups.variable(), true);

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 0, 1, 1",
        "192.168.1.77, 1, 2, 1",
        "127.0.0.1, 2, 2, 0",
        "203.0.113.9, 0, 2, 0",
        "2001:db8::1, 2, -1, -1",
        "::1, 2, -1, -1"
    })
    void ipHashIsNginxs(String address, int first, int second, int weighted) throws Exception {
        byte[] bytes = InetAddress.getByName(address).getAddress();
        Scope client = Groups.saying(new String(bytes, StandardCharsets.ISO_8859_1));
        Upstream equal = upstream(new Balance.IpHash(), threePeers(1, 1, 1));
        Selection run = equal.select(client, PeerListener.NONE);
        assertEquals(first, indexOf(equal, run.pick()));
        if (second >= 0 && second != first) {
            assertEquals(second, indexOf(equal, run.pick()));
        }
        if (weighted >= 0) {
            Upstream group = upstream(new Balance.IpHash(), threePeers(1, 2, 1));
            assertEquals(
                    weighted,
                    indexOf(group, group.select(client, PeerListener.NONE).pick()));
        }
    }

    /** Case 93. */
    @Test
    void clientsOfOneNetworkGetOnePeer() {
        Upstream group = upstream(new Balance.IpHash(), threePeers(1, 1, 1));
        assertEquals(
                indexOf(
                        group,
                        group.select(Groups.saying("\300\0\2\1"), PeerListener.NONE)
                                .pick()),
                indexOf(
                        group,
                        group.select(Groups.saying("\300\0\2\310"), PeerListener.NONE)
                                .pick()));
    }

    @ParameterizedTest
    @CsvSource({
        "a, 2 1 0, 2",
        "b, 0 2 1, 1",
        "user=42, 0 2 1, 0",
        "/index.html, 2 0 1, 1",
        "k7, 2 1 0, 1",
    })
    void hashIsNginxs(String key, String order, int weighted) {
        Upstream equal = upstream(HASH, threePeers(1, 1, 1));
        Selection run = equal.select(Groups.saying(key), PeerListener.NONE);
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            seen.add("" + indexOf(equal, run.pick()));
        }
        // The third is what is left, whichever way it was found.
        assertEquals(order, String.join(" ", seen));
        Upstream group = upstream(HASH, threePeers(1, 2, 1));
        assertEquals(
                weighted,
                indexOf(
                        group,
                        group.select(Groups.saying(key), PeerListener.NONE).pick()));
    }

    /** Case 92. */
    @Test
    void anEmptyKeyMeansRoundRobin() {
        for (Balance balance : List.of(HASH, CONSISTENT)) {
            Upstream group = upstream(balance, threePeers(1, 1, 1));
            for (int i = 0; i < 6; i++) {
                assertEquals(
                        i % 3,
                        indexOf(
                                group,
                                group.select(Groups.saying(""), PeerListener.NONE)
                                        .pick()));
            }
        }
    }

    @Test
    void theRingIsNginxs() {
        PeerConfig[] peers = {server("10.0.0.1:8080", 1), server("10.0.0.2:8080", 2), server("10.0.0.3:8080", 1)};
        HashRing ring = new HashRing(upstream(CONSISTENT, peers).members().primaries());
        assertEquals(640, ring.size());
        assertEquals(
                List.of(10773370, 17423363, 18170467), List.of(ring.position(0), ring.position(1), ring.position(2)));
        assertEquals(List.of(1, 2, 0), List.of(ring.peersAt(0)[0], ring.peersAt(1)[0], ring.peersAt(2)[0]));
        for (long position : new long[] {4058667663L, 1271959144L, 2229661422L}) {
            int point = ring.find((int) position);
            assertEquals((int) position, ring.position(point));
            assertEquals(0, ring.peersAt(point)[0]);
        }
    }

    @ParameterizedTest
    @CsvSource({"a, 580, 0", "b, 270, 1", "user=42, 228, 1", "/index.html, 587, 0", "k7, 307, 1", "k8, 597, 0"})
    void aKeyFindsItsPoint(String key, int point, int peer) {
        PeerConfig[] peers = {server("10.0.0.1:8080", 1), server("10.0.0.2:8080", 2), server("10.0.0.3:8080", 1)};
        Upstream group = upstream(CONSISTENT, peers);
        assertEquals(point, new HashRing(group.members().primaries()).find(Crc32.of(key)));
        assertEquals(
                peer,
                indexOf(
                        group,
                        group.select(Groups.saying(key), PeerListener.NONE).pick()));
    }

    @Test
    void addressesOfOneServerShareItsPointsAndTakeTurns() {
        PeerConfig[] peers = {server("name:80", 1), server("name:80", 1)};
        Upstream group = upstream(CONSISTENT, peers);
        assertEquals(160, new HashRing(group.members().primaries()).size());
        for (int i = 0; i < 4; i++) {
            assertEquals(
                    i % 2,
                    indexOf(
                            group,
                            group.select(Groups.saying("key"), PeerListener.NONE)
                                    .pick()));
        }
    }

    @Test
    void checksumsAreThoseOfTheJdk() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            CRC32 expected = new CRC32();
            expected.update(bytes);
            assertEquals((int) expected.getValue(), Crc32.of(new String(bytes, StandardCharsets.ISO_8859_1)));
        }
    }

    private static PeerConfig[] threePeers(int first, int second, int third) {
        return new PeerConfig[] {
            Groups.weight(Groups.peer("a"), first),
            Groups.weight(Groups.peer("b"), second),
            Groups.weight(Groups.peer("c"), third)
        };
    }

    private static PeerConfig server(String address, int weight) {
        return Groups.server(Groups.weight(Groups.peer("x"), weight), address);
    }

    private static int indexOf(Upstream group, Pick pick) {
        return group.peers().indexOf(pick.peer());
    }

    private static Upstream upstream(Balance balance, PeerConfig... peers) {
        return new Upstream(Groups.group(balance, peers), () -> 1_000_000_000L, new GroupState());
    }
}
