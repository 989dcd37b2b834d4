package io.weir.time;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Milliseconds since the epoch, as nginx's cached time counts them, but monotonic: begins at the wall clock's time and
 * does not follow its later jumps, so that no peer comes back early or late because somebody set the clock.
 * Thread-safe.
 */
public final class SteadyMillis implements LongSupplier {

    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();

    @Override
    public long getAsLong() {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
