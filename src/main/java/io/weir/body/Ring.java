package io.weir.body;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a {@link RelayBuffer} and what lies where in it. Positions count the bytes of an endless stream, of
 * which one capacity at a time is mapped onto the slab:
 *
 * <pre>
 *   consumed ≤ claimed ≤ published ≤ filled ≤ consumed + capacity
 *      └ the writer  └ visible    └ held   └ free, lent to the reader
 *        has in hand   to the       back
 *                      writer
 * </pre>
 *
 * What is in the temporary file belongs, in the order of the body, right behind {@code claimed}.
 *
 * <p>Not thread-safe: every method is called under the relay buffer's lock.
 */
final class Ring {

    /** No bytes. */
    static final ByteBuffer[] NONE = {};

    private final int capacity;
    private @Nullable View reader;
    private @Nullable View writer;
    private @Nullable ByteBuffer slab;

    private long consumed;
    private long claimed;
    private long published;
    private long filled;

    Ring(int capacity) {
        this.capacity = capacity;
    }

    void use(ByteBuffer memory) {
        slab = memory;
        reader = new View(memory);
        writer = new View(memory);
    }

    /** The memory, if it was ever given; the caller gives it back. */
    @Nullable
    ByteBuffer takeSlab() {
        ByteBuffer memory = slab;
        slab = null;
        reader = null;
        writer = null;
        return memory;
    }

    int capacity() {
        return capacity;
    }

    int room() {
        return (int) (consumed + capacity - filled);
    }

    /** Bytes that the writer has in hand. */
    int claimed() {
        return (int) (claimed - consumed);
    }

    /** Published bytes that the writer has not in hand. */
    int unclaimed() {
        return (int) (published - claimed);
    }

    // ---- reader

    /** The first {@code n} free bytes. */
    ByteBuffer[] free(int n) {
        return slices(reader, filled, filled + n);
    }

    void filled(int n) {
        if (n < 0 || n > room()) {
            throw new IllegalArgumentException(n + " bytes filled where " + room() + " were free");
        }
        filled += n;
    }

    /** Returns whether there was something to publish. */
    boolean publish() {
        if (published == filled) {
            return false;
        }
        published = filled;
        return true;
    }

    /**
     * The oldest unclaimed bytes, to be written to the file. They stay where they are until {@link #spilled},
     * provided that nothing is claimed meanwhile: so the caller may use them without the lock.
     */
    ByteBuffer[] toSpill(int n) {
        return slices(reader, claimed, claimed + n);
    }

    /** The bytes of {@link #toSpill} are in the file: their memory is free. */
    void spilled(int n) {
        if (claimed == consumed) {
            claimed += n;
            consumed = claimed;
            return;
        }
        // The writer still holds what lies before: the rest moves up behind that, so that free space stays one piece.
        move(claimed + n, claimed, filled - claimed - n);
        published -= n;
        filled -= n;
    }

    // ---- writer

    /** Claims published bytes until the writer has {@code limit} in hand. */
    void claim(int limit) {
        claimed = Math.max(claimed, Math.min(published, consumed + limit));
    }

    ByteBuffer[] inHand() {
        return slices(writer, consumed, claimed);
    }

    void consumed(int n) {
        if (n < 0 || n > claimed()) {
            throw new IllegalArgumentException(n + " bytes consumed where " + claimed() + " were in hand");
        }
        consumed += n;
    }

    /** What the writer has in hand is no longer claimed; only while nothing is in the file, which would lie between. */
    void unclaim() {
        claimed = consumed;
    }

    // ---- memory

    private ByteBuffer[] slices(@Nullable View view, long from, long to) {
        return view == null || from == to ? NONE : view.slices((int) (from % capacity), (int) (to - from), capacity);
    }

    /** Moves bytes towards the front; source and target may overlap. */
    private void move(long from, long to, long length) {
        long moved = 0;
        while (slab != null && moved < length) {
            int source = (int) ((from + moved) % capacity);
            int target = (int) ((to + moved) % capacity);
            int part = (int) Math.min(length - moved, capacity - Math.max(source, target));
            slab.put(target, slab, source, part);
            moved += part;
        }
    }

    /** The buffers of one side, used again by each call, so that relaying allocates nothing. */
    private static final class View {
        private final ByteBuffer slab;
        private final ByteBuffer[] one;
        /** Most bodies are smaller than the ring and never need it. */
        private ByteBuffer @Nullable [] two;

        View(ByteBuffer slab) {
            this.slab = slab;
            this.one = new ByteBuffer[] {slab.duplicate()};
        }

        ByteBuffer[] slices(int start, int length, int capacity) {
            if (start + length <= capacity) {
                one[0].limit(start + length).position(start);
                return one;
            }
            if (two == null) {
                two = new ByteBuffer[] {slab.duplicate(), slab.duplicate()};
            }
            two[0].limit(capacity).position(start);
            two[1].limit(start + length - capacity).position(0);
            return two;
        }
    }
}
