package io.weir.upstream;

/**
 * How long responses took, counted in buckets that are at most 1/16 wide of what they hold. Immutable. The counts only
 * grow, so the difference of two snapshots is what happened in between.
 */
public final class ResponseTimes {

    /** Each power of two has 16 buckets; the first 16 microseconds one each. */
    private static final int STEPS_BITS = 4;

    private static final int STEPS = 1 << STEPS_BITS;

    /** Up to 2^36 microseconds, 19 hours; what took longer is in the last one. */
    private static final int LARGEST_BITS = 36;

    static final int BUCKETS = STEPS * (LARGEST_BITS - STEPS_BITS + 1);

    private final long[] counts;

    /** @param counts handed over */
    ResponseTimes(long[] counts) {
        this.counts = counts;
    }

    static int bucket(long micros) {
        if (micros < STEPS) {
            return (int) Math.max(0, micros);
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - STEPS_BITS;
        return (int) Math.min(BUCKETS - 1, (long) STEPS * shift + (micros >> shift));
    }

    /** The longest time, in microseconds, that falls into a bucket. */
    static long longest(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        return ((long) (STEPS + bucket % STEPS + 1) << shift) - 1;
    }

    /** Responses measured. */
    public long count() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /**
     * The time, in microseconds, that a share of the responses did not exceed; 0 when there was none.
     *
     * @param share from 0 to 1, such as 0.99
     */
    public long percentileMicros(double share) {
        long rank = Math.max(1, (long) Math.ceil(count() * share));
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return longest(i);
            }
        }
        return 0;
    }

    /** What was counted since an earlier snapshot of the same peer. */
    public ResponseTimes since(ResponseTimes earlier) {
        long[] difference = counts.clone();
        for (int i = 0; i < BUCKETS; i++) {
            difference[i] -= earlier.counts[i];
        }
        return new ResponseTimes(difference);
    }
}
