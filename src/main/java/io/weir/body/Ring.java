package io.weir.body;

import java.nio.ByteBuffer;

/**
 * The memory of a {@link RelayBuffer}: positions of an endless stream mapped onto one slab. It does not know which positions are
 * in use, and does no locking; each side has views of its own, so that nothing is allocated per call.
 */
final class Ring {

    /** What {@link #readerSlices} gives for no bytes. */
    static final ByteBuffer[] NONE = {};

    private final ByteBuffer slab;
    private final int capacity;
    private final View reader;
    private final View writer;

    Ring(ByteBuffer slab, int capacity) {
        this.slab = slab;
        this.capacity = capacity;
        this.reader = new View();
        this.writer = new View();
    }

    ByteBuffer slab() {
        return slab;
    }

    /** The bytes of the positions {@code from} to {@code to}, at most one capacity apart: 0, 1 or 2 buffers. */
    ByteBuffer[] readerSlices(long from, long to) {
        return reader.slices(from, to);
    }

    /** The same for the other thread. */
    ByteBuffer[] writerSlices(long from, long to) {
        return writer.slices(from, to);
    }

    /** Moves bytes towards the front; source and target may overlap. */
    void moveBack(long from, long to, long length) {
        long moved = 0;
        while (moved < length) {
            int source = (int) ((from + moved) % capacity);
            int target = (int) ((to + moved) % capacity);
            int part = (int) Math.min(length - moved, capacity - Math.max(source, target));
            slab.put(target, slab, source, part);
            moved += part;
        }
    }

    /** The buffers of one side, reused by each call. */
    private final class View {
        private final ByteBuffer[] one = {slab.duplicate()};
        private final ByteBuffer[] two = {slab.duplicate(), slab.duplicate()};

        ByteBuffer[] slices(long from, long to) {
            int length = (int) (to - from);
            if (length == 0) {
                return NONE;
            }
            int start = (int) (from % capacity);
            if (start + length <= capacity) {
                one[0].limit(start + length).position(start);
                return one;
            }
            two[0].limit(capacity).position(start);
            two[1].limit(start + length - capacity).position(0);
            return two;
        }
    }
}
