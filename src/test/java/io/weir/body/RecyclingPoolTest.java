package io.weir.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RecyclingPoolTest {

    @Test
    void givesTheBufferThatCameBackLastCleared() {
        RecyclingPool pool = new RecyclingPool(1 << 20);
        ByteBuffer first = pool.acquire(5000);
        ByteBuffer second = pool.acquire(5000);
        assertTrue(first.isDirect());
        first.position(100);
        pool.release(second);
        pool.release(first.limit(200));
        ByteBuffer again = pool.acquire(8000);
        assertSame(first, again);
        assertEquals(0, again.position());
        assertEquals(8000, again.limit());
        assertSame(second, pool.acquire(4097));
        assertNotSame(first, pool.acquire(8000));
    }

    @Test
    void keepsNoMoreThanItsBoundOfEachClass() {
        RecyclingPool pool = new RecyclingPool(16 * 1024);
        ByteBuffer[] out = new ByteBuffer[3];
        for (int i = 0; i < out.length; i++) {
            out[i] = pool.acquire(8 * 1024);
        }
        for (ByteBuffer slab : out) {
            pool.release(slab);
        }
        assertSame(out[1], pool.acquire(8 * 1024));
        assertSame(out[0], pool.acquire(8 * 1024));
        ByteBuffer large = pool.acquire(16 * 1024 + 1);
        pool.release(large);
        assertNotSame(large, pool.acquire(16 * 1024 + 1));
    }

    @Test
    void servesTheSmallestSize() {
        assertEquals(1, new RecyclingPool(0).acquire(1).remaining());
    }
}
