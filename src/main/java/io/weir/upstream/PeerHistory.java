package io.weir.upstream;

import org.jspecify.annotations.Nullable;

/** What a peer has done since the start: for those who look at it, not for picking. Guarded by the group. */
final class PeerHistory {

    long picks;
    long failures;

    @Nullable
    PeerError lastError;

    long nextCheck; // in milliseconds; 0 when nobody has announced one

    /** Made when the first response is measured: most peers of a large configuration may never be asked. */
    private long @Nullable [] responses;

    void responded(long nanos) {
        if (responses == null) {
            responses = new long[ResponseTimes.BUCKETS];
        }
        responses[ResponseTimes.bucket(nanos / 1000)]++;
    }

    ResponseTimes responseTimes() {
        return new ResponseTimes(responses == null ? new long[ResponseTimes.BUCKETS] : responses.clone());
    }
}
