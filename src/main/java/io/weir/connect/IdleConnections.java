package io.weir.connect;

import io.weir.config.PeerAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Idle connections in the order in which they became idle, and by where they lead. Every operation takes constant time.
 * Not thread-safe; does no I/O.
 */
final class IdleConnections {

    /** Where a connection leads: an address, and the location that may reuse it unless it is null. */
    private static final class Key {
        private final PeerAddress address;
        private final @Nullable Object tag;

        Key(PeerAddress address, @Nullable Object tag) {
            this.address = address;
            this.tag = tag;
        }

        /** Tags are compared by identity: a location is a deep record, whose own equality would read all of it. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && tag == key.tag
                    && (address == key.address || address.equals(key.address));
        }

        @Override
        public int hashCode() {
            return address.socketAddress().hashCode() * 31 + System.identityHashCode(tag);
        }
    }

    private static final class Entry {
        final @Nullable PeerConnection connection; // null in the ring's anchor only
        final ArrayDeque<Entry> bucket;
        final long since;
        Entry older = this;
        Entry newer = this;

        Entry(@Nullable PeerConnection connection, ArrayDeque<Entry> bucket, long since) {
            this.connection = connection;
            this.bucket = bucket;
            this.since = since;
        }
    }

    /** Each bucket's last is its newest, so a bucket's order is that of the ring. */
    private final Map<Key, ArrayDeque<Entry>> buckets = new HashMap<>();

    /** Closes the ring: its newer neighbour is the oldest entry, its older one the newest. */
    private final Entry anchor = new Entry(null, new ArrayDeque<>(0), 0);

    private int size;

    int size() {
        return size;
    }

    /** Adds a connection as the newest. {@code now} must not go backwards from call to call. */
    void add(PeerConnection connection, @Nullable Object tag, long now) {
        ArrayDeque<Entry> bucket =
                buckets.computeIfAbsent(new Key(connection.address(), tag), _ -> new ArrayDeque<>(4));
        Entry entry = new Entry(connection, bucket, now);
        bucket.addLast(entry);
        entry.older = anchor.older;
        entry.newer = anchor;
        anchor.older.newer = entry;
        anchor.older = entry;
        size++;
    }

    /** Takes out the newest that leads there, or returns null. */
    @Nullable
    PeerConnection pollNewest(PeerAddress address, @Nullable Object tag) {
        ArrayDeque<Entry> bucket = buckets.get(new Key(address, tag));
        Entry entry = bucket == null ? null : bucket.pollLast();
        return entry == null ? null : unlink(entry);
    }

    /** Takes out the oldest of all, or returns null. */
    @Nullable
    PeerConnection pollOldest() {
        if (size == 0) {
            return null;
        }
        Entry entry = anchor.newer;
        entry.bucket.pollFirst();
        return unlink(entry);
    }

    /** Takes out all that lead to such addresses, whoever may reuse them. */
    List<PeerConnection> pollAll(Predicate<PeerAddress> addresses) {
        List<PeerConnection> all = new ArrayList<>();
        buckets.forEach((key, bucket) -> {
            if (addresses.test(key.address)) {
                bucket.forEach(entry -> all.add(unlink(entry)));
                bucket.clear();
            }
        });
        return all;
    }

    /** When the oldest was added. There must be one. */
    long oldestSince() {
        return anchor.newer.since;
    }

    /**
     * Forgets where no connection leads any more. Buckets are kept empty till then, because they fill again at once.
     */
    void prune() {
        buckets.values().removeIf(ArrayDeque::isEmpty);
    }

    private @Nullable PeerConnection unlink(Entry entry) {
        entry.older.newer = entry.newer;
        entry.newer.older = entry.older;
        size--;
        return entry.connection;
    }
}
