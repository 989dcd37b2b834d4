package io.weir.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * However the wire is cut, the payload is the same; and no bytes at all make the decoder do anything but decode or
 * refuse.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChunkDecoderPropertyTest {

    private static final String ODD = "\r\n;: \t0159aAfFgG/HTTP\0\u007f\u00ff";

    @Test
    void anyCutOfAnyBodyGivesThePayload() throws ChunkedException {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            boolean trailers = random.nextBoolean();
            byte[] wire = chunked(random, payload, trailers);
            ChunkDecoder decoder = decoder(random);
            int after = random.nextInt(4);
            assertArrayEquals(payload.toByteArray(), decode(decoder, wire, after, random, true), "seed " + seed);
            assertTrue(decoder.done(), "seed " + seed);
            assertEquals(after, decoder.surplus(), "seed " + seed);
        }
    }

    @Test
    void anyMutationIsDecodedOrRefused() {
        int refused = 0;
        for (long seed = 0; seed < 100_000; seed++) {
            Random random = new Random(seed);
            byte[] wire = chunked(random, new ByteArrayOutputStream(), true);
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                int odd = ODD.charAt(random.nextInt(ODD.length()));
                wire[random.nextInt(wire.length)] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : odd);
            }
            long cuts = random.nextLong();
            boolean collecting = random.nextBoolean();
            String one = outcome(wire, collecting, new Random(cuts));
            String other = outcome(wire, collecting, new Random(~cuts));
            // Cutting differently may deliver more or less before a refusal, but never changes the verdict.
            assertEquals(one, other, "seed " + seed);
            refused += one.startsWith("refused") ? 1 : 0;
        }
        assertTrue(refused > 10_000, "the mutations are too mild: " + refused + " refused");
    }

    private static String outcome(byte[] wire, boolean collecting, Random cuts) {
        ChunkDecoder decoder = collecting ? ChunkDecoder.collectingTrailers(200) : ChunkDecoder.skippingTrailers();
        try {
            byte[] payload = decode(decoder, wire, 0, cuts, false);
            return decoder.done()
                    + new String(payload, ISO_8859_1)
                    + decoder.surplus()
                    + decoder.stillToCome()
                    + decoder.trailers();
        } catch (ChunkedException e) {
            return "refused " + e.getMessage();
        } catch (RuntimeException e) {
            return fail("wire " + new String(wire, ISO_8859_1), e);
        }
    }

    /** Feeds the wire in random pieces, each spread over one to three slices, as a ring would. */
    private static byte[] decode(ChunkDecoder decoder, byte[] wire, int after, Random random, boolean checkStillToCome)
            throws ChunkedException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        int total = wire.length + after;
        int at = 0;
        while (at < total) {
            int n = Math.min(total - at, 1 + random.nextInt(random.nextBoolean() ? 4 : 60));
            ByteBuffer[] slices = new ByteBuffer[1 + random.nextInt(3)];
            int[] cut = random.ints(slices.length - 1, 0, n + 1).sorted().toArray();
            for (int i = 0; i < slices.length; i++) {
                int from = i == 0 ? 0 : cut[i - 1];
                int to = i == cut.length ? n : cut[i];
                slices[i] =
                        ByteBuffer.allocate(to - from + 2).limit(to - from + 1).position(1);
                for (int k = from; k < to; k++) {
                    slices[i].put(at + k < wire.length ? wire[at + k] : (byte) 'x');
                }
                slices[i].position(1);
            }
            int kept = decoder.decode(slices);
            assertTrue(kept <= n);
            int rest = kept;
            for (ByteBuffer slice : slices) {
                assertEquals(1, slice.position());
                for (int k = slice.position(); k < slice.limit() && rest > 0; k++, rest--) {
                    payload.write(slice.get(k));
                }
            }
            at += n;
            if (checkStillToCome) {
                assertTrue(decoder.stillToCome() <= Math.max(0, wire.length - at), "asks for more than there is");
            }
        }
        return payload.toByteArray();
    }

    private static ChunkDecoder decoder(Random random) {
        return random.nextBoolean() ? ChunkDecoder.collectingTrailers(200) : ChunkDecoder.skippingTrailers();
    }

    private static byte[] chunked(Random random, ByteArrayOutputStream payload, boolean trailers) {
        StringBuilder wire = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            byte[] data = new byte[1 + random.nextInt(random.nextBoolean() ? 5 : 70)];
            random.nextBytes(data);
            payload.writeBytes(data);
            String size = "0".repeat(random.nextInt(3)) + Integer.toHexString(data.length);
            wire.append(random.nextBoolean() ? size : size.toUpperCase(java.util.Locale.ROOT));
            wire.append(random.nextInt(4) == 0 ? ";ext=\"1\"" : "").append("\r\n");
            wire.append(new String(data, ISO_8859_1)).append("\r\n");
        }
        wire.append("0\r\n");
        for (int i = trailers ? random.nextInt(4) : 0; i > 0; i--) {
            wire.append("Name-")
                    .append(i)
                    .append(": value ")
                    .append(random.nextInt())
                    .append("\r\n");
        }
        return wire.append("\r\n").toString().getBytes(ISO_8859_1);
    }
}
