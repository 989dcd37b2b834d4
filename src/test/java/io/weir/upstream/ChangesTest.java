package io.weir.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.upstream.PeerSnapshot.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights, peers and their marks changed while the group is in use; and what can be seen of a peer from outside. */
class ChangesTest {

    private long now = 1_000_000_000L;

    @Test
    void aNewWeightHoldsFromTheNextRoundOn() {
        Upstream group = upstream(new Balance.RoundRobin(), Groups.peer("a"), Groups.peer("b"));
        assertEquals("a", answers(group, 1));
        group.setWeight(group.peers().getFirst(), 3);
        assertEquals("aabaaaba", answers(group, 8));
        assertEquals(3, group.peers().getFirst().weight());
        assertThrows(
                IllegalArgumentException.class,
                () -> group.setWeight(group.peers().getFirst(), 0));
    }

    @Test
    void aPeerThatIsTakenDownIsNotAskedAndWhatIsInFlightGoesOn() {
        Upstream group = upstream(new Balance.RoundRobin(), Groups.peer("a"), Groups.peer("b"));
        Pick inFlight = group.select().pick();
        Peer a = inFlight.peer();
        group.down(a);
        assertEquals(1, group.select().tries());
        assertEquals("bbb", answers(group, 3));
        assertEquals(Status.DOWN, status(a));
        assertEquals(1, a.conns());
        inFlight.release(Release.SUCCESS);
        assertEquals(0, a.conns());
        group.up(a);
        assertEquals(Status.UP, status(a));
        assertTrue(answers(group, 4).contains("a"));
    }

    @Test
    void upForgetsFailures() {
        Upstream group = upstream(new Balance.RoundRobin(), Groups.peer("a"), Groups.peer("b"));
        Peer a = fail(group);
        assertEquals(Status.FAILED, status(a));
        group.up(a);
        assertEquals(Status.UP, status(a));
        assertTrue(answers(group, 4).contains("a"));
    }

    @Test
    void anAddedPeerTakesPartAndARemovedOneDoesNot() {
        Upstream group = upstream(new Balance.RoundRobin(), Groups.peer("a"), Groups.peer("b"));
        Peer c = group.add(Groups.peer("c"));
        assertEquals("abcabc", answers(group, 6));
        Selection before = group.select();
        Pick inFlight = before.pick();
        group.remove(c);
        assertEquals(2, group.peers().size());
        assertEquals(Status.REMOVED, status(c));
        inFlight.release(Release.FAILED);
        assertEquals("b", Groups.letter(before.pick()));
        assertNull(before.pick()); // its list still has c, but c is gone
        assertThrows(IllegalArgumentException.class, () -> group.remove(c));
    }

    @Test
    void aGroupMayBecomeEmptyAndFillAgain() {
        Upstream group = upstream(new Balance.Hash(Groups.variable(), true), Groups.peer("a"));
        group.remove(group.peers().getFirst());
        assertNull(group.select(Groups.saying("key"), PeerListener.NONE).pick());
        group.add(Groups.peer("b"));
        assertEquals(
                "b",
                Groups.letter(
                        group.select(Groups.saying("key"), PeerListener.NONE).pick()));
        assertThrows(IllegalArgumentException.class, () -> group.add(Groups.backup(Groups.peer("c"))));
    }

    /** What the weight of a peer that recovers is while it grows: with ten seconds, a tenth more each second. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1000, 25", "5000, 128", "9999, 255", "10000, 256", "60000, 256"})
    void slowStartLetsTheWeightGrow(long elapsed, long gain) {
        PeerState state = new PeerState(Groups.slowStart(Groups.peer("a"), 10_000));
        state.startSlowly(now);
        assertEquals(gain, state.gain(256, now + elapsed));
    }

    @Test
    void aRecoveredPeerGetsLittleAtFirstAndItsShareInTheEnd() {
        PeerConfig a = Groups.slowStart(Groups.peer("a"), 100_000);
        Upstream group = upstream(new Balance.RoundRobin(), a, Groups.slowStart(Groups.peer("b"), 100_000));
        Peer failed = fail(group);
        now += 11_000;
        assertEquals(Status.PROBING, status(failed));
        String probe = answers(group, 4);
        assertTrue(probe.contains("a"), probe);
        assertEquals(Status.STARTING, status(failed));
        now += 10_000;
        long few = answers(group, 110).chars().filter(c -> c == 'a').count();
        assertTrue(few >= 8 && few <= 12, few + " of 110");
        now += 90_000;
        assertEquals(50, answers(group, 100).chars().filter(c -> c == 'a').count());
        assertEquals(Status.UP, status(failed));
    }

    @Test
    void leastConnSparesAPeerThatStartsSlowly() {
        PeerConfig a = Groups.slowStart(Groups.peer("a"), 100_000);
        Upstream group = upstream(new Balance.LeastConn(), a, Groups.peer("b"));
        fail(group);
        group.up(group.peers().getFirst());
        now += 25_000;
        for (int i = 0; i < 10; i++) {
            assertNotNull(group.select().pick());
        }
        assertEquals(2, group.peers().getFirst().conns());
    }

    @Test
    void aSnapshotTellsWhatAPeerHasDone() {
        Upstream group = upstream(new Balance.RoundRobin(), Groups.peer("a"), Groups.maxConns(Groups.peer("b"), 1));
        for (int i = 1; i <= 100; i++) {
            Pick pick = group.select().pick();
            pick.release(Release.SUCCESS, 1, i * 1_000_000L);
        }
        Selection run = group.select();
        Pick pick = run.pick();
        pick.failed("connecting to upstream", "connect() failed (111: Connection refused)");
        pick.release(Release.FAILED);
        run.pick();
        List<PeerSnapshot> peers = group.snapshot();
        PeerSnapshot a = peers.getFirst();
        assertEquals(51, a.requests());
        assertEquals(1, a.failures());
        assertEquals(Status.FAILED, a.status());
        assertEquals(now / 1000 + 11, a.retryAtEpochSecond());
        assertEquals(
                new PeerError("connecting to upstream", "connect() failed (111: Connection refused)", now),
                a.lastError());
        assertEquals(50, a.responseTimes().count());
        assertEquals(Status.FULL, peers.getLast().status());
        assertEquals(1, peers.getLast().active());
        assertEquals(50_000, a.responseTimes().percentileMicros(0.5), 50_000 / 16);
        assertEquals(99_000, a.responseTimes().percentileMicros(1), 99_000 / 16);
        assertEquals(0, a.responseTimes().since(a.responseTimes()).percentileMicros(0.5));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "15", "16", "17", "31", "32", "1000", "123456", "60000000", "68719476735"})
    void aBucketIsNoWiderThanASixteenth(long micros) {
        int bucket = ResponseTimes.bucket(micros);
        long longest = ResponseTimes.longest(bucket);
        assertTrue(longest >= micros && longest - micros <= micros / 16, bucket + " " + longest);
        assertEquals(bucket, ResponseTimes.bucket(longest));
        assertEquals(bucket + 1, ResponseTimes.bucket(longest + 1) + (bucket == ResponseTimes.BUCKETS - 1 ? 1 : 0));
    }

    private static Peer fail(Upstream group) {
        Pick pick = group.select().pick();
        pick.release(Release.FAILED);
        return pick.peer();
    }

    private Status status(Peer peer) {
        return peer.snapshot(now).status();
    }

    private static String answers(Upstream group, int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            Pick pick = group.select().pick();
            letters.append(Groups.letter(pick));
            pick.release(Release.SUCCESS);
        }
        return letters.toString();
    }

    private Upstream upstream(Balance balance, PeerConfig... peers) {
        return new Upstream(Groups.group(balance, peers), () -> now, new GroupState());
    }
}
