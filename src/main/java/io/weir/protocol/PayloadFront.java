package io.weir.protocol;

import java.nio.ByteBuffer;

/** Moves pieces of what was received to its front, in place: what a {@link BodyFilter} for records has to do. One per call. */
public final class PayloadFront {

    private final ByteBuffer[] buffers;
    private int at;
    private int position;
    private int total;

    /** @param buffers as given to {@link BodyFilter#filter} */
    public PayloadFront(ByteBuffer[] buffers) {
        this.buffers = buffers;
        this.position = buffers.length == 0 ? 0 : buffers[0].position();
    }

    /** Keeps a piece of one of the buffers, behind what was kept before; pieces come in the order in which they lie. */
    public void keep(ByteBuffer from, int start, int length) {
        int moved = 0;
        while (moved < length) {
            ByteBuffer to = buffers[at];
            int count = Math.min(to.limit() - position, length - moved);
            if (count == 0) {
                at++;
                position = buffers[at].position();
                continue;
            }
            if (to != from || position != start + moved) {
                to.put(position, from, start + moved, count);
            }
            position += count;
            moved += count;
        }
        total += length;
    }

    /** Bytes kept. */
    public int total() {
        return total;
    }
}
