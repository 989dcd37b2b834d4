package io.weir.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.connect.PeerConnection.Idle;
import io.weir.time.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PeerConnectionTest {

    private static final long LONG = 600_000;
    private static final int FILL = 64 * 1024 * 1024;

    private final Ticker ticker = new Ticker();
    private LoopbackPeer peer;
    private PeerConnection connection;
    private SocketChannel other;

    @BeforeEach
    void connect() throws Exception {
        peer = LoopbackPeer.tcp();
        connection = VirtualThreads.call(() -> Connector.open(peer.address(), 10_000, true, false, ticker));
        other = peer.accept();
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        peer.close();
        ticker.close();
    }

    @Test
    void readTimesOutWhenNothingComes() {
        assertTimedOut(() -> connection.read(ByteBuffer.allocate(1), 30));
        assertFalse(connection.isOpen());
    }

    @Test
    void scatterReadTimesOutWhenNothingComes() {
        assertTimedOut(() -> connection.read(new ByteBuffer[] {ByteBuffer.allocate(1)}, 0, 1, 30));
    }

    @Test
    void writeTimesOutWhenThePeerTakesNothing() {
        assertTimedOut(() -> {
            connection.write(new ByteBuffer[] {ByteBuffer.allocate(FILL)}, 0, 1, 100);
            return true;
        });
        assertTrue(connection.bytesSent() > 0);
        assertTrue(connection.bytesSent() < FILL);
    }

    @Test
    void writeWaitsForASlowPeerAndSendsAll() throws Exception {
        FutureTask<Boolean> writing = VirtualThreads.start(() -> {
            ByteBuffer[] halves = {ByteBuffer.allocate(FILL / 2), ByteBuffer.allocate(FILL / 2)};
            connection.write(halves, 0, 2, LONG);
            return true;
        });
        assertEquals(FILL, LoopbackPeer.receive(other, FILL).length());
        assertTrue(writing.get());
        assertEquals(FILL, connection.bytesSent());
    }

    @Test
    void scatterReadFillsBuffersInOrder() throws Exception {
        LoopbackPeer.send(other, "abcdef");
        ByteBuffer[] buffers = {ByteBuffer.allocate(9), ByteBuffer.allocate(2), ByteBuffer.allocate(4)};
        VirtualThreads.call(() -> {
            while (buffers[2].position() < 4) {
                connection.read(buffers, 1, 2, LONG);
            }
            return true;
        });
        assertEquals("ab", new String(buffers[1].array()));
        assertEquals("cdef", new String(buffers[2].array()));
        assertEquals(0, buffers[0].position());
        assertEquals(6, connection.bytesReceived());
    }

    @Test
    void readAtTheEndOfTheStreamIsMinusOneAndCountsNothing() throws Exception {
        other.close();
        assertEquals(-1, VirtualThreads.call(() -> connection.read(ByteBuffer.allocate(1), LONG)));
        assertEquals(0, connection.bytesReceived());
    }

    @Test
    void aResetHasNginxsText() throws Exception {
        LoopbackPeer.reset(other);
        IOException e = failureOf(VirtualThreads.start(() -> connection.read(ByteBuffer.allocate(1), LONG)));
        assertEquals("104: Connection reset by peer", SystemError.of(e));
    }

    @Test
    void abortWakesABlockedReadWhichIsNoTimeOut() throws Exception {
        FutureTask<Integer> reading = VirtualThreads.startBlocked(() -> connection.read(ByteBuffer.allocate(1), LONG));
        connection.abort();
        assertFalse(failureOf(reading) instanceof TimedOutException);
    }

    @Test
    void abortWakesABlockedWrite() throws Exception {
        FutureTask<Boolean> writing = VirtualThreads.startBlocked(() -> {
            connection.write(new ByteBuffer[] {ByteBuffer.allocate(FILL)}, 0, 1, LONG);
            return true;
        });
        connection.abort();
        assertFalse(failureOf(writing) instanceof TimedOutException);
    }

    @Test
    void readTimeOutWakesABlockedWriterToo() {
        FutureTask<Boolean> writing = VirtualThreads.start(() -> {
            connection.write(new ByteBuffer[] {ByteBuffer.allocate(FILL)}, 0, 1, LONG);
            return true;
        });
        assertTimedOut(() -> connection.read(ByteBuffer.allocate(1), 50));
        assertFalse(failureOf(writing) instanceof TimedOutException);
    }

    @Test
    void writeTimeOutIsTheTimeOutOfABlockedReaderToo() {
        FutureTask<Integer> reading = VirtualThreads.start(() -> connection.read(ByteBuffer.allocate(1), LONG));
        assertTimedOut(() -> {
            connection.write(new ByteBuffer[] {ByteBuffer.allocate(FILL)}, 0, 1, 50);
            return null;
        });
        assertInstanceOf(TimedOutException.class, failureOf(reading));
    }

    @Test
    void oneThreadReadsWhileAnotherWrites() throws Exception {
        FutureTask<Boolean> writing = VirtualThreads.start(() -> {
            connection.write(new ByteBuffer[] {ByteBuffer.allocate(FILL)}, 0, 1, LONG);
            return true;
        });
        FutureTask<Integer> reading = VirtualThreads.start(() -> connection.read(ByteBuffer.allocate(1), LONG));
        LoopbackPeer.send(other, "x");
        assertEquals(1, reading.get());
        LoopbackPeer.receive(other, FILL);
        assertTrue(writing.get());
    }

    @Test
    void abortAfterATimeOutIsStillReportedAsTheTimeOut() {
        assertTimedOut(() -> {
            try {
                return connection.read(ByteBuffer.allocate(1), 10);
            } finally {
                connection.abort();
            }
        });
    }

    @Test
    void operationsAfterCloseFailAsClosed() {
        connection.close();
        connection.close();
        failureOf(VirtualThreads.start(() -> connection.read(ByteBuffer.allocate(1), LONG)));
        assertEquals(Idle.CLOSED, connection.idleCheck());
    }

    @Test
    void tryWriteTakesWhatFitsAndNeverWaits() throws Exception {
        ByteBuffer[] much = {ByteBuffer.allocate(FILL)};
        VirtualThreads.call(() -> {
            while (connection.tryWrite(much, 0, 1) > 0) {}
            return true;
        });
        assertTrue(much[0].position() > 0);
        assertTrue(much[0].hasRemaining());
        assertEquals(much[0].position(), connection.bytesSent());
        // Blocking as before: the rest goes out when the peer takes it.
        FutureTask<Boolean> writing = VirtualThreads.start(() -> {
            connection.write(much, 0, 1, LONG);
            return true;
        });
        assertEquals(FILL, LoopbackPeer.receive(other, FILL).length());
        assertTrue(writing.get());
    }

    @Test
    void idleCheckFindsAQuietConnectionUsableAsOftenAsAsked() throws Exception {
        assertEquals(Idle.USABLE, idleCheck());
        assertEquals(Idle.USABLE, idleCheck());
        LoopbackPeer.send(other, "x");
        assertEquals(1, VirtualThreads.call(() -> connection.read(ByteBuffer.allocate(1), LONG)));
        assertEquals(Idle.USABLE, idleCheck());
    }

    @Test
    void idleCheckSeesAnEndOfStream() throws Exception {
        other.close();
        assertEquals(Idle.CLOSED, awaitIdle());
    }

    @Test
    void idleCheckSeesAReset() throws Exception {
        LoopbackPeer.reset(other);
        assertEquals(Idle.CLOSED, awaitIdle());
    }

    @Test
    void idleCheckSeesAStrayByte() throws Exception {
        LoopbackPeer.send(other, "x");
        assertEquals(Idle.STRAY_BYTES, awaitIdle());
    }

    private Idle idleCheck() throws Exception {
        return VirtualThreads.call(connection::idleCheck);
    }

    /** The loopback delivers at once in practice; nothing guarantees it. */
    private Idle awaitIdle() throws Exception {
        Idle idle = idleCheck();
        while (idle == Idle.USABLE) {
            Thread.onSpinWait();
            idle = idleCheck();
        }
        return idle;
    }

    private static void assertTimedOut(Callable<?> step) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> VirtualThreads.call(step));
        assertInstanceOf(TimedOutException.class, e.getCause());
    }

    private static IOException failureOf(FutureTask<?> task) {
        ExecutionException e = assertThrows(ExecutionException.class, task::get);
        return assertInstanceOf(IOException.class, e.getCause());
    }
}
