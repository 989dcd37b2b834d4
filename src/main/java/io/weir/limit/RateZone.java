package io.weir.limit;

import io.weir.config.LimitSettings.Zone;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A {@code limit_req_zone}: a leaky bucket for each key, the one that was used last at the end. Thread-safe, never blocks for
 * long. The arithmetic is that of {@code ngx_http_limit_req_lookup}: what is in a bucket is counted in thousandths of a request.
 */
final class RateZone {

    /** A request. */
    private static final long ONE = 1000;

    /** A bucket that nobody has used for so long may go when it is empty. */
    private static final long IDLE_MILLIS = 60_000;

    /** nginx's node for a key without the key: of the tree, and of the module. */
    private static final int NODE_BYTES = 80;

    private final Zone zone;
    private final LongSupplier millis;
    private final ZoneMemory memory;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /** @param millis a clock that never goes back */
    RateZone(Zone zone, LongSupplier millis) {
        this.zone = zone;
        this.millis = millis;
        this.memory = new ZoneMemory(zone.size(), NODE_BYTES);
    }

    /** What a key has used up. Guarded by its zone. */
    static final class Bucket {
        private long excess;
        private long last;
        /** Requests that hold it while other zones are asked. */
        private int users;
    }

    /** What a bucket says to a request. */
    sealed interface Answer {}

    /** The request is counted. {@code excess} is what is above the rate. */
    record Counted(long excess) implements Answer {}

    /** It would be let in; to be counted by {@link #settle} once all other zones agree, or given up by {@link #abandon}. */
    record Held(Bucket bucket) implements Answer {}

    record Exceeded(long excess) implements Answer {}

    /** No memory is left for another key. */
    record Full() implements Answer {}

    Zone config() {
        return zone;
    }

    /**
     * Asks for one request.
     *
     * @param burst in thousandths
     * @param count whether to count it at once, because no other zone is to be asked
     */
    synchronized Answer ask(String key, long burst, boolean count) {
        long now = millis.getAsLong();
        Bucket bucket = buckets.get(key);
        if (bucket == null) {
            return begin(key, now, count);
        }
        long excess = excess(bucket, now);
        if (excess > burst) {
            return new Exceeded(excess);
        }
        if (!count) {
            bucket.users++;
            return new Held(bucket);
        }
        fill(bucket, excess, now);
        return new Counted(excess);
    }

    private Answer begin(String key, long now, boolean count) {
        expire(now, 1);
        if (!memory.take(key)) {
            expire(now, 0);
            if (!memory.take(key)) {
                return new Full();
            }
        }
        Bucket bucket = new Bucket();
        buckets.put(key, bucket);
        if (count) {
            bucket.last = now;
            return new Counted(0);
        }
        bucket.last = now - IDLE_MILLIS; // so long ago that settling finds it empty
        bucket.excess = -ONE;
        bucket.users = 1;
        return new Held(bucket);
    }

    /**
     * Counts a request that was held.
     *
     * @return what is above the rate, in thousandths
     */
    synchronized long settle(Bucket bucket) {
        long now = millis.getAsLong();
        long excess = excess(bucket, now);
        fill(bucket, excess, now);
        bucket.users--;
        return excess;
    }

    /** Another zone has refused the request. */
    synchronized void abandon(Bucket bucket) {
        bucket.users--;
    }

    private long excess(Bucket bucket, long now) {
        long passed = Math.max(0, now - bucket.last);
        return Math.max(0, bucket.excess - zone.rate() * passed / 1000 + ONE);
    }

    private static void fill(Bucket bucket, long excess, long now) {
        bucket.excess = excess;
        bucket.last = now;
    }

    /** How long a request has to wait that is so much above what need not wait; milliseconds. */
    long delay(long excess, long undelayed) {
        return excess <= undelayed ? 0 : (excess - undelayed) * 1000 / zone.rate();
    }

    /**
     * Makes room: lets up to two keys go that are idle and empty, the longest unused first.
     *
     * @param from 1 for that; 0 to let the longest unused one go first whatever it holds
     */
    private void expire(long now, int from) {
        Iterator<Map.Entry<String, Bucket>> oldest = buckets.entrySet().iterator();
        for (int n = from; n < 3 && oldest.hasNext(); n++) {
            Map.Entry<String, Bucket> entry = oldest.next();
            Bucket bucket = entry.getValue();
            if (bucket.users > 0) {
                return;
            }
            if (n != 0 && !(now - bucket.last >= IDLE_MILLIS && isEmpty(bucket, now))) {
                return;
            }
            memory.giveBack(entry.getKey());
            oldest.remove();
        }
    }

    private boolean isEmpty(Bucket bucket, long now) {
        return bucket.excess - zone.rate() * (now - bucket.last) / 1000 <= 0;
    }

    /** How many keys it knows. */
    synchronized int size() {
        return buckets.size();
    }

    synchronized boolean knows(String key) {
        return buckets.containsKey(key);
    }
}
