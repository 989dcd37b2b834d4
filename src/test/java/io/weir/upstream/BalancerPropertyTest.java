package io.weir.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.UpstreamConfig;
import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.Choice;
import io.weir.config.UpstreamConfig.Metric;
import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.config.UpstreamConfig.Sticky;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every method, whatever it prefers. */
@Timeout(60)
class BalancerPropertyTest {

    private long now = 1_000_000_000L;

    static Stream<Balance> balances() {
        return Stream.of(
                new Balance.RoundRobin(),
                new Balance.LeastConn(),
                new Balance.LeastTime(Metric.HEADER, false),
                new Balance.LeastTime(Metric.HEADER, true),
                new Balance.LeastTime(Metric.LAST_BYTE, true),
                new Balance.IpHash(),
                new Balance.Hash(Groups.variable(), false),
                new Balance.Hash(Groups.variable(), true),
                new Balance.Random(Choice.ONE),
                new Balance.Random(Choice.TWO_LEAST_CONN),
                new Balance.Random(Choice.TWO_LEAST_TIME_LAST_BYTE));
    }

    @ParameterizedTest
    @MethodSource("balances")
    void noPeerIsPickedThatIsDownDisabledFullOrTried(Balance balance) {
        for (long seed = 1; seed <= 4; seed++) {
            tortureWith(balance, null, seed);
            tortureWith(balance, new Sticky.Route(List.of(Groups.variable())), seed);
        }
    }

    private void tortureWith(Balance balance, @Nullable Sticky sticky, long seed) {
        Random random = new Random(seed);
        Upstream group = new Upstream(config(balance, sticky, random), () -> now, new GroupState());
        List<Pick> leased = new ArrayList<>();
        for (int run = 0; run < 150; run++) {
            boolean bound = random.nextBoolean();
            String said = bound
                    ? group.peers().get(random.nextInt(group.peers().size())).id()
                    : "k" + random.nextInt(50);
            Selection selection = group.select(Groups.saying(said), PeerListener.NONE);
            List<Peer> tried = new ArrayList<>();
            for (int attempt = 0; attempt < 4; attempt++) {
                List<PeerSnapshot> before = group.snapshot();
                Pick pick = selection.pick();
                if (pick == null) {
                    break;
                }
                check(group, before, pick, said, seed);
                assertTrue(!tried.contains(pick.peer()), () -> "tried, seed " + seed);
                tried.add(pick.peer());
                leased.add(pick);
            }
            while (leased.size() > 30 || !leased.isEmpty() && random.nextBoolean()) {
                Release result = Release.values()[random.nextInt(3)];
                long nanos = random.nextInt(3_000) * 1_000_000L;
                Pick pick = leased.remove(random.nextInt(leased.size()));
                pick.headerArrived(nanos);
                pick.release(result, nanos, nanos);
            }
            now += random.nextInt(4_000);
        }
        leased.forEach(pick -> pick.release(Release.SUCCESS));
        group.peers().forEach(peer -> assertEquals(0, peer.conns(), () -> "seed " + seed));
    }

    private static UpstreamConfig config(Balance balance, @Nullable Sticky sticky, Random random) {
        PeerConfig[] peers = new PeerConfig[2 + random.nextInt(70)];
        for (int i = 0; i < peers.length; i++) {
            PeerConfig peer = Groups.weight(Groups.peer("p" + i), 1 + random.nextInt(5));
            peer = Groups.maxFails(Groups.maxConns(peer, random.nextInt(4)), random.nextInt(3));
            peer = random.nextInt(5) == 0 ? Groups.down(peer) : peer;
            peer = sticky != null && random.nextInt(5) == 0 ? Groups.drain(peer) : peer;
            boolean backup = i > 0 && balance.supportsBackup() && random.nextInt(4) == 0;
            peers[i] = backup ? Groups.backup(peer) : peer;
        }
        return sticky == null ? Groups.group(balance, peers) : Groups.sticky(sticky, balance, peers);
    }

    private void check(Upstream group, List<PeerSnapshot> before, Pick pick, String said, long seed) {
        Peer peer = pick.peer();
        PeerSnapshot was = before.get(group.peers().indexOf(peer));
        boolean bound = peer.id().equals(said);
        switch (was.status()) {
            case UP, PROBING -> {}
            case DRAINING -> assertTrue(bound, () -> "draining, seed " + seed);
            default -> throw new AssertionError(was.status() + ", seed " + seed);
        }
        int limit = peer.config().maxConns();
        assertTrue(limit == 0 || was.active() < limit, () -> "full, seed " + seed);
        if (was.status() == PeerSnapshot.Status.DRAINING && was.fails() > 0) {
            int maxFails = peer.config().maxFails();
            boolean out = maxFails > 0 && was.fails() >= maxFails && now / 1000 < was.retryAtEpochSecond();
            assertTrue(!out, () -> "disabled, seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("balances")
    void aGroupWhosePeersAreAllDownHasNobody(Balance balance) {
        Upstream group = new Upstream(
                Groups.group(balance, Groups.down(Groups.peer("a")), Groups.down(Groups.peer("b"))),
                () -> now,
                new GroupState());
        Selection run = group.select(Groups.saying("key"), PeerListener.NONE);
        assertEquals(0, run.tries());
        assertNull(run.pick());
    }

    @Test
    void theBetterOfTwoRandomPeersIsTheLessBusyOne() {
        Upstream group = new Upstream(
                Groups.group(new Balance.Random(Choice.TWO_LEAST_CONN), Groups.peer("a"), Groups.peer("b")),
                () -> now,
                new GroupState());
        List<Pick> leased = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Selection run = group.select();
            Pick pick = run.pick();
            leased.add(pick);
        }
        int difference =
                group.peers().getFirst().conns() - group.peers().getLast().conns();
        assertTrue(Math.abs(difference) <= 1, "difference " + difference);
        leased.forEach(pick -> pick.release(Release.SUCCESS));
    }
}
