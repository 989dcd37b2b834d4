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
        public void headerArrived(PeerState peer, long headerMillis, long now) {
            if (inflight && metric == Metric.HEADER) {
                peer.times.headerTook(headerMillis);
                landed(peer, now, headerMillis);
            }
        }

        @Override
        public void released(PeerState peer, Release result, long headerMillis, long responseMillis, long now) {
            landed(peer, now, responseMillis);
            // A peer that fails fast must not look fast.
            if (result == Release.SUCCESS && headerMillis != Pick.NEVER) {
                peer.times.responseTook(responseMillis);
                if (!inflight || metric != Metric.HEADER) { // else it is in already
                    peer.times.headerTook(headerMillis);
                }
            }
        }

        private void landed(PeerState peer, long now, long took) {
            if (counted) {
                counted = false;
                peer.times.end(now, took);
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
        Round round = new Round(candidates);
        for (int i = first; i < candidates.size(); i++) {
            if (candidates.isEligible(i) && compare(candidates, i, estimate(candidates, i), first, bestTime) == 0) {
                round.join(i);
            }
        }
        return round.end();
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
