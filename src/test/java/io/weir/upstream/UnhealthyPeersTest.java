package io.weir.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.HealthCheck;
import io.weir.config.HealthCheck.Statuses;
import io.weir.config.UpstreamConfig;
import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.Choice;
import io.weir.config.UpstreamConfig.Metric;
import io.weir.upstream.PeerSnapshot.Status;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the verdict of active checks means for picking. */
class UnhealthyPeersTest {

    private static final HealthCheck MANDATORY =
            new HealthCheck("/", "GET", null, null, 0, 5000, 0, 1, 1, 2000, true, new Statuses(false, List.of()), null);

    private final GroupState state = new GroupState();
    private long now = 1_000_000;

    static Stream<Balance> methods() {
        return Stream.of(
                new Balance.RoundRobin(),
                new Balance.LeastConn(),
                new Balance.LeastTime(Metric.HEADER, true),
                new Balance.IpHash(),
                new Balance.Hash(Groups.variable(), false),
                new Balance.Hash(Groups.variable(), true),
                new Balance.Random(Choice.ONE),
                new Balance.Random(Choice.TWO_LEAST_CONN));
    }

    private Upstream group(UpstreamConfig config) {
        return new Upstream(config, () -> now, state);
    }

    private String answers(Upstream group) {
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            Pick pick = group.select(Groups.saying("10.0.0." + i), PeerListener.NONE)
                    .pick();
            answers.append(Groups.letter(pick));
            if (pick != null) {
                pick.release(Release.SUCCESS);
            }
        }
        return answers.toString();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void noMethodPicksAnUnhealthyPeer(Balance balance) {
        Upstream group = group(Groups.group(balance, Groups.peer("a"), Groups.peer("b"), Groups.peer("c")));
        PeerHealth health = group.health(group.peers().getFirst());
        health.unhealthy("checking status code", "the status is 500");
        assertFalse(answers(group).contains("a"));
        group.peers().forEach(peer -> group.health(peer).unhealthy("checking status code", "the status is 500"));
        assertEquals("-".repeat(40), answers(group));
        health.healthy();
        assertEquals("a".repeat(40), answers(group));
    }

    @Test
    void anAdministratorsUpDoesNotMakeAPeerHealthy() {
        Upstream group = group(Groups.group(Groups.peer("a"), Groups.peer("b")));
        Peer peer = group.peers().getFirst();
        group.health(peer).unhealthy("checking status code", "the status is 500");
        group.down(peer);
        assertFalse(group.health(peer).isWanted());
        group.up(peer);
        assertTrue(group.health(peer).isWanted());
        assertEquals(Status.UNHEALTHY, group.snapshot().getFirst().status());
    }

    @Test
    void theVerdictOutlivesAReloadAndGoesWithTheCheck() {
        UpstreamConfig plain = Groups.group(Groups.peer("a"), Groups.peer("b"));
        UpstreamConfig checked = new UpstreamConfig(
                "group", false, plain.peers(), plain.balance(), plain.keepalive(), null, null, -1, MANDATORY, null);
        Upstream first = group(checked);
        assertEquals(Status.CHECKING, first.snapshot().getFirst().status());
        first.health(first.peers().getFirst()).healthy();
        first.health(first.peers().getLast()).unhealthy("checking status code", "the status is 500");
        Upstream second = group(checked);
        assertEquals(Status.UP, second.snapshot().getFirst().status());
        assertEquals(Status.UNHEALTHY, second.snapshot().getLast().status());
        assertEquals(Status.CHECKING, status(second, second.add(Groups.peer("c"))));
        assertEquals(Status.UP, group(plain).snapshot().getLast().status());
    }

    private static Status status(Upstream group, Peer peer) {
        return group.snapshot().get(group.peers().indexOf(peer)).status();
    }
}
