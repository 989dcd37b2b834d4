package io.weir.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.config.UpstreamConfig.PeerConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The semantics' 4.2 and the sharp cases that it decides; numbers are theirs. */
@Timeout(30)
class FailureAccountingTest {

    private static final PeerConfig A = Groups.peer("a");
    private static final PeerConfig B = Groups.peer("b");
    private static final PeerConfig C = Groups.peer("c");

    private long now = 1_000_000;
    private final List<String> disabled = new ArrayList<>();

    /** Case 1. */
    @Test
    void afterAFailureTheSameRunAsksTheOtherPeer() {
        Upstream group = upstream(A, B);
        Selection run = run(group);
        assertEquals(2, run.tries());
        assertEquals("a", attempt(run, Release.FAILED));
        assertEquals(1, run.tries());
        assertEquals("b", attempt(run, Release.SUCCESS));
        assertEquals(0, run.tries());
        assertEquals(List.of("a"), disabled);
        assertEquals(1, group.peers().getFirst().fails());
    }

    /** Case 5. */
    @Test
    void aSinglePeerIsNeverDisabledAndLeavesNoTries() {
        Upstream group = upstream(A);
        for (int i = 0; i < 10; i++) {
            Selection run = run(group);
            assertEquals(1, run.tries());
            assertEquals("a", attempt(run, Release.FAILED));
            assertEquals(0, run.tries());
        }
        assertEquals(List.of(), disabled);
        assertEquals(0, group.peers().getFirst().fails());
        assertEquals(10, group.peers().getFirst().failures());
    }

    /** Case 16: what lets even a single peer be asked again after a stale kept connection. */
    @Test
    void anAddedTryReachesTheSinglePeerAgain() {
        Selection run = run(upstream(A));
        assertEquals("a", attempt(run, Release.FAILED));
        run.addTry();
        assertEquals(1, run.tries());
        assertEquals("a", attempt(run, Release.SUCCESS));
        assertEquals(0, run.tries());
    }

    @Test
    void aSinglePeerCanBeDownOrFull() {
        assertEquals("-", attempt(run(upstream(Groups.down(A))), Release.SUCCESS));
        assertEquals(0, run(upstream(Groups.down(A))).tries());
        Upstream full = upstream(Groups.maxConns(A, 1));
        Pick pick = run(full).pick();
        assertNotNull(pick);
        assertNull(run(full).pick());
        pick.release(Release.SUCCESS);
        assertEquals("a", attempt(run(full), Release.SUCCESS));
    }

    /** Case 6: two addresses are two peers. */
    @Test
    void twoPeersMayBothBeDisabled() {
        Upstream group = upstream(A, B);
        Selection run = run(group);
        attempt(run, Release.FAILED);
        attempt(run, Release.FAILED);
        assertEquals(List.of("a", "b"), disabled);
        assertEquals("-", attempt(run(group), Release.SUCCESS));
    }

    /** Case 7. */
    @Test
    void failuresWithinTheWindowAddUpInSpiteOfSuccesses() {
        Upstream group = upstream(Groups.maxFails(A, 2), Groups.maxFails(B, 0));
        attemptOn(group, "a", Release.FAILED);
        for (int i = 0; i < 8; i++) {
            now++;
            attemptOn(group, "a", Release.SUCCESS);
        }
        assertEquals(List.of(), disabled);
        now++;
        attemptOn(group, "a", Release.FAILED);
        assertEquals(List.of("a"), disabled);
    }

    @Test
    void aSuccessAfterTheWindowForgives() {
        Upstream group = upstream(Groups.maxFails(A, 2), Groups.maxFails(B, 0));
        attemptOn(group, "a", Release.FAILED);
        now += 11;
        attemptOn(group, "a", Release.SUCCESS);
        assertEquals(0, group.peers().getFirst().fails());
        attemptOn(group, "a", Release.FAILED);
        assertEquals(List.of(), disabled);
    }

    /** Case 8, and the limit itself: at exactly fail_timeout the peer is still out. */
    @Test
    void afterFailTimeoutOneRequestProbesAndSuccessReenables() {
        Upstream group = upstream(A, B);
        attemptOn(group, "a", Release.FAILED);
        now += 10;
        for (int i = 0; i < 5; i++) {
            assertEquals("b", attempt(run(group), Release.SUCCESS));
        }
        now += 1;
        List<Pick> hundred = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Pick pick = run(group).pick();
            assertNotNull(pick);
            hundred.add(pick);
        }
        assertEquals(
                1,
                hundred.stream().filter(pick -> Groups.letter(pick).equals("a")).count());
        hundred.forEach(pick -> pick.release(Release.SUCCESS));
        assertEquals(0, group.peers().getFirst().fails());
        attemptOn(group, "a", Release.SUCCESS);
    }

    @Test
    void aFailedProbeDisablesForAnotherFailTimeout() {
        Upstream group = upstream(A, B);
        attemptOn(group, "a", Release.FAILED);
        now += 11;
        attemptOn(group, "a", Release.FAILED);
        assertEquals(List.of("a", "a"), disabled);
        now += 10;
        for (int i = 0; i < 5; i++) {
            assertEquals("b", attempt(run(group), Release.SUCCESS));
        }
    }

    /** Case 9: and nothing is reset because all are disabled. */
    @Test
    void aFullyDisabledGroupStaysSoUntilFailTimeoutHasPassed() {
        Upstream group = upstream(A, B);
        attemptOn(group, "a", Release.FAILED);
        now += 3;
        attemptOn(group, "b", Release.FAILED);
        for (int i = 0; i < 7; i++) {
            assertEquals("-", attempt(run(group), Release.SUCCESS));
            now++;
        }
        assertEquals("-", attempt(run(group), Release.SUCCESS));
        now++;
        assertEquals("a", attempt(run(group), Release.SUCCESS));
    }

    /** Case 11: with one of two peers disabled tries is still 2, and after its failure nobody is left. */
    @Test
    void aDisabledPeerStillCountsAsATry() {
        Upstream group = upstream(A, B);
        attemptOn(group, "a", Release.FAILED);
        Selection run = run(group);
        assertEquals(2, run.tries());
        assertEquals("b", attempt(run, Release.FAILED));
        assertEquals(1, run.tries());
        assertEquals("-", attempt(run, Release.SUCCESS));
        assertEquals("group", run.upstream().name());
    }

    /** Case 12. */
    @Test
    void triesCanBeLimitedButNotRaised() {
        Selection run = run(upstream(A, B, C));
        run.limitTries(0);
        assertEquals(3, run.tries());
        run.limitTries(7);
        assertEquals(3, run.tries());
        run.limitTries(1);
        assertEquals(1, run.tries());
    }

    /** Case 14. */
    @Test
    void nextIsNoFailure() {
        Upstream group = upstream(A, B);
        Selection run = run(group);
        assertEquals("a", attempt(run, Release.NEXT));
        assertEquals("b", attempt(run, Release.NEXT));
        assertEquals(0, run.tries());
        assertEquals(List.of(), disabled);
        group.peers().forEach(peer -> assertEquals(0, peer.fails()));
    }

    @Test
    void maxFailsZeroNeverDisables() {
        Upstream group = upstream(Groups.maxFails(A, 0), Groups.maxFails(B, 0));
        for (int i = 0; i < 10; i++) {
            attempt(run(group), Release.FAILED);
        }
        assertEquals(List.of(), disabled);
        assertEquals("a", attempt(run(group), Release.SUCCESS));
    }

    @Test
    void downPeersAreNeitherPickedNorCounted() {
        Upstream group = upstream(A, Groups.down(B), Groups.backup(C), Groups.down(Groups.backup(Groups.peer("d"))));
        Selection run = run(group);
        assertEquals(2, run.tries());
        assertEquals("a", attempt(run, Release.FAILED));
        assertEquals("c", attempt(run, Release.FAILED));
        assertEquals("-", attempt(run, Release.FAILED));
    }

    /** Case 95. */
    @Test
    void fullPeersAreNotPickedAndThereIsNoQueue() {
        Upstream group = upstream(Groups.maxConns(A, 1), Groups.maxConns(B, 1));
        Pick first = run(group).pick();
        Pick second = run(group).pick();
        assertEquals("ab", Groups.letter(first) + Groups.letter(second));
        assertNull(run(group).pick());
        assertNotNull(first);
        first.release(Release.SUCCESS);
        assertEquals("a", attempt(run(group), Release.SUCCESS));
    }

    /** Case 99. */
    @Test
    void backupsAreTriedInTheSameRunAndLaterRunsReturnToThePrimaries() {
        Upstream group = upstream(A, Groups.backup(B), Groups.backup(C));
        Selection run = run(group);
        assertEquals(3, run.tries());
        assertEquals("a", attempt(run, Release.FAILED));
        assertEquals("b", attempt(run, Release.FAILED));
        assertEquals("c", attempt(run, Release.SUCCESS));
        assertEquals("c", attempt(run(group), Release.SUCCESS));
        now += 11;
        assertEquals("a", attempt(run(group), Release.SUCCESS));
    }

    @Test
    void aRunThatWentToTheBackupsStaysThere() {
        Upstream group = upstream(A, Groups.backup(B), Groups.backup(C));
        attempt(run(group), Release.FAILED);
        Selection run = run(group);
        assertEquals("b", attempt(run, Release.FAILED));
        now += 11; // the primary could be probed again
        assertEquals("c", attempt(run, Release.FAILED));
        assertEquals("-", attempt(run, Release.SUCCESS));
    }

    @Test
    void onePrimaryWithABackupIsNotSingle() {
        Upstream group = upstream(A, Groups.backup(B));
        attempt(run(group), Release.FAILED);
        assertEquals(List.of("a"), disabled);
    }

    @Test
    void releasingTwiceIsABug() {
        Pick pick = run(upstream(A, B)).pick();
        assertNotNull(pick);
        pick.release(Release.SUCCESS);
        assertThrows(IllegalStateException.class, () -> pick.release(Release.SUCCESS));
        assertEquals(0, pick.peer().conns());
    }

    @Test
    void connsReturnToZeroAndLimitsHoldUnderConcurrency() throws Exception {
        Upstream group = upstream(Groups.maxConns(A, 3), Groups.maxConns(B, 5), Groups.backup(Groups.maxConns(C, 2)));
        AtomicInteger[] inUse = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger picks = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 50; t++) {
            Random random = new Random(t);
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 500; i++) {
                    Selection run = group.select();
                    for (Pick pick = run.pick(); pick != null; pick = run.pick()) {
                        picks.incrementAndGet();
                        Peer peer = pick.peer();
                        AtomicInteger users = inUse[peer.server().charAt(0) - 'a'];
                        if (users.incrementAndGet() > peer.config().maxConns()) {
                            wrong.add(peer + " over its limit");
                        }
                        Thread.yield();
                        users.decrementAndGet();
                        pick.release(random.nextInt(100) == 0 ? Release.FAILED : Release.NEXT);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), wrong);
        group.peers().forEach(peer -> assertEquals(0, peer.conns()));
        assertEquals(picks.get(), group.peers().stream().mapToLong(Peer::picks).sum());
    }

    private Upstream upstream(PeerConfig... peers) {
        return new Upstream(Groups.group(peers), () -> now * 1000, new GroupState());
    }

    private Selection run(Upstream group) {
        return group.select(null, peer -> disabled.add(peer.server()));
    }

    private static String attempt(Selection run, Release result) {
        Pick pick = run.pick();
        if (pick != null) {
            pick.release(result);
        }
        return Groups.letter(pick);
    }

    /** One run whose attempt falls on {@code letter}; runs that fall on others end as successes. */
    private void attemptOn(Upstream group, String letter, Release result) {
        for (int i = 0; i < 100; i++) {
            Pick pick = run(group).pick();
            assertNotNull(pick);
            if (Groups.letter(pick).equals(letter)) {
                pick.release(result);
                return;
            }
            pick.release(Release.SUCCESS);
        }
        throw new AssertionError(letter + " is not picked");
    }
}
