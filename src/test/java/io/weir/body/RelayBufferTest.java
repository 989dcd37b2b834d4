package io.weir.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ring of four buffers of four bytes, two of them busy at most. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayBufferTest {

    private static final long HOUR = 3_600_000_000_000L;

    @TempDir
    Path directory;

    private final CountingPool pool = new CountingPool();
    private final List<Path> spills = new ArrayList<>();
    private final List<RelayBuffer> buffers = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        buffers.forEach(RelayBuffer::close);
        pool.assertNothingIsOut();
        assertEquals(0, TempFile.openFiles());
    }

    @Test
    void allocatesNothingBeforeItIsUsed() {
        buffer(1000, HOUR);
        pool.assertNothingIsOut();
    }

    @Test
    void whatIsFilledIsVisibleOnlyWhenPublished() throws IOException {
        RelayBuffer buffer = buffer(0, 0);
        fill(buffer, "abc");
        assertEquals(0, buffer.readable().length);
        buffer.publish();
        fill(buffer, "def");
        assertEquals("abc", take(buffer, 9));
        assertTrue(buffer.drained());
        buffer.finish();
        assertEquals("def", take(buffer, 9));
        assertFalse(buffer.await());
        assertNull(buffer.failure());
    }

    @Test
    void freeAndReadableWrapAroundTheEndAsTwoSlices() throws IOException {
        RelayBuffer buffer = buffer(0, 0);
        fill(buffer, "0123456789");
        buffer.publish();
        assertEquals("01234567", take(buffer, 8));
        assertEquals(2, buffer.free().length);
        fill(buffer, "abcdefghij");
        buffer.publish();
        assertEquals(2, buffer.readable().length);
        assertEquals("89abcdefghij", take(buffer, 99));
    }

    @Test
    void aFilterWorksOnTheRawBytesInPlaceAcrossTheWrap() throws IOException {
        RelayBuffer buffer = buffer(0, 0);
        fill(buffer, "0123456789");
        buffer.publish();
        take(buffer, 10);
        put(buffer.free(), "3\r\nabc\r\n4\r\n");
        ChunkDecoder decoder = ChunkDecoder.skippingTrailers();
        buffer.filled(decoder.decode(buffer.raw(11)));
        put(buffer.free(), "defg\r\n0\r\n\r\n");
        buffer.filled(decoder.decode(buffer.raw(11)));
        assertTrue(decoder.done());
        buffer.finish();
        assertEquals("abcdefg", take(buffer, 99));
    }

    @Test
    void bytesBehindTheHeaderAreCopiedAsFarAsTheyFit() throws IOException {
        RelayBuffer buffer = buffer(0, 0);
        ByteBuffer rest = ChunkDecoderTest.wire("0123456789abcdefXYZ");
        assertEquals(16, buffer.put(rest));
        assertEquals(3, rest.remaining());
        assertEquals(0, buffer.put(rest));
        buffer.publish();
        assertEquals("0123456789abcdef", take(buffer, 99));
    }

    @Test
    void oneThreadNeitherWaitsNorSpillsWhenTheRingIsFull() throws IOException {
        RelayBuffer buffer = buffer(1000, HOUR);
        fill(buffer, "0123456789abcdef");
        assertEquals(0, buffer.free().length);
        assertEquals(0, buffer.bytesToFile());
        assertEquals("0123456789abcdef", take(buffer, 99), "a full ring is published");
    }

    @Test
    void oneThreadThatWouldWaitForItselfIsToldSo() {
        RelayBuffer buffer = buffer(0, 0);
        assertThrows(IllegalStateException.class, buffer::await);
    }

    @Test
    void theReaderDoesNotWaitForAClientThatTakesNothing() throws IOException {
        RelayBuffer buffer = buffer(1000, 0);
        buffer.handOver();
        for (int i = 0; i < 10; i++) {
            fill(buffer, "0123456789abcdef");
        }
        buffer.finish();
        assertEquals(9 * 16, buffer.bytesToFile());
        assertEquals(1, spills.size());
        assertFalse(Files.exists(spills.getFirst()));
        assertEquals("0123456789abcdef".repeat(10), takeAll(buffer));
    }

    @Test
    void whatTheWriterHasInHandStaysAndGoesOutFirst() throws IOException {
        RelayBuffer buffer = buffer(1000, 0);
        buffer.handOver();
        fill(buffer, "0123456789abcdef");
        buffer.publish();
        ByteBuffer[] inHand = buffer.readable();
        assertEquals(8, inHand[0].remaining(), "busy size");
        fill(buffer, "ghijklmn");
        fill(buffer, "opqrstuv");
        assertEquals(16, buffer.bytesToFile(), "all but what is in hand and what came last");
        assertEquals("01234567", text(inHand));
        buffer.consumed(3);
        assertEquals("34567", text(buffer.readable()), "the rest of it is still before the file");
        buffer.consumed(5);
        buffer.finish();
        assertEquals("89abcdefghijklmnopqrstuv", takeAll(buffer));
    }

    @Test
    void onceTheFileIsDrainedTheRingIsUsedAgain() throws IOException {
        RelayBuffer buffer = buffer(1000, 0);
        buffer.handOver();
        fill(buffer, "0123456789abcdef");
        fill(buffer, "ghij");
        buffer.publish();
        assertEquals("0123456789abcdef", take(buffer, 99));
        assertEquals("ghij", take(buffer, 99));
        assertTrue(buffer.drained());
        for (int i = 0; i < 20; i++) {
            fill(buffer, "0123456789abcdef");
            buffer.publish();
            assertEquals("01234567", take(buffer, 99));
            assertEquals("89abcdef", take(buffer, 99));
        }
        assertEquals(16, buffer.bytesToFile());
        buffer.finish();
        assertFalse(buffer.await());
    }

    @Test
    void theFileTakesWholeBuffersAsLongAsItsLimitHasRoom() throws Exception {
        RelayBuffer buffer = buffer(16 + 7, 0);
        buffer.handOver();
        fill(buffer, "0123456789abcdef");
        fill(buffer, "ghijklmnopqrstuv");
        fill(buffer, "wxyz");
        assertEquals(20, buffer.bytesToFile(), "one more buffer, not seven bytes");
        Running<Integer> reader = running(() -> fill(buffer, "!"));
        reader.awaitBlocked();
        assertEquals("0123456789abcdefghij", takeAtLeast(buffer, 20), "what is in the file frees no memory");
        reader.awaitBlocked();
        assertEquals("klmn", take(buffer, 4));
        reader.result();
        buffer.finish();
        assertEquals("opqrstuvwxyz!", takeAll(buffer));
        assertEquals(20, buffer.bytesToFile(), "what was sent is not used again");
    }

    @Test
    void withoutFileTheReaderBlocksUntilABufferIsFree() throws Exception {
        RelayBuffer buffer = buffer(0, HOUR);
        buffer.handOver();
        fill(buffer, "0123456789abcdef");
        Running<Integer> reader = running(() -> fill(buffer, "ghij"));
        reader.awaitBlocked();
        take(buffer, 3);
        reader.awaitBlocked();
        take(buffer, 1);
        assertEquals(4, reader.result());
        assertEquals(0, spills.size());
    }

    @Test
    void withinTheGraceAClientThatTakesCostsNoDisk() throws Exception {
        RelayBuffer buffer = buffer(1000, HOUR);
        buffer.handOver();
        fill(buffer, "0123456789abcdef");
        Running<Integer> reader = running(() -> fill(buffer, "ghij"));
        reader.awaitBlocked();
        assertEquals("01234567", take(buffer, 99));
        assertEquals(4, reader.result());
        assertEquals(0, buffer.bytesToFile());
    }

    @Test
    void theGraceIsSpentOnceInSum() throws IOException {
        RelayBuffer buffer = buffer(100_000, 1_000_000);
        buffer.handOver();
        long before = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            fill(buffer, "0123456789abcdef");
        }
        assertTrue(System.nanoTime() - before < 1_000_000_000L, "a thousand times the grace was waited");
        assertEquals(999 * 16, buffer.bytesToFile());
    }

    @Test
    void theWriterIsWokenByDataAndByTheEnd() throws Exception {
        RelayBuffer buffer = buffer(0, 0);
        buffer.handOver();
        Running<String> writer = running(() -> takeAll(buffer));
        writer.awaitBlocked();
        fill(buffer, "abc");
        writer.awaitBlocked();
        buffer.publish();
        while (!buffer.drained()) {
            Thread.onSpinWait();
        }
        writer.awaitBlocked();
        buffer.finish();
        assertEquals("abc", writer.result());
    }

    @Test
    void aFailureLetsOutWhatWasPublishedAndLosesWhatWasHeldBack() throws Exception {
        RelayBuffer buffer = buffer(0, 0);
        buffer.handOver();
        fill(buffer, "abc");
        buffer.publish();
        fill(buffer, "lost");
        IOException cause = new IOException("upstream timed out");
        buffer.fail(cause);
        assertEquals("abc", takeAll(buffer));
        assertSame(cause, buffer.failure());
    }

    @Test
    void aWriterThatGivesUpWakesTheReader() throws Exception {
        RelayBuffer buffer = buffer(0, 0);
        buffer.handOver();
        fill(buffer, "0123456789abcdef");
        Running<Integer> reader = running(() -> fill(buffer, "ghij"));
        reader.awaitBlocked();
        IOException cause = new IOException("client timed out");
        buffer.abandon(cause);
        Throwable seen = assertThrows(ExecutionException.class, reader::result).getCause();
        assertInstanceOf(AbandonedException.class, seen);
        assertSame(cause, seen.getCause());
        assertTrue(buffer.abandoned());
        assertThrows(AbandonedException.class, () -> buffer.put(ByteBuffer.allocate(1)));
    }

    @Test
    void closingWakesAWaitingWriter() throws Exception {
        RelayBuffer buffer = buffer(0, 0);
        buffer.handOver();
        Running<Boolean> writer = running(buffer::await);
        writer.awaitBlocked();
        buffer.close();
        assertFalse(writer.result());
        assertInstanceOf(ClosedChannelException.class, buffer.failure());
        assertThrows(AbandonedException.class, buffer::free);
        assertEquals(0, buffer.readable().length);
    }

    @Test
    void closingADeliveredBodyIsNoFailure() throws Exception {
        RelayBuffer buffer = buffer(0, 0);
        fill(buffer, "abc");
        buffer.finish();
        take(buffer, 3);
        buffer.close();
        buffer.close();
        assertNull(buffer.failure());
        assertEquals(0, pool.discarded());
    }

    @Test
    void memoryThatAnotherThreadMayBeUsingIsNotUsedAgain() throws Exception {
        RelayBuffer reading = buffer(0, 0);
        reading.handOver();
        running(reading::free).result();
        reading.close();
        assertEquals(1, pool.discarded());
        RelayBuffer writing = buffer(1000, 0);
        writing.handOver();
        fill(writing, "0123456789abcdef");
        fill(writing, "ghij");
        running(writing::readable).result();
        writing.close();
        assertEquals(3, pool.discarded(), "ring and read-back buffer");
        RelayBuffer own = buffer(0, 0);
        own.free();
        own.close();
        assertEquals(3, pool.discarded());
    }

    @Test
    void aFileThatCannotBeMadeIsTheReadersError() throws IOException {
        Path plain = Files.createFile(directory.resolve("plain"));
        RelayBuffer buffer = new RelayBuffer(new RelayBuffer.Sizes(4, 4, 8, 1000, 8, 0), plain, pool, spills::add);
        buffers.add(buffer);
        buffer.handOver();
        fill(buffer, "0123456789abcdef");
        IOException e = assertThrows(IOException.class, buffer::free);
        assertTrue(e.getMessage().contains(plain.toString()), e.getMessage());
        buffer.fail(e);
        assertEquals("0123456789abcdef", takeAll(buffer), "what could not be spilled is still there");
        assertSame(e, buffer.failure());
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        RelayBuffer buffer = buffer(0, 0);
        buffer.handOver();
        Running<Boolean> writer = running(buffer::await);
        writer.awaitBlocked();
        writer.thread.interrupt();
        assertInstanceOf(
                InterruptedIOException.class,
                assertThrows(ExecutionException.class, writer::result).getCause());
    }

    @Test
    void handingOverReleasesWhatTheOneThreadHadInHand() throws IOException {
        RelayBuffer buffer = buffer(1000, 0);
        fill(buffer, "0123456789abcdef");
        buffer.publish();
        buffer.readable();
        buffer.consumed(4);
        assertEquals("456789abcdef", text(buffer.readable()));
        buffer.consumed(0);
        buffer.handOver();
        fill(buffer, "ghij");
        fill(buffer, "klmn");
        buffer.finish();
        assertEquals(16, buffer.bytesToFile());
        assertEquals("456789abcdefghijklmn", takeAll(buffer));
    }

    private RelayBuffer buffer(long maxTempFileSize, long grace) {
        RelayBuffer buffer = new RelayBuffer(
                new RelayBuffer.Sizes(4, 4, 8, maxTempFileSize, 8, grace), directory, pool, spills::add);
        buffers.add(buffer);
        return buffer;
    }

    private static int fill(RelayBuffer buffer, String text) throws IOException {
        put(buffer.free(), text);
        buffer.filled(text.length());
        return text.length();
    }

    private static void put(ByteBuffer[] slices, String text) {
        int at = 0;
        for (ByteBuffer slice : slices) {
            int part = Math.min(slice.remaining(), text.length() - at);
            slice.put(text.substring(at, at + part).getBytes(ISO_8859_1));
            at += part;
        }
        assertEquals(text.length(), at, "room");
    }

    private static String take(RelayBuffer buffer, int most) throws IOException {
        String text = text(buffer.readable());
        String taken = text.substring(0, Math.min(most, text.length()));
        buffer.consumed(taken.length());
        return taken;
    }

    private static String takeAtLeast(RelayBuffer buffer, int length) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(take(buffer, length - text.length()));
        }
        return text.toString();
    }

    private static String takeAll(RelayBuffer buffer) throws IOException {
        StringBuilder text = new StringBuilder();
        while (buffer.await()) {
            text.append(take(buffer, Integer.MAX_VALUE));
        }
        return text.toString();
    }

    private static String text(ByteBuffer[] slices) {
        StringBuilder text = new StringBuilder();
        for (ByteBuffer slice : slices) {
            text.append(ChunkDecoderTest.text(slice, slice.remaining()));
        }
        return text.toString();
    }

    private static <T> Running<T> running(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        return new Running<>(task, Thread.ofVirtual().start(task));
    }

    /** Work on a thread of its own. */
    private record Running<T>(FutureTask<T> task, Thread thread) {

        /** Returns when the thread waits for a condition. */
        void awaitBlocked() {
            while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
                assertFalse(task.isDone(), "should wait");
                Thread.onSpinWait();
            }
        }

        T result() throws Exception {
            return task.get();
        }
    }
}
