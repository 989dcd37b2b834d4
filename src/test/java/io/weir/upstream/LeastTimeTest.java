package io.weir.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.Metric;
import io.weir.config.UpstreamConfig.PeerConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** least_time, by the semantics' 4.5.1: the installed nginx is too old to know it. */
class LeastTimeTest {

    private static final long MILLI = 1_000_000;

    private long now = 1_000_000_000L;

    @ParameterizedTest
    @CsvSource({"0, 7, 7", "100, 100, 100", "100, 200, 105", "100, 0, 95", "3, 4, 3", "10, 20, 11"})
    void theAverageMovesByATwentieth(long average, long sample, long next) {
        assertEquals(next, LoadTimes.average(average, sample));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 20",
        "19, 0, 20",
        "20, 0, 40",
        "21, 0, 40",
        "4999, 0, 5000",
        "5000, 0, 5020",
        "5001, 0, 5000",
        "90000, 0, 5000",
        "100, 3, 480",
    })
    void timesAreComparedInStepsTimesTheLoad(long millis, int conns, long estimate) {
        PeerState state = new PeerState(Groups.peer("a"));
        state.checked = now / 1000;
        state.conns = conns;
        state.times.headerTook(millis);
        assertEquals(estimate, state.times.estimate(Metric.HEADER, state, now / 1000));
    }

    @Test
    void aPeerThatIsNotAskedGetsFasterWithTime() {
        PeerState state = new PeerState(Groups.peer("a"));
        state.checked = now / 1000;
        state.times.responseTook(1000);
        List<Long> estimates = new ArrayList<>();
        for (int seconds : new int[] {10, 11, 22, 33, 11 * 70}) {
            estimates.add(state.times.estimate(Metric.LAST_BYTE, state, now / 1000 + seconds));
        }
        assertEquals(List.of(1020L, 520L, 260L, 140L, 20L), estimates);
    }

    @Test
    void thePeerThatAnswersFirstIsPicked() {
        Upstream group = upstream(new Balance.LeastTime(Metric.HEADER, false), Groups.peer("a"), Groups.peer("b"));
        assertEquals("a", answer(group, 300, 300));
        assertEquals("b", answer(group, 20, 900));
        for (int i = 0; i < 5; i++) {
            assertEquals("b", answer(group, 20, 900));
        }
    }

    @Test
    void lastByteComparesTheWholeResponse() {
        Upstream group = upstream(new Balance.LeastTime(Metric.LAST_BYTE, false), Groups.peer("a"), Groups.peer("b"));
        assertEquals("a", answer(group, 300, 300));
        assertEquals("b", answer(group, 20, 900));
        for (int i = 0; i < 5; i++) {
            assertEquals("a", answer(group, 300, 300));
        }
    }

    @Test
    void equallyFastPeersTakeTurns() {
        Upstream group = upstream(
                new Balance.LeastTime(Metric.HEADER, false), Groups.peer("a"), Groups.peer("b"), Groups.peer("c"));
        StringBuilder picked = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            picked.append(answer(group, 5 + i, 30));
        }
        assertEquals("abcabc", picked.toString());
    }

    @Test
    void aPeerThatFailsFastDoesNotLookFast() {
        Upstream group = upstream(
                new Balance.LeastTime(Metric.HEADER, false),
                Groups.maxFails(Groups.peer("a"), 0),
                Groups.maxFails(Groups.peer("b"), 0));
        assertEquals("a", answer(group, 200, 200));
        assertEquals("b", answer(group, 50, 50));
        Pick pick = group.select().pick();
        assertEquals("b", Groups.letter(pick));
        pick.release(Release.FAILED, 0, 0);
        assertEquals("b", answer(group, 50, 50));
        assertEquals(60, estimate(group, 1));
    }

    @Test
    void inflightCountsTheTimeOfThoseUnderWay() {
        Upstream group = upstream(new Balance.LeastTime(Metric.HEADER, true), Groups.peer("a"), Groups.peer("b"));
        assertEquals("a", answer(group, 10, 10));
        assertEquals("b", answer(group, 100, 100));
        Pick hanging = group.select().pick();
        assertEquals("a", Groups.letter(hanging));
        now += 2000;
        // One under way for two seconds: worse than an average of 100 ms, whatever the others took.
        assertEquals("b", answer(group, 100, 100));
        hanging.headerArrived(2000 * MILLI);
        hanging.release(Release.SUCCESS, 2000 * MILLI, 2000 * MILLI);
        assertEquals(0, group.peers().getFirst().conns());
        // The average took the sample once, with the header.
        assertEquals(LoadTimes.average(10, 2000) / 20 * 20 + 20, estimate(group, 0));
    }

    private long estimate(Upstream group, int index) {
        PeerState state = group.peers().get(index).state;
        return state.times.estimate(Metric.HEADER, state, state.checked);
    }

    private String answer(Upstream group, long headerMillis, long responseMillis) {
        Pick pick = group.select().pick();
        pick.headerArrived(headerMillis * MILLI);
        pick.release(Release.SUCCESS, headerMillis * MILLI, responseMillis * MILLI);
        return Groups.letter(pick);
    }

    private Upstream upstream(Balance balance, PeerConfig... peers) {
        return new Upstream(Groups.group(balance, peers), () -> now, new GroupState());
    }
}
