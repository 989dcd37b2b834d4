package io.weir.forward;

import io.weir.time.Pause;
import io.weir.time.Ticker;
import java.nio.ByteBuffer;

/** {@code proxy_limit_rate}: how fast a buffered response is read from its peer (nginx-semantics 3.3, step 3). */
final class RateLimit implements AutoCloseable {

    private final long bytesPerSecond;
    private final long startNanos;
    private final Pause pause;
    private long read;
    private long delayMillis;

    /** @param startNanos of the attempt */
    RateLimit(long bytesPerSecond, long startNanos, Ticker ticker) {
        this.bytesPerSecond = bytesPerSecond;
        this.startNanos = startNanos;
        this.pause = new Pause(ticker);
    }

    /** Blocks until something may be read, and lowers limits so that no more is read than may be. */
    void await(ByteBuffer[] into) {
        if (delayMillis > 0) {
            pause.await(delayMillis);
        }
        long budget = budget();
        while (budget <= 0 && !Thread.currentThread().isInterrupted()) {
            pause.await(-budget * 1000 / bytesPerSecond + 1);
            budget = budget();
        }
        for (ByteBuffer buffer : into) {
            int take = (int) Math.min(Math.max(0, budget), buffer.remaining());
            buffer.limit(buffer.position() + take);
            budget -= take;
        }
    }

    private long budget() {
        long seconds = (System.nanoTime() - startNanos) / 1_000_000_000;
        return bytesPerSecond * (seconds + 1) - read;
    }

    void read(long bytes) {
        read += bytes;
        delayMillis = bytes * 1000 / bytesPerSecond;
    }

    @Override
    public void close() {
        pause.close();
    }
}
