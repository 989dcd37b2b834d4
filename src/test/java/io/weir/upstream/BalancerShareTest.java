package io.weir.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.Choice;
import io.weir.config.UpstreamConfig.Metric;
import io.weir.config.UpstreamConfig.PeerConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much each method gives to whom: groups, weights and peers that are down come from a seed. */
@Timeout(60)
class BalancerShareTest {

    private static final Balance CONSISTENT = new Balance.Hash(Groups.variable(), true);
    private static final int KEYS = 4000;

    /** Those that take turns by weight as long as peers have nothing to do. */
    static Stream<Balance> inTurn() {
        return Stream.of(
                new Balance.RoundRobin(),
                new Balance.LeastConn(),
                new Balance.Hash(Groups.variable(), false),
                CONSISTENT);
    }

    /** The hashes have an empty key here. */
    @ParameterizedTest
    @MethodSource("inTurn")
    void everyRoundGivesEachPeerItsWeight(Balance balance) {
        for (long seed = 1; seed <= 20; seed++) {
            Upstream group = group(balance, new Random(seed));
            int total = totalWeight(group);
            for (int round = 1; round <= 3; round++) {
                for (int i = 0; i < total; i++) {
                    pick(group, "").release(Release.NEXT);
                }
                for (Peer peer : group.peers()) {
                    int share = peer.config().down() ? 0 : round * peer.weight();
                    assertEquals(share, peer.picks(), peer + ", seed " + seed);
                }
            }
        }
    }

    /** To those that look at the load a weight is how much of it a peer can bear. */
    static Stream<Balance> byLoad() {
        return Stream.of(
                new Balance.LeastConn(),
                new Balance.LeastTime(Metric.HEADER, false),
                new Balance.LeastTime(Metric.LAST_BYTE, true));
    }

    @ParameterizedTest
    @MethodSource("byLoad")
    void whenNothingEndsEachPeerIsFilledToItsWeight(Balance balance) {
        for (long seed = 1; seed <= 20; seed++) {
            Upstream group = group(balance, new Random(seed));
            int total = totalWeight(group);
            List<Pick> leased = new ArrayList<>();
            for (int i = 0; i < 3 * total; i++) {
                leased.add(pick(group, ""));
            }
            for (Peer peer : group.peers()) {
                int share = peer.config().down() ? 0 : 3 * peer.weight();
                assertEquals(share, peer.conns(), peer + ", seed " + seed);
            }
            leased.forEach(pick -> pick.release(Release.SUCCESS));
        }
    }

    static Stream<Balance> byChance() {
        return Stream.of(
                new Balance.IpHash(), new Balance.Hash(Groups.variable(), false), new Balance.Random(Choice.ONE));
    }

    /** A chi-square test, exceeded once in a thousand; but keys and dice have a seed. */
    @ParameterizedTest
    @MethodSource("byChance")
    void manyKeysAreSharedByWeight(Balance balance) {
        PeerConfig[] configs = new PeerConfig[10];
        int total = 0;
        for (int i = 0; i < configs.length; i++) {
            configs[i] = Groups.weight(Groups.peer("p" + i), i + 1);
            total += i + 1;
        }
        Upstream group = new Upstream(Groups.group(configs), () -> 0, new GroupState());
        PeerList list = group.members().primaries();
        Balancer balancer = Balancer.of(balance, list, new SplittableRandom(42));
        Random random = new Random(42);
        int draws = 55_000;
        int[] counts = new int[configs.length];
        for (int i = 0; i < draws; i++) {
            byte[] address = new byte[4];
            random.nextBytes(address);
            String key = new String(address, StandardCharsets.ISO_8859_1);
            counts[balancer.begin(Groups.saying(key)).next(new Candidates(list).at(0, null))]++;
        }
        double chiSquare = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = (double) draws * (i + 1) / total;
            chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        assertTrue(chiSquare < 27.88, "chi-square " + chiSquare);
    }

    /** A server's part of the ring is its weight's, give or take what 160 points for each leave to chance. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aConsistentHashMovesOnlyTheShareOfWhoLeavesOrComes(long seed) {
        Random random = new Random(seed);
        Upstream group = servers(random);
        Peer leaving = group.peers().get(random.nextInt(group.peers().size()));
        double share = (double) leaving.weight() / totalWeight(group);
        List<Peer> before = peersOfKeys(group);
        group.remove(leaving);
        List<Peer> without = peersOfKeys(group);
        assertShare(share, moved(before, without, leaving));
        // Back again as another peer: the ring is the old one.
        Peer back = group.add(leaving.config());
        List<Peer> after = peersOfKeys(group);
        assertShare(share, moved(after, without, back));
        for (int i = 0; i < KEYS; i++) {
            assertEquals(before.get(i) == leaving, after.get(i) == back, "key " + i);
        }
    }

    private static void assertShare(double share, int moved) {
        double part = (double) moved / KEYS;
        assertTrue(part > share * 0.6 && part < share * 1.5, part + " of the keys moved, the weight was " + share);
    }

    /** How many keys are a peer's; those of the others must not move. */
    private static int moved(List<Peer> with, List<Peer> without, Peer peer) {
        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            if (with.get(i) == peer) {
                moved++;
            } else {
                assertEquals(with.get(i), without.get(i), "key " + i);
            }
        }
        return moved;
    }

    private static List<Peer> peersOfKeys(Upstream group) {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            Pick pick = pick(group, "key" + i);
            peers.add(pick.peer());
            pick.release(Release.SUCCESS);
        }
        return peers;
    }

    private static Pick pick(Upstream group, String key) {
        return group.select(Groups.saying(key), PeerListener.NONE).pick();
    }

    /** Peers that are up. */
    private static int totalWeight(Upstream group) {
        return group.peers().stream()
                .filter(peer -> !peer.config().down())
                .mapToInt(Peer::weight)
                .sum();
    }

    private static Upstream servers(Random random) {
        PeerConfig[] peers = new PeerConfig[2 + random.nextInt(30)];
        for (int i = 0; i < peers.length; i++) {
            PeerConfig peer = Groups.weight(Groups.peer("p" + i), 1 + random.nextInt(4));
            peers[i] = Groups.server(peer, "10.0.0." + i + ":80");
        }
        return new Upstream(Groups.group(CONSISTENT, peers), () -> 0, new GroupState());
    }

    private static Upstream group(Balance balance, Random random) {
        PeerConfig[] peers = new PeerConfig[2 + random.nextInt(10)];
        for (int i = 0; i < peers.length; i++) {
            peers[i] = Groups.weight(Groups.peer("p" + i), 1 + random.nextInt(20));
            if (i > 0 && random.nextInt(5) == 0) {
                peers[i] = Groups.down(peers[i]);
            }
        }
        return new Upstream(Groups.group(balance, peers), () -> 1_000_000, new GroupState());
    }
}
