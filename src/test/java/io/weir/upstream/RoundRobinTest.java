package io.weir.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.weir.config.UpstreamConfig.PeerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class RoundRobinTest {

    private long now = 1_000_000;

    /** Sharp case 91. */
    @Test
    void weights511GiveNginxsSequenceAndCurrentWeights() {
        Upstream group = upstream(
                Groups.weight(Groups.peer("a"), 5),
                Groups.weight(Groups.peer("b"), 1),
                Groups.weight(Groups.peer("c"), 1));
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            String picked = pickAndRelease(group, Release.SUCCESS);
            String weights = group.peers().stream()
                    .map(peer -> "" + peer.state.currentWeight)
                    .collect(Collectors.joining(","));
            steps.add(picked + "(" + weights + ")");
        }
        assertEquals(
                "a(-2,1,1) a(-4,2,2) b(1,-4,3) a(-1,-3,4) c(4,-2,-2) a(2,-1,-1) a(0,0,0)", String.join(" ", steps));
    }

    @ParameterizedTest
    @CsvSource({"'1', aaa", "'1,1', abab", "'1,1,1', abcabc", "'3,1', aabaaaba", "'1,2', babbab", "'2,2', abab"})
    void picksInProportionAndTheFirstOfEquals(String weights, String sequence) {
        String[] parts = weights.split(",");
        PeerConfig[] peers = new PeerConfig[parts.length];
        for (int i = 0; i < parts.length; i++) {
            peers[i] = Groups.weight(Groups.peer("" + (char) ('a' + i)), Integer.parseInt(parts[i]));
        }
        Upstream group = upstream(peers);
        StringBuilder picked = new StringBuilder();
        for (int i = 0; i < sequence.length(); i++) {
            picked.append(pickAndRelease(group, Release.SUCCESS));
        }
        assertEquals(sequence, picked.toString());
    }

    /** Failure weights of the semantics' test vectors. */
    @Test
    void aFailureLowersTheEffectiveWeightAndEachRoundRestoresOne() {
        Upstream group = upstream(Groups.maxFails(Groups.weight(Groups.peer("a"), 5), 2), Groups.peer("b"));
        Peer a = group.peers().getFirst();
        assertEquals("a", pickAndRelease(group, Release.FAILED));
        assertEquals(3, a.effectiveWeight());
        pickAndRelease(group, Release.SUCCESS);
        assertEquals(4, a.effectiveWeight());
        pickAndRelease(group, Release.SUCCESS);
        assertEquals(5, a.effectiveWeight());
        pickAndRelease(group, Release.SUCCESS);
        assertEquals(5, a.effectiveWeight());
    }

    @Test
    void aDisablingFailureTakesAllWeightAndThePeerIsOut() {
        Upstream group = upstream(Groups.weight(Groups.peer("a"), 5), Groups.peer("b"));
        assertEquals("a", pickAndRelease(group, Release.FAILED));
        assertEquals(0, group.peers().getFirst().effectiveWeight());
        for (int i = 0; i < 20; i++) {
            assertEquals("b", pickAndRelease(group, Release.SUCCESS));
        }
        assertEquals(0, group.peers().getFirst().effectiveWeight());
    }

    @Test
    void theEffectiveWeightNeverGoesBelowZero() {
        Upstream group = upstream(Groups.maxFails(Groups.weight(Groups.peer("a"), 3), 2), Groups.peer("b"));
        Peer a = group.peers().getFirst();
        List<Pick> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Pick pick = group.select().pick();
            assertNotNull(pick);
            all.add(pick);
        }
        all.forEach(pick -> pick.release(Release.FAILED));
        assertEquals(0, a.effectiveWeight());
    }

    private Upstream upstream(PeerConfig... peers) {
        return new Upstream(Groups.group(peers), () -> now * 1000, new GroupState());
    }

    private static String pickAndRelease(Upstream group, Release result) {
        Pick pick = group.select().pick();
        String letter = Groups.letter(pick);
        if (pick != null) {
            pick.release(result);
        }
        return letter;
    }
}
