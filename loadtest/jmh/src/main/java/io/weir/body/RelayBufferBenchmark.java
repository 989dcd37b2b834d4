package io.weir.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The ring between upstream and client: by one thread, and handed over to a second one. Nothing is copied or sent. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RelayBufferBenchmark {

    private static final int PIECE = 4096;
    private static final int PIECES = 256;

    private final RelayBuffer.Sizes sizes = new RelayBuffer.Sizes(8, PIECE, 2 * PIECE, 0, 64 * 1024, Long.MAX_VALUE);
    private final SlabPool pool = new RecyclingPool(1 << 20);

    /** A response that fits one read: what most responses cost. */
    @Benchmark
    public int smallResponse() throws IOException {
        try (RelayBuffer buffer = buffer()) {
            buffer.free();
            buffer.filled(1024);
            buffer.publish();
            int taken = take(buffer);
            buffer.finish();
            return taken;
        }
    }

    /** One megabyte in pieces of 4 KB, which the same thread takes at once. */
    @Benchmark
    public int megabyteByOneThread() throws IOException {
        try (RelayBuffer buffer = buffer()) {
            int taken = 0;
            for (int i = 0; i < PIECES; i++) {
                buffer.free();
                buffer.filled(PIECE);
                buffer.publish();
                taken += take(buffer);
            }
            buffer.finish();
            return taken;
        }
    }

    /** The same, taken by a second thread: its start, and up to 256 hand-overs. */
    @Benchmark
    public int megabyteHandedOver() throws IOException, InterruptedException {
        try (RelayBuffer buffer = buffer()) {
            buffer.handOver();
            Thread writer = Thread.ofVirtual().start(() -> takeAll(buffer));
            for (int i = 0; i < PIECES; i++) {
                fillOne(buffer);
            }
            buffer.finish();
            writer.join();
            return PIECES;
        }
    }

    private RelayBuffer buffer() {
        return new RelayBuffer(sizes, Path.of("."), pool, _ -> {});
    }

    private static void fillOne(RelayBuffer buffer) throws IOException {
        for (int missing = PIECE; missing > 0; ) {
            int filled = Math.min(missing, length(buffer.free()));
            buffer.filled(filled);
            buffer.publish();
            missing -= filled;
        }
    }

    private static void takeAll(RelayBuffer buffer) {
        try {
            while (buffer.await()) {
                take(buffer);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int take(RelayBuffer buffer) throws IOException {
        int length = length(buffer.readable());
        buffer.consumed(length);
        return length;
    }

    private static int length(ByteBuffer[] slices) {
        int length = 0;
        for (ByteBuffer slice : slices) {
            length += slice.remaining();
        }
        return length;
    }
}
