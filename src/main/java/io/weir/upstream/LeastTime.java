package io.weir.upstream;

import io.weir.config.UpstreamConfig.Metric;
import io.weir.variable.Scope;
import org.jspecify.annotations.Nullable;

/** The peer that will probably answer first, for its weight (nginx-semantics 4.5.1); round robin among equals. */
final class LeastTime implements Balancer {

    private final Metric metric;
    private final boolean inflight;

    LeastTime(Metric metric, boolean inflight) {
        this.metric = metric;
        this.inflight = inflight;
    }

    @Override
    public Balancer.Run begin(@Nullable Scope request) {
        return new Run();
    }

    private final class Run implements Balancer.Run {

        /** Whether the picked peer counts this attempt as in flight. */
        private boolean counted;

        @Override
        public int next(Candidates candidates) {
            int best = candidates.bound();
            if (best == NONE) {
                best = quickest(candidates);
            }
            if (best != NONE && inflight) {
                candidates.state(best).times.begin(candidates.millis());
                counted = true;
            }
            return best;
        }

        @Override
        public void headerArrived(PeerState peer, Times times, long millis) {
            if (inflight && metric == Metric.HEADER) {
                peer.times.headerTook(times.headerMillis());
                landed(peer, millis, times.headerMillis());
            }
        }

        @Override
        public void released(PeerState peer, Release result, Times times, long millis) {
            landed(peer, millis, times.responseMillis());
            // A peer that fails fast must not look fast.
            if (result == Release.SUCCESS && times.headerNanos() >= 0) {
                peer.times.responseTook(times.responseMillis());
                if (!inflight || metric != Metric.HEADER) { // else it is in already
                    peer.times.headerTook(times.headerMillis());
                }
            }
        }

        private void landed(PeerState peer, long millis, long took) {
            if (counted) {
                counted = false;
                peer.times.end(millis, took);
            }
        }
    }

    private int quickest(Candidates candidates) {
        int best = NONE;
        long bestTime = 0;
        boolean many = false;
        for (int i = 0; i < candidates.size(); i++) {
            if (!candidates.isEligible(i)) {
                continue;
            }
            candidates.state(i).times.look(candidates.millis());
            long time = estimate(candidates, i);
            int order = best == NONE ? -1 : compare(candidates, i, time, best, bestTime);
            if (order < 0) {
                best = i;
                bestTime = time;
                many = false;
            } else if (order == 0) {
                many = true;
            }
        }
        return many ? takeTurns(candidates, best, bestTime) : best;
    }

    private int takeTurns(Candidates candidates, int first, long bestTime) {
        candidates.startRound();
        for (int i = first; i < candidates.size(); i++) {
            if (candidates.isEligible(i) && compare(candidates, i, estimate(candidates, i), first, bestTime) == 0) {
                candidates.join(i);
            }
        }
        return candidates.endRound();
    }

    private long estimate(Candidates candidates, int index) {
        PeerState state = candidates.state(index);
        return state.times.estimate(metric, state, candidates.seconds());
    }

    private static int compare(Candidates candidates, int one, long timeOfOne, int other, long timeOfOther) {
        int unit = candidates.list().unit();
        long weightOfOne = candidates.state(one).allowedWeight(unit, candidates.millis());
        long weightOfOther = candidates.state(other).allowedWeight(unit, candidates.millis());
        return Long.compare(timeOfOne * weightOfOther, timeOfOther * weightOfOne);
    }
}
