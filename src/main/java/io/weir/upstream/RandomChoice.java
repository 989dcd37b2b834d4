package io.weir.upstream;

import io.weir.config.UpstreamConfig.Choice;
import io.weir.config.UpstreamConfig.Metric;
import io.weir.variable.Scope;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@code random}: one peer by weight, or the better one of two (nginx-semantics 4.5). */
final class RandomChoice implements Balancer {

    private final Choice choice;
    private final PeerList peers;
    private final RandomGenerator random;

    RandomChoice(Choice choice, PeerList peers, RandomGenerator random) {
        this.choice = choice;
        this.peers = peers;
        this.random = random;
    }

    @Override
    public Balancer.Run begin(@Nullable Scope request) {
        return new Run();
    }

    private final class Run extends DrawingRun {

        Run() {
            super(peers);
        }

        @Override
        int draw(int totalWeight) {
            return random.nextInt(totalWeight);
        }

        @Override
        int choose(Candidates candidates) {
            if (choice == Choice.ONE) {
                return super.choose(candidates);
            }
            int first = drawEligible(candidates, NONE);
            int second = drawEligible(candidates, first);
            if (second == NONE) {
                return RoundRobin.INSTANCE.next(candidates);
            }
            return isWorse(candidates, second, first) ? first : second;
        }

        @Override
        public void released(PeerState peer, Release result, long headerMillis, long responseMillis, long now) {
            boolean measured = choice == Choice.TWO_LEAST_TIME_HEADER || choice == Choice.TWO_LEAST_TIME_LAST_BYTE;
            if (measured && result == Release.SUCCESS && headerMillis != Pick.NEVER) {
                peer.times.responseTook(responseMillis);
                peer.times.headerTook(headerMillis);
            }
        }
    }

    private boolean isWorse(Candidates candidates, int one, int other) {
        PeerState a = candidates.state(one);
        PeerState b = candidates.state(other);
        return switch (choice) {
            case ONE, TWO_LEAST_CONN -> (long) a.conns * b.weight > (long) b.conns * a.weight;
            case TWO_LEAST_TIME_HEADER -> isSlower(Metric.HEADER, a, b, candidates.seconds());
            case TWO_LEAST_TIME_LAST_BYTE -> isSlower(Metric.LAST_BYTE, a, b, candidates.seconds());
        };
    }

    private static boolean isSlower(Metric metric, PeerState a, PeerState b, long seconds) {
        return a.times.estimate(metric, a, seconds) * b.weight > b.times.estimate(metric, b, seconds) * a.weight;
    }
}
