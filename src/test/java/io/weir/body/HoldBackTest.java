package io.weir.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The table of nginx's section on reading: what a slow drip of small pieces does. */
class HoldBackTest {

    @Test
    void eachSmallChunkIsPassedOnAtOnce() throws ChunkedException {
        ChunkDecoder decoder = ChunkDecoder.skippingTrailers();
        HoldBack hold = new HoldBack(4096, decoder.stillToCome());
        for (int i = 0; i < 3; i++) {
            assertTrue(read(hold, decoder, "1\r\na\r\n"));
        }
        assertTrue(read(hold, decoder, "0\r\n\r\n"));
    }

    @Test
    void ofALargeChunkInPiecesTheFirstIsPassedOnAndTheRestWhenItIsComplete() throws ChunkedException {
        ChunkDecoder decoder = ChunkDecoder.skippingTrailers();
        HoldBack hold = new HoldBack(4096, decoder.stillToCome());
        assertTrue(read(hold, decoder, "1e\r\n0123456789"));
        assertFalse(read(hold, decoder, "0123456789"));
        assertFalse(read(hold, decoder, "0123456789"));
        assertTrue(read(hold, decoder, "\r\n0\r\n\r\n"));
    }

    @Test
    void aLengthBodyIsPassedOnByFullBuffersAndAtItsEnd() {
        HoldBack hold = new HoldBack(100, 250);
        long rest = 250;
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            rest -= 50;
            seen.append(hold.read(50, rest) ? '+' : '-');
        }
        assertEquals("-+-++", seen.toString());
    }

    @Test
    void aBodyUntilCloseIsPassedOnByFullBuffersOnly() {
        HoldBack hold = new HoldBack(100, -1);
        assertFalse(hold.read(99, -1));
        assertTrue(hold.read(1, -1));
        assertFalse(hold.read(99, -1));
    }

    private static boolean read(HoldBack hold, ChunkDecoder decoder, String wire) throws ChunkedException {
        ByteBuffer raw = ChunkDecoderTest.wire(wire);
        decoder.decode(raw);
        return hold.read(raw.remaining(), decoder.stillToCome());
    }
}
