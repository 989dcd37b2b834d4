package io.weir.connect;

import io.weir.config.PeerAddress;
import io.weir.time.Deadline;
import io.weir.time.Ticker;
import io.weir.tls.TlsChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Owns one socket to a peer, TCP or Unix, used in blocking style by virtual threads.
 *
 * <p>One thread may read while another writes. All else ({@link #connect}, {@link #tryWrite}, {@link #idleCheck})
 * belongs to a thread that knows that nobody reads or writes in that moment; only {@link #abort} and the counters may
 * be used by any thread at any time. Whoever has the connection closes it, or hands it to the {@link KeepalivePool}.
 */
public final class PeerConnection implements AutoCloseable {

    /** What {@link #idleCheck} found. */
    public enum Idle {
        /** Open, and nothing has arrived. */
        USABLE,
        /** The peer has closed it, or it has failed. */
        CLOSED,
        /** Bytes have arrived that nobody asked for. They are lost; the connection must not be used again. */
        STRAY_BYTES
    }

    /** How many deadlines each connection has registered while it is open. */
    static final int DEADLINES = 2;

    private static final long FAREWELL_MILLIS = 100; // for which a last record may wait for room in the socket
    private final SocketChannel channel;
    private final PeerAddress address;
    private final Deadline readDeadline;
    private final Deadline writeDeadline;

    private ScatteringByteChannel in; // the socket itself, or TLS over it
    private GatheringByteChannel out;
    private @Nullable TlsChannel tls;
    private final long openedAt = System.nanoTime();

    private volatile long bytesSent; // written by the writing thread only
    private volatile long bytesReceived; // written by the reading thread only
    private volatile int requests = 1;
    private volatile boolean writeTimedOut;

    PeerConnection(SocketChannel channel, PeerAddress address, Ticker ticker) {
        this.channel = channel;
        this.in = channel;
        this.out = channel;
        this.address = address;
        this.readDeadline = ticker.deadline(this::abort);
        this.writeDeadline = ticker.deadline(this::peerTakesNothing);
    }

    public PeerAddress address() {
        return address;
    }

    /**
     * Connects a connection that {@link Connector#prepare} made. Blocks. Closes it when that fails.
     *
     * @throws TimedOutException when the time-out passed before
     * @throws ConnectFailedException with nginx's error text otherwise
     */
    public void connect(long timeoutMillis) throws TimedOutException, ConnectFailedException {
        try {
            Opening.connect(channel, address, writeDeadline, timeoutMillis);
        } catch (TimedOutException | ConnectFailedException e) {
            close();
            throw e;
        }
    }

    /**
     * Puts TLS over a connection that is open and unused. Blocks for the handshake, which is for this side to begin.
     *
     * @param timeoutMillis for the whole handshake
     * @throws IOException when it failed; a {@link io.weir.tls.TlsException} when the reason is not the connection
     */
    public void secure(SSLEngine engine, long timeoutMillis) throws IOException {
        TlsChannel secured = Opening.handshake(channel, engine, writeDeadline, timeoutMillis);
        tls = secured;
        in = secured;
        out = secured;
    }

    public boolean secured() {
        return tls != null;
    }

    /**
     * Reads what is there, waiting until there is something.
     *
     * @return the number of bytes, at least 1 if {@code dst} has room; -1 at the end of the stream
     * @throws TimedOutException when nothing came for {@code timeoutMillis}
     * @throws IOException when the connection failed or was aborted
     */
    public int read(ByteBuffer dst, long timeoutMillis) throws IOException {
        readDeadline.arm(timeoutMillis);
        int n;
        try {
            n = in.read(dst);
        } catch (IOException e) {
            throw readDeadline.disarm() && !writeTimedOut ? e : new TimedOutException();
        }
        received(n);
        return n;
    }

    /** The same, into the free space of {@code length} buffers from {@code offset} on, with one system call. */
    public long read(ByteBuffer[] dsts, int offset, int length, long timeoutMillis) throws IOException {
        readDeadline.arm(timeoutMillis);
        long n;
        try {
            n = in.read(dsts, offset, length);
        } catch (IOException e) {
            throw readDeadline.disarm() && !writeTimedOut ? e : new TimedOutException();
        }
        received(n);
        return n;
    }

    /**
     * Writes all that the buffers hold.
     *
     * @param timeoutMillis the longest gap between two writes that made progress (nginx's {@code send_timeout}), not
     *     for the whole
     * @throws TimedOutException when the peer took nothing for that long
     * @throws IOException when the connection failed or was aborted; some of the bytes may have been sent
     */
    public void write(ByteBuffer[] srcs, int offset, int length, long timeoutMillis) throws IOException {
        int end = offset + length;
        int first = offset;
        while (true) {
            while (first < end && !srcs[first].hasRemaining()) {
                first++;
            }
            if (first == end) {
                return;
            }
            writeOnce(srcs, first, end - first, timeoutMillis);
        }
    }

    /**
     * Writes what the socket takes at once, without waiting.
     *
     * @return the number of bytes; 0 when the socket is full, and always over TLS, where a part of a record is no use
     */
    public int tryWrite(ByteBuffer[] srcs, int offset, int length) throws IOException {
        if (tls != null) {
            return 0;
        }
        channel.configureBlocking(false);
        long n;
        try {
            n = channel.write(srcs, offset, length);
        } finally {
            blockAgain();
        }
        bytesSent += n;
        // The total of a vectored write is bounded by the kernel (MAX_RW_COUNT) below 2 GiB.
        return (int) n;
    }

    /**
     * Looks whether an idle connection can still be used, with one immediate read. Does not block, does not close.
     */
    public Idle idleCheck() {
        try {
            // The descriptor stays non-blocking under a virtual thread (SocketChannelImpl, JDK 25): this is
            // bookkeeping.
            channel.configureBlocking(false);
            try {
                int n = in.read(ByteBuffer.allocate(1));
                return n == 0 ? Idle.USABLE : n < 0 ? Idle.CLOSED : Idle.STRAY_BYTES;
            } finally {
                blockAgain();
            }
        } catch (IOException e) {
            return Idle.CLOSED;
        }
    }

    /**
     * Closes the socket, so that a thread blocked on it fails. From any thread; the owner still closes the connection.
     */
    public void abort() {
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is gone either way.
        }
    }

    /** From here on writes may take any time: one that blocks ends with the connection. From any thread. */
    public void unboundWrites() {
        writeDeadline.close();
    }

    /** Closes it after a request. Over TLS the peer is told, and not waited for, if nobody is {@code sending} any more. */
    public void finish(boolean sending) {
        if (tls != null && !sending) {
            writeDeadline.arm(FAREWELL_MILLIS);
            tls.closeNotify();
        }
        close();
    }

    /** Closes the socket and gives the deadlines back. */
    @Override
    public void close() {
        abort();
        readDeadline.close();
        writeDeadline.close();
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Bytes written for the current request. */
    public long bytesSent() {
        return bytesSent;
    }

    /** Bytes read for the current request. */
    public long bytesReceived() {
        return bytesReceived;
    }

    /** How many requests it was used for, the current one included. */
    public int requests() {
        return requests;
    }

    /**
     * Whether it has served another request before the current one: a failure then may only mean that it had gone
     * stale.
     */
    public boolean reused() {
        return requests > 1;
    }

    /** When it was made, in the time of {@link System#nanoTime}. */
    public long openedAt() {
        return openedAt;
    }

    /** The next request begins: counts it, and the bytes from zero. */
    void beginRequest() {
        requests++;
        bytesSent = 0;
        bytesReceived = 0;
    }

    private void writeOnce(ByteBuffer[] srcs, int offset, int length, long timeoutMillis) throws IOException {
        writeDeadline.arm(timeoutMillis);
        long n;
        try {
            // One buffer, which is every request without a body, needs no vector.
            n = length == 1 ? out.write(srcs[offset]) : out.write(srcs, offset, length);
        } catch (IOException e) {
            // The deadline closes the socket, so the exception alone cannot tell a time-out from an abort.
            throw writeDeadline.disarm() ? e : new TimedOutException();
        }
        bytesSent += n;
        if (!writeDeadline.disarm()) {
            throw new TimedOutException();
        }
    }

    private void received(long n) throws TimedOutException {
        if (n > 0) {
            bytesReceived += n;
        }
        if (!readDeadline.disarm()) {
            throw new TimedOutException();
        }
    }

    /** Whoever reads in that moment waits for the answer to a request that is not sent: it is his time-out, too. */
    private void peerTakesNothing() {
        writeTimedOut = true;
        abort();
    }

    private void blockAgain() throws IOException {
        if (channel.isOpen()) {
            channel.configureBlocking(true);
        }
    }
}
