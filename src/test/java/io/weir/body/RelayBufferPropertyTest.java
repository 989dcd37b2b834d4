package io.weir.body;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the sizes, speeds and pieces: what goes in comes out, in order, and nothing is left behind. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayBufferPropertyTest {

    @TempDir
    Path directory;

    private final CountingPool pool = new CountingPool();

    @Test
    void oneThreadRelaysAnyBodyInAnyPiecesWithoutTheFile() throws IOException {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            byte[] body = body(random, 5_000);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (RelayBuffer buffer = buffer(random, 0)) {
                int at = 0;
                while (at < body.length) {
                    ByteBuffer[] free = buffer.free();
                    if (free.length == 0 || random.nextInt(4) == 0) {
                        buffer.filled(0);
                        take(buffer, random, out);
                    } else {
                        at += give(buffer, free, body, at, random);
                    }
                }
                buffer.finish();
                while (buffer.await()) {
                    take(buffer, random, out);
                }
                assertTrue(buffer.drained());
                assertNull(buffer.failure());
                assertEquals(0, buffer.bytesToFile());
            }
            assertArrayEquals(body, out.toByteArray(), "seed " + seed);
        }
        assertNothingIsLeft();
    }

    /**
     * The two roles step in random order on one thread; a step that would block is not taken. This covers the
     * interleavings that two real threads rarely show, deterministically.
     */
    @Test
    void anyInterleavingOfTheTwoRolesKeepsTheOrder() throws IOException {
        int spilled = 0;
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            byte[] body = body(random, 4_000);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int patience = 2 + random.nextInt(20);
            long limit = random.nextInt(3) == 0 ? 0 : random.nextInt(6_000);
            try (RelayBuffer buffer = buffer(random, limit)) {
                buffer.handOver();
                int at = 0;
                boolean stuck = false;
                while (at < body.length) {
                    if (stuck || random.nextInt(patience) == 0) {
                        take(buffer, random, out);
                        stuck = false;
                    } else if (buffer.wouldWait()) {
                        stuck = true;
                    } else {
                        at += give(buffer, buffer.free(), body, at, random);
                    }
                }
                buffer.finish();
                while (buffer.await()) {
                    take(buffer, random, out);
                }
                assertTrue(buffer.bytesToFile() <= limit, "seed " + seed);
                spilled += buffer.bytesToFile() > 0 ? 1 : 0;
            }
            assertArrayEquals(body, out.toByteArray(), "seed " + seed);
        }
        assertTrue(spilled > 500, "the file was used in " + spilled + " runs only");
        assertNothingIsLeft();
    }

    @Test
    void twoThreadsRelayAnyBodyAtAnySpeed() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long seed = 0; seed < 300; seed++) {
                Random random = new Random(seed);
                byte[] body = body(random, 40_000);
                RelayBuffer buffer = buffer(random, random.nextInt(3) == 0 ? 0 : random.nextInt(80_000));
                Random writerRandom = new Random(~seed);
                int slowness = random.nextInt(3);
                try (buffer) {
                    buffer.handOver();
                    Callable<byte[]> writer = () -> {
                        ByteArrayOutputStream out = new ByteArrayOutputStream();
                        while (buffer.await()) {
                            for (int i = writerRandom.nextInt(1 + slowness * 4); i > 0; i--) {
                                Thread.yield();
                            }
                            take(buffer, writerRandom, out);
                        }
                        return out.toByteArray();
                    };
                    Future<byte[]> drain = threads.submit(writer);
                    int at = 0;
                    while (at < body.length) {
                        at += give(buffer, buffer.free(), body, at, random);
                    }
                    buffer.finish();
                    assertArrayEquals(body, drain.get(60, TimeUnit.SECONDS), "seed " + seed);
                    assertTrue(buffer.drained());
                }
            }
        }
        assertNothingIsLeft();
    }

    @Test
    void aBufferClosedAtAnyMomentWakesBothSidesAndLeaksNothing() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long seed = 0; seed < 200; seed++) {
                Random random = new Random(seed);
                RelayBuffer buffer = buffer(random, random.nextInt(20_000));
                buffer.handOver();
                byte[] body = new byte[50_000];
                random.nextBytes(body);
                AtomicInteger steps = new AtomicInteger(random.nextInt(200));
                Random writerRandom = new Random(~seed);
                Future<?> reader = threads.submit(() -> {
                    try {
                        int at = 0;
                        while (true) {
                            at = (at + give(buffer, buffer.free(), body, at, random)) % (body.length / 2);
                            closeWhenDue(steps, buffer);
                        }
                    } catch (AbandonedException expected) {
                        return null;
                    }
                });
                Future<?> writer = threads.submit(() -> {
                    try {
                        while (buffer.await()) {
                            closeWhenDue(steps, buffer);
                            take(buffer, writerRandom, new ByteArrayOutputStream());
                        }
                    } catch (IOException fileIsClosed) {
                        return null;
                    }
                    return null;
                });
                reader.get(60, TimeUnit.SECONDS);
                writer.get(60, TimeUnit.SECONDS);
                assertTrue(buffer.failure() != null, "seed " + seed);
                buffer.close();
            }
        }
        assertNothingIsLeft();
    }

    private static void closeWhenDue(AtomicInteger steps, RelayBuffer buffer) {
        if (steps.decrementAndGet() < 0) {
            buffer.close();
        }
    }

    private RelayBuffer buffer(Random random, long maxTempFileSize) {
        int count = 2 + random.nextInt(5);
        int size = 1 + random.nextInt(random.nextBoolean() ? 8 : 600);
        int busy = 1 + random.nextInt((count - 1) * size);
        long grace = random.nextInt(4) == 0 ? 100_000 : 0;
        return new RelayBuffer(
                new RelayBuffer.Sizes(count, size, busy, maxTempFileSize, size, grace), directory, pool, path -> {});
    }

    private static byte[] body(Random random, int max) {
        byte[] body = new byte[1 + random.nextInt(max)];
        random.nextBytes(body);
        return body;
    }

    /**
     * Reads a random piece of the body into the slices; half of the time through a filter that drops a frame before
     * it.
     */
    private static int give(RelayBuffer buffer, ByteBuffer[] free, byte[] body, int at, Random random) {
        int space = 0;
        for (ByteBuffer slice : free) {
            space += slice.remaining();
        }
        assertTrue(space > 0);
        int most = Math.min(space, body.length - at);
        int n = random.nextInt(8) == 0 ? 0 : random.nextBoolean() ? most : random.nextInt(most + 1);
        int done = 0;
        for (ByteBuffer slice : free) {
            int part = Math.min(slice.remaining(), n - done);
            slice.put(body, at + done, part);
            done += part;
        }
        int kept = random.nextBoolean() ? n : random.nextInt(n + 1);
        int seen = 0;
        for (ByteBuffer slice : buffer.raw(n)) {
            while (slice.hasRemaining()) {
                assertEquals(body[at + seen++], slice.get());
            }
        }
        assertTrue(seen == n || buffer.failure() != null, "all that was read is shown, unless the buffer was closed");
        buffer.filled(kept);
        if (random.nextInt(3) > 0) {
            buffer.publish();
        }
        return kept;
    }

    private static void take(RelayBuffer buffer, Random random, ByteArrayOutputStream out) throws IOException {
        ByteBuffer[] slices = buffer.readable();
        int length = 0;
        for (ByteBuffer slice : slices) {
            length += slice.remaining();
        }
        int n = random.nextBoolean() ? length : random.nextInt(length + 1);
        int rest = n;
        for (ByteBuffer slice : slices) {
            while (rest > 0 && slice.hasRemaining()) {
                out.write(slice.get());
                rest--;
            }
        }
        buffer.consumed(n);
    }

    private void assertNothingIsLeft() throws IOException {
        pool.assertNothingIsOut();
        assertEquals(0, TempFile.openFiles());
        try (Stream<Path> files = Files.walk(directory)) {
            assertFalse(files.anyMatch(Files::isRegularFile));
        }
    }
}
