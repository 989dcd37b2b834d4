package io.weir.upstream;

/**
 * A run that draws peers by weight, from a hash or a die, until it meets an eligible one; after too many misses round
 * robin goes on. Such methods have no backups.
 */
abstract class DrawingRun implements Balancer.Run {

    /** nginx gives up when it has missed more often than this in a run. */
    static final int MAX_MISSES = 20;

    private final PeerList peers;
    private int misses;

    DrawingRun(PeerList peers) {
        this.peers = peers;
    }

    /** The next number to choose by, at least 0 and less than {@code totalWeight}. */
    abstract int draw(int totalWeight);

    /** Whether there is nothing to draw from. */
    boolean isBlank() {
        return false;
    }

    @Override
    public final int next(Candidates candidates) {
        if (misses > MAX_MISSES || peers.size() < 2 || isBlank()) {
            return RoundRobin.INSTANCE.next(candidates);
        }
        int bound = candidates.bound();
        return bound != Balancer.NONE ? bound : choose(candidates);
    }

    int choose(Candidates candidates) {
        int drawn = drawEligible(candidates, Balancer.NONE);
        return drawn != Balancer.NONE ? drawn : RoundRobin.INSTANCE.next(candidates);
    }

    /** {@link Balancer#NONE} after too many misses. */
    final int drawEligible(Candidates candidates, int except) {
        while (misses <= MAX_MISSES) {
            int index = peers.indexAt(draw(peers.totalWeight()));
            if (index != except && candidates.isEligible(index)) {
                return index;
            }
            misses++;
        }
        return Balancer.NONE;
    }
}
