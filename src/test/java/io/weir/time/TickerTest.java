package io.weir.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TickerTest {

    @Test
    void anActionThatThrowsDoesNotStopTheOthers() throws Exception {
        try (Ticker ticker = new Ticker()) {
            CountDownLatch fired = new CountDownLatch(2);
            ticker.deadline(() -> {
                        fired.countDown();
                        throw new IllegalStateException("expected by this test");
                    })
                    .arm(0);
            ticker.deadline(fired::countDown).arm(30);
            assertTrue(fired.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void anEarlierDeadlineWakesASleepingTicker() {
        AtomicLong nanos = new AtomicLong();
        Ticker ticker = new Ticker(nanos::get, false);
        Deadline deadline = ticker.deadline(() -> {});
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
        assertEquals(TimeUnit.MILLISECONDS.toNanos(500), ticker.scanIfDue());
        deadline.arm(60_000);
        assertEquals(TimeUnit.MILLISECONDS.toNanos(500), ticker.scanIfDue());
        deadline.arm(100);
        assertEquals(TimeUnit.MILLISECONDS.toNanos(100), ticker.scanIfDue());
        deadline.arm(0);
        assertEquals(TimeUnit.MILLISECONDS.toNanos(10), ticker.scanIfDue());
    }

    @Test
    void firesInTheOrderOfDueTimes() {
        ManualTicker time = new ManualTicker();
        List<Integer> order = new ArrayList<>();
        for (int millis : new int[] {700, 30, 5000, 100}) {
            time.ticker().deadline(() -> order.add(millis)).arm(millis);
        }
        time.advance(10_000);
        assertEquals(List.of(30, 100, 700, 5000), order);
    }

    @Test
    void resolutionHoldsForThousandsOfRandomDeadlines() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ManualTicker time = new ManualTicker();
        AtomicLong now = new AtomicLong();
        AtomicInteger pending = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        for (int i = 0; i < 5_000; i++) {
            long due = random.nextInt(20_000);
            pending.incrementAndGet();
            time.ticker()
                    .deadline(() -> {
                        pending.decrementAndGet();
                        long late = now.get() - due; // to the 10 ms step in which it fired
                        if (late < 0 || late > 20) {
                            wrong.incrementAndGet();
                        }
                    })
                    .arm(due);
        }
        for (int millis = 0; millis <= 20_020; millis += 10) {
            now.set(millis + 10);
            time.advance(10);
        }
        assertEquals(0, pending.get(), () -> "seed " + seed);
        assertEquals(0, wrong.get(), () -> "seed " + seed);
    }

    @Test
    void noExpiryIsLostOrDoubledWhileOwnersArmDisarmAndClose() throws Exception {
        try (Ticker ticker = new Ticker()) {
            List<Thread> owners = new ArrayList<>();
            AtomicInteger wrong = new AtomicInteger();
            for (int t = 0; t < 20; t++) {
                Random random = new Random(t);
                owners.add(Thread.ofVirtual().start(() -> wrong.addAndGet(armDisarmAndClose(ticker, random))));
            }
            for (Thread owner : owners) {
                owner.join();
            }
            assertEquals(0, wrong.get());
            assertEquals(0, ticker.registered());
        }
    }

    /** Returns how often the action's count and {@link Deadline#disarm} disagreed. */
    private static int armDisarmAndClose(Ticker ticker, Random random) {
        int wrong = 0;
        for (int i = 0; i < 200; i++) {
            AtomicInteger fired = new AtomicInteger();
            try (Deadline deadline = ticker.deadline(fired::incrementAndGet)) {
                for (int j = 0; j < 20; j++) {
                    int before = fired.get();
                    deadline.arm(random.nextInt(3));
                    if (random.nextInt(50) == 0) {
                        while (!deadline.expired()) {
                            Thread.yield();
                        }
                    }
                    boolean inTime = deadline.disarm();
                    if (fired.get() - before != (inTime ? 0 : 1)) {
                        wrong++;
                    }
                }
            }
        }
        return wrong;
    }

    @Test
    void nothingFiresAfterClose() {
        Ticker ticker = new Ticker();
        AtomicInteger fired = new AtomicInteger();
        Deadline deadline = ticker.deadline(fired::incrementAndGet);
        ticker.close();
        deadline.arm(0);
        ticker.scanIfDue();
        assertEquals(0, fired.get());
        assertFalse(deadline.expired());
    }
}
