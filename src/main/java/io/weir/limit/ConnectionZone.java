package io.weir.limit;

import io.weir.config.LimitSettings.Zone;
import java.util.HashMap;
import java.util.Map;

/** A {@code limit_conn_zone}: how many requests of each key are being served. Thread-safe. */
final class ConnectionZone {

    /** nginx's node for a key without the key. */
    private static final int NODE_BYTES = 36;

    /** What became of a request to be counted. */
    enum Answer {
        COUNTED,
        EXCEEDED,
        /** No memory is left for another key. */
        FULL
    }

    private final Zone zone;
    private final ZoneMemory memory;
    private final Map<String, Integer> counts = new HashMap<>();

    ConnectionZone(Zone zone) {
        this.zone = zone;
        this.memory = new ZoneMemory(zone.size(), NODE_BYTES);
    }

    Zone config() {
        return zone;
    }

    /** Counts one more, unless there are so many already. Whoever is counted calls {@link #leave}. */
    synchronized Answer enter(String key, int most) {
        Integer now = counts.get(key);
        if (now == null) {
            if (!memory.take(key)) {
                return Answer.FULL;
            }
            counts.put(key, 1);
            return Answer.COUNTED;
        }
        if (now >= most) {
            return Answer.EXCEEDED;
        }
        counts.put(key, now + 1);
        return Answer.COUNTED;
    }

    synchronized void leave(String key) {
        Integer left = counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
        if (left == null) {
            memory.giveBack(key);
        }
    }

    /** How many keys it knows. */
    synchronized int size() {
        return counts.size();
    }
}
