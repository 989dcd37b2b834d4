package io.weir.upstream;

import io.weir.config.UpstreamConfig.Metric;

/**
 * The moving averages of one peer that {@code least_time} compares (ngx_http_upstream_least_time_module.c), in
 * milliseconds. Guarded by the group.
 */
final class LoadTimes {

    /** Peers that are slower are equally bad: then only the requests in flight count. */
    private static final long SLOWEST = 5000;

    /** Times are compared in steps, so that peers of nearly equal speed take turns. */
    private static final long STEP = 20;

    private long header;
    private long response;

    private long inFlight; // its average
    private long inFlightTotal;
    private long inFlightSince;
    private int inFlightCount;

    /** Exponential, with the newest sample counting for a twentieth. */
    static long average(long average, long sample) {
        return average == 0 ? sample : (long) (0.5 + (sample * 0.05 + average * 0.95));
    }

    void headerTook(long millis) {
        header = average(header, millis);
    }

    void responseTook(long millis) {
        response = average(response, millis);
    }

    void begin(long now) {
        if (inFlightCount > 0) {
            inFlightTotal += (now - inFlightSince) * inFlightCount;
        }
        inFlightSince = now;
        inFlightCount++;
    }

    /** @param took how long the one that ends was in flight */
    void end(long now, long took) {
        if (inFlightCount == 1) {
            inFlightTotal = 0;
        } else {
            // What all have spent until now, without the one that leaves.
            inFlightTotal += (now - inFlightSince) * inFlightCount - took;
            inFlightSince = now;
        }
        inFlightCount--;
    }

    /** Brings the average of what is in flight up to date; nginx does it whenever it looks at the peer. */
    void look(long now) {
        if (inFlightCount > 0) {
            inFlight = average(inFlight, inFlightTotal / inFlightCount + (now - inFlightSince));
        }
    }

    /** The time that one more request would take, as far as one can guess. */
    long estimate(Metric metric, PeerState peer, long seconds) {
        long time = metric == Metric.HEADER ? header : response;
        long unchecked = seconds - peer.checked;
        if (unchecked > peer.failTimeout) {
            // Slow peers get another chance: their time is halved once in a fail_timeout.
            time >>= Math.min(Long.SIZE - 1, unchecked / (peer.failTimeout + 1));
        }
        if (inFlightCount > 0) {
            time = Math.max(time, inFlight);
        }
        time = time > SLOWEST ? SLOWEST : time + STEP - time % STEP;
        return time * (1 + peer.conns);
    }
}
