package io.weir.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.LimitSettings.Zone;
import io.weir.variable.Template;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** nginx's leaky bucket, by a clock of the test's own. Requests are counted in thousandths. */
class RateZoneTest {

    private static final long ROOMY = 1 << 20;

    private long now = 1_000_000;

    private RateZone zone(long rate, long size) {
        return new RateZone(new Zone("one", Template.literal(""), size, rate), () -> now);
    }

    private static long excess(RateZone.Answer answer) {
        return switch (answer) {
            case RateZone.Counted counted -> counted.excess();
            case RateZone.Exceeded exceeded -> -exceeded.excess();
            case RateZone.Held _, RateZone.Full _ -> throw new AssertionError(answer);
        };
    }

    /** Negative: refused with this excess. */
    @ParameterizedTest(name = "rate {0}, burst {1}, {2} ms after the first request")
    @CsvSource({
        "1000,    0,     0, -1000",
        "1000,    0,     1,  -999",
        "1000,    0,   999,    -1",
        "1000,    0,  1000,     0",
        "1000,    0,  5000,     0",
        "1000, 1000,     0,  1000",
        "1000, 1000,   250,   750",
        "  16,    0,    62, -1000",
        "  16,    0,    63,  -999",
        "  16,    0, 62500,     0",
        "5000,    0,   199,    -5",
        "5000,    0,   200,     0",
    })
    void theSecondRequestOfAKey(long rate, long burst, long passed, long excess) {
        RateZone zone = zone(rate, ROOMY);
        assertEquals(0, excess(zone.ask("a", burst, true)));
        now += passed;
        assertEquals(excess, excess(zone.ask("a", burst, true)));
    }

    @Test
    void aRefusedRequestFillsNothing() {
        RateZone zone = zone(1000, ROOMY);
        zone.ask("a", 0, true);
        for (int i = 0; i < 10; i++) {
            assertEquals(-1000, excess(zone.ask("a", 0, true)));
        }
        now += 1000;
        assertEquals(0, excess(zone.ask("a", 0, true)));
    }

    @Test
    void aBurstDrainsAtTheRate() {
        RateZone zone = zone(2000, ROOMY);
        for (int i = 0; i < 4; i++) {
            assertEquals(i * 1000L, excess(zone.ask("a", 3000, true)));
        }
        assertEquals(-4000, excess(zone.ask("a", 3000, true)));
        now += 500;
        assertEquals(3000, excess(zone.ask("a", 3000, true)));
    }

    @ParameterizedTest
    @CsvSource({"1000, 0, 1000", "1500, 0, 1500", "1000, 1000, 0", "2500, 1000, 1500", "0, 0, 0"})
    void whatIsAboveTheRateWaits(long excess, long undelayed, long millis) {
        assertEquals(millis, zone(1000, ROOMY).delay(excess, undelayed));
    }

    @Test
    void aHeldRequestIsCountedWhenItIsSettled() {
        RateZone zone = zone(1000, ROOMY);
        RateZone.Held held = assertInstanceOf(RateZone.Held.class, zone.ask("a", 0, false));
        assertEquals(0, zone.settle(held.bucket()));
        assertEquals(-1000, excess(zone.ask("a", 0, true)));
    }

    @Test
    void aHeldRequestIsNotCountedWhenItIsAbandoned() {
        RateZone zone = zone(1000, ROOMY);
        RateZone.Held held = assertInstanceOf(RateZone.Held.class, zone.ask("a", 0, false));
        zone.abandon(held.bucket());
        assertEquals(0, excess(zone.ask("a", 0, true)));
    }

    @Test
    void anotherKeyIsAnotherBucket() {
        RateZone zone = zone(1000, ROOMY);
        assertEquals(0, excess(zone.ask("a", 0, true)));
        assertEquals(0, excess(zone.ask("b", 0, true)));
    }

    /** Nodes of 128 bytes: 256 keys in 32k. */
    @Test
    void aFullZoneForgetsTheKeyThatWasUnusedLongest() {
        RateZone zone = zone(1000, 32 * 1024);
        for (int i = 0; i < 256; i++) {
            zone.ask("key" + i, 0, true);
        }
        zone.ask("key0", 9000, true);
        zone.ask("more", 0, true);
        assertTrue(zone.knows("key0") && zone.knows("more"));
        assertFalse(zone.knows("key1"));
        assertTrue(zone.size() <= 256);
    }

    @Test
    void aZoneFullOfHeldKeysTakesNoMore() {
        RateZone zone = zone(1000, 32 * 1024);
        for (int i = 0; i < 256; i++) {
            assertInstanceOf(RateZone.Held.class, zone.ask("key" + i, 0, false));
        }
        assertInstanceOf(RateZone.Full.class, zone.ask("more", 0, true));
    }

    @Test
    void idleKeysGoWithTime() {
        RateZone zone = zone(1000, ROOMY);
        for (int i = 0; i < 100; i++) {
            zone.ask("key" + i, 0, true);
        }
        now += 60_000;
        for (int i = 0; i < 60; i++) {
            zone.ask("new" + i, 0, true);
        }
        assertEquals(60, zone.size());
    }

    /** Whatever the arrivals are: in any window no more than the rate and the burst pass. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void noMoreThanRateAndBurstPass(long seed) {
        Random random = new Random(seed);
        long rate = 1 + random.nextLong(20_000);
        long burst = 1000L * random.nextInt(6);
        RateZone zone = zone(rate, ROOMY);
        long start = now;
        long passed = 0;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(4) == 0 ? random.nextInt(50) : 0;
            if (zone.ask("a", burst, true) instanceof RateZone.Counted) {
                passed++;
            }
            // One is free: the bucket begins to count with the second.
            long allowed = 1000 + burst + rate * (now - start) / 1000;
            assertTrue(passed * 1000 <= allowed, () -> "seed " + seed + ", after " + (now - start) + " ms");
        }
    }
}
