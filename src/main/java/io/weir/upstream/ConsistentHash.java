package io.weir.upstream;

import io.weir.variable.Scope;
import io.weir.variable.Template;
import org.jspecify.annotations.Nullable;

/**
 * {@code hash KEY consistent}: the server at the first point of a ring that is not before the key's, so that a server
 * more or less moves its share of the keys only (nginx-semantics 4.4.2).
 */
final class ConsistentHash implements Balancer {

    private final Template key;
    private final HashRing ring;

    ConsistentHash(Template key, PeerList peers) {
        this.key = key;
        this.ring = new HashRing(peers);
    }

    @Override
    public Balancer.Run begin(@Nullable Scope request) {
        String value = request == null ? "" : key.evaluate(request);
        return value.isEmpty() || ring.size() == 0 ? RoundRobin.INSTANCE : new Run(ring.find(Crc32.of(value)));
    }

    private final class Run implements Balancer.Run {

        private int point;
        private int misses;

        Run(int point) {
            this.point = point;
        }

        @Override
        public int next(Candidates candidates) {
            if (misses > DrawingRun.MAX_MISSES) {
                return RoundRobin.INSTANCE.next(candidates);
            }
            int bound = candidates.bound();
            if (bound != NONE) {
                return bound;
            }
            while (misses <= DrawingRun.MAX_MISSES) {
                int best = amongPeersOf(candidates, ring.peersAt(point));
                if (best != NONE) {
                    return best;
                }
                point++;
                misses++;
            }
            return RoundRobin.INSTANCE.next(candidates);
        }

        /** A server's addresses share its points and take turns. */
        private static int amongPeersOf(Candidates candidates, int[] indexes) {
            Round round = new Round(candidates);
            for (int index : indexes) {
                if (candidates.isEligible(index)) {
                    round.join(index);
                }
            }
            return round.end();
        }
    }
}
