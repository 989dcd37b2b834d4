package io.weir.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Knows which slabs are out, and spoils those that come back so that a late reader is noticed. */
final class CountingPool implements SlabPool {

    private final Set<ByteBuffer> out = Collections.newSetFromMap(new IdentityHashMap<>());
    private int discarded;

    @Override
    public synchronized ByteBuffer acquire(int size) {
        // Larger than asked for, as pools of few sizes are.
        ByteBuffer slab = ByteBuffer.allocateDirect(size + 7).limit(size);
        out.add(slab);
        return slab;
    }

    @Override
    public synchronized void release(ByteBuffer slab) {
        assertTrue(out.remove(slab), "released twice");
        for (int i = 0; i < slab.capacity(); i++) {
            slab.clear().put(i, (byte) 0xEE);
        }
    }

    @Override
    public synchronized void discard(ByteBuffer slab) {
        assertTrue(out.remove(slab), "discarded twice");
        discarded++;
    }

    synchronized int discarded() {
        return discarded;
    }

    synchronized void assertNothingIsOut() {
        assertEquals(0, out.size(), "slabs not given back");
    }
}
