package io.weir.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The one bound that every wait of a test shares. It is generous, because it never decides what a passing test does:
 * reaching it is a failure, with the stacks of all threads, virtual ones included.
 */
public final class Patience {

    /** How long anything may take, on the slowest machine. */
    public static final Duration BOUND = Duration.ofSeconds(20);

    private static final long LOOK_MILLIS = 3;

    private Patience() {}

    /**
     * Blocks until something has come about that nobody announces, such as a line of a log; looks every few milliseconds.
     *
     * @param what what is waited for, asked when it has not come about
     */
    public static void until(Supplier<String> what, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + BOUND.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw expired(what.get());
            }
            never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * The failure of a wait that reached {@link #BOUND}.
     *
     * @param what what was waited for, as in "the peer's script"
     */
    public static AssertionError expired(String what) {
        return new AssertionError(
                "gave up after " + BOUND.toSeconds() + " s waiting for " + what + "\n" + threadDump());
    }

    private static String threadDump() {
        try {
            Path directory = Files.createTempDirectory("weir-dump");
            Path file = directory.resolve("threads.txt");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            return "(no thread dump: " + e + ")";
        }
    }
}
