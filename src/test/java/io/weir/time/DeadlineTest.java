package io.weir.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DeadlineTest {

    private final ManualTicker time = new ManualTicker();
    private final AtomicInteger fired = new AtomicInteger();
    private final Deadline deadline = time.ticker().deadline(fired::incrementAndGet);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 250, 499, 500, 501, 999, 60_000, 3_600_000})
    void firesOnceWhenDueAndNotBefore(long millis) {
        deadline.arm(millis);
        if (millis > 0) {
            time.advance(millis - 1);
            assertEquals(0, fired.get());
            assertFalse(deadline.expired());
        }
        time.advance(11);
        assertEquals(1, fired.get());
        assertTrue(deadline.expired());
        time.advance(10_000);
        assertEquals(1, fired.get());
    }

    @Test
    void disarmedInTimeDoesNotFire() {
        deadline.arm(100);
        time.advance(90);
        assertTrue(deadline.disarm());
        time.advance(1000);
        assertEquals(0, fired.get());
        assertFalse(deadline.expired());
    }

    @Test
    void disarmOfOneThatWasNeverArmedIsTrue() {
        assertTrue(deadline.disarm());
    }

    @Test
    void expiryIsStickyUntilItIsArmedAgain() {
        deadline.arm(10);
        time.advance(20);
        assertFalse(deadline.disarm());
        assertFalse(deadline.disarm());
        assertTrue(deadline.expired());
        deadline.arm(10);
        assertFalse(deadline.expired());
        assertTrue(deadline.disarm());
    }

    @Test
    void armingAgainMovesTheDueTimeBothWays() {
        deadline.arm(1000);
        time.advance(900);
        deadline.arm(1000);
        time.advance(900);
        assertEquals(0, fired.get());
        deadline.arm(20);
        time.advance(30);
        assertEquals(1, fired.get());
    }

    @Test
    void closedDeadlineDoesNotFireAndItsSlotIsUsedAgain() {
        int before = time.ticker().registered();
        deadline.arm(10);
        deadline.close();
        deadline.close();
        assertEquals(before - 1, time.ticker().registered());
        AtomicInteger other = new AtomicInteger();
        time.ticker().deadline(other::incrementAndGet).arm(50);
        deadline.arm(10);
        time.advance(1000);
        assertEquals(0, fired.get());
        assertEquals(1, other.get());
        assertEquals(before, time.ticker().registered());
    }

    @Test
    void anActionMayArmItsOwnDeadlineForRepeatedWork() {
        AtomicInteger runs = new AtomicInteger();
        AtomicReference<Deadline> watch = new AtomicReference<>();
        watch.set(time.ticker().deadline(() -> {
            runs.incrementAndGet();
            watch.get().arm(500);
        }));
        watch.get().arm(500);
        time.advance(5_000);
        assertEquals(10, runs.get());
        assertTrue(watch.get().disarm());
        time.advance(5_000);
        assertEquals(10, runs.get());
    }

    @Test
    void anActionMayDisarmOrCloseItsOwnDeadline() {
        AtomicReference<Deadline> own = new AtomicReference<>();
        own.set(time.ticker().deadline(() -> {
            fired.incrementAndGet();
            own.get().arm(10);
            assertFalse(own.get().disarm());
            own.get().close();
        }));
        own.get().arm(10);
        time.advance(1000);
        assertEquals(1, fired.get());
    }

    @Test
    void disarmWaitsForTheEndOfARunningAction() throws Exception {
        try (Ticker ticker = new Ticker()) {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch mayEnd = new CountDownLatch(1);
            AtomicInteger ended = new AtomicInteger();
            Deadline slow = ticker.deadline(() -> {
                running.countDown();
                awaitQuietly(mayEnd);
                ended.incrementAndGet();
            });
            slow.arm(0);
            running.await();
            AtomicReference<String> seen = new AtomicReference<>();
            CountDownLatch asked = new CountDownLatch(1);
            Thread owner = Thread.ofVirtual().start(() -> {
                asked.countDown();
                boolean inTime = slow.disarm();
                seen.set(inTime + " " + ended.get());
            });
            asked.await();
            assertTrue(slow.expired());
            mayEnd.countDown();
            owner.join();
            assertEquals("false 1", seen.get());
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
