package io.weir.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The one bound that every wait of a test shares. It is generous, because it never decides what a passing test does:
 * reaching it is a failure, with the stacks of all threads, virtual ones included.
 */
public final class Patience {

    /** How long anything may take, on the slowest machine. */
    public static final Duration BOUND = Duration.ofSeconds(20);

    private Patience() {}

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
