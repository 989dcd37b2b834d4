package io.weir.server;

import io.weir.config.AddressText;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.DownstreamException.Kind;
import io.weir.time.Deadline;
import io.weir.time.Pause;
import io.weir.time.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Owns the socket of one client: blocking reads and writes that end when their deadline does. One thread may read while another
 * writes; {@link #close} may come from any thread.
 */
final class ClientSocket implements AutoCloseable {

    /** How often a silent exchange looks whether its client is still there. */
    private static final long WATCH_MILLIS = 500;

    private final SocketChannel channel;
    private final SocketAddress local;
    private final SocketAddress remote;
    private @Nullable String remoteText;
    private final Ticker ticker;
    private final Deadline readDeadline;
    private final Deadline writeDeadline;
    private final Deadline watchDeadline;
    private volatile boolean timedOut;
    private volatile boolean resetTimedout;

    /** Set before the watch is armed, read by the ticker while it is. */
    private @Nullable Runnable gone;

    private @Nullable ByteBuffer readAhead;

    ClientSocket(SocketChannel channel, Ticker ticker) throws IOException {
        this.channel = channel;
        this.ticker = ticker;
        this.local = channel.getLocalAddress();
        this.remote = channel.getRemoteAddress();
        this.readDeadline = ticker.deadline(this::overdue);
        this.writeDeadline = ticker.deadline(this::overdue);
        this.watchDeadline = ticker.deadline(this::look);
    }

    SocketAddress local() {
        return local;
    }

    SocketAddress remote() {
        return remote;
    }

    /** The client's address without port; "unix:" for a client on a Unix socket. Belongs to the connection's thread. */
    String remoteText() {
        if (remoteText == null) {
            remoteText = remote instanceof InetSocketAddress inet ? AddressText.of(inet.getAddress()) : "unix:";
        }
        return remoteText;
    }

    private void overdue() {
        timedOut = true;
        drop();
    }

    /** {@code reset_timedout_connection}: whether a client that took too long gets a reset. */
    void resetTimedout(boolean now) {
        resetTimedout = now;
    }

    /** Closes the socket as it is done after a time-out. */
    void drop() {
        if (resetTimedout) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException | UnsupportedOperationException closedOrUnix) {
                // Then it just closes.
            }
        }
        close();
    }

    /** Blocks for so long, in a writer that is too fast. */
    void pause(long millis) {
        try (Pause pause = new Pause(ticker)) {
            pause.await(millis);
        }
    }

    /**
     * Blocks for the next bytes.
     *
     * @return their number, or -1 at the end of what the client sends
     * @throws DownstreamException of kind TIMEOUT or GONE
     */
    int read(ByteBuffer into, long millis) throws DownstreamException {
        readDeadline.arm(millis);
        try {
            int count = channel.read(into);
            if (!readDeadline.disarm()) {
                throw timeout();
            }
            return count;
        } catch (DownstreamException known) {
            throw known;
        } catch (IOException broken) {
            boolean inTime = readDeadline.disarm();
            throw inTime && !timedOut ? gone(broken) : timeout();
        }
    }

    /** Reads what is there at once. @return the number of bytes, 0 too when the client is gone, which the next read will tell */
    int tryRead(ByteBuffer into) {
        return Math.max(0, readNow(into));
    }

    /** One read without waiting. @return -1 when the client has ended or is gone */
    private int readNow(ByteBuffer into) {
        try {
            // A virtual thread has used the channel, so its descriptor is non-blocking underneath: no system call (JDK
            // 25).
            channel.configureBlocking(false);
            try {
                return channel.read(into);
            } finally {
                blockAgain();
            }
        } catch (IOException gone) {
            return -1;
        }
    }

    private void blockAgain() throws IOException {
        if (channel.isOpen()) {
            channel.configureBlocking(true);
        }
    }

    /** Bounds a read that blocks in another thread anew. */
    void boundRead(long millis) {
        readDeadline.arm(millis);
    }

    /** Writes everything, blocking; the deadline bounds each wait for progress. @return the number of bytes */
    long write(ByteBuffer[] data, long millis) throws DownstreamException {
        long sent = 0;
        int first = 0;
        while (true) {
            while (first < data.length && !data[first].hasRemaining()) {
                first++;
            }
            if (first == data.length) {
                return sent;
            }
            sent += writeOnce(data, first, millis);
        }
    }

    private long writeOnce(ByteBuffer[] data, int first, long millis) throws DownstreamException {
        writeDeadline.arm(millis);
        try {
            // One buffer, which is most small responses, needs no vector.
            long count = first == data.length - 1
                    ? channel.write(data[first])
                    : channel.write(data, first, data.length - first);
            if (!writeDeadline.disarm()) {
                throw timeout();
            }
            return count;
        } catch (IOException broken) {
            throw writeFailed(broken);
        }
    }

    private DownstreamException writeFailed(IOException broken) {
        if (broken instanceof DownstreamException known) {
            return known;
        }
        boolean inTime = writeDeadline.disarm();
        return inTime && !timedOut ? gone(broken) : timeout();
    }

    /** Writes what the socket takes at once. @return the number of bytes */
    long tryWrite(ByteBuffer[] data) throws DownstreamException {
        try {
            channel.configureBlocking(false); // see readNow
            try {
                return channel.write(data);
            } finally {
                blockAgain();
            }
        } catch (IOException broken) {
            throw gone(broken);
        }
    }

    private static DownstreamException timeout() {
        return new DownstreamException(Kind.TIMEOUT, "client timed out (110: Connection timed out)");
    }

    private static DownstreamException gone(IOException broken) {
        return new DownstreamException(Kind.GONE, "client prematurely closed connection", broken);
    }

    /**
     * Looks every half second whether the client is still there, while nobody reads or writes.
     *
     * @param buffer takes bytes that arrive meanwhile: the next request; from limit to capacity it is free
     */
    void watch(ByteBuffer buffer, Runnable onGone) {
        readAhead = buffer;
        gone = onGone;
        watchDeadline.arm(WATCH_MILLIS);
    }

    void unwatch() {
        watchDeadline.disarm();
        // The connection would hold on to its last exchange while it is idle.
        gone = null;
        readAhead = null;
    }

    /** On the ticker's thread: one immediate read. The end of input is an abort, as in nginx. */
    private void look() {
        ByteBuffer buffer = readAhead;
        int limit = buffer.limit();
        if (limit < buffer.capacity()) {
            ByteBuffer space = buffer.duplicate().limit(buffer.capacity()).position(limit);
            int count = readNow(space);
            if (count < 0) {
                gone.run();
                return;
            }
            buffer.limit(limit + count);
        }
        watchDeadline.arm(WATCH_MILLIS);
    }

    /** Tells the client that nothing more will come; reading goes on. */
    void shutdownOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException closedAlready) {
            // Then there is nobody to tell.
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Closes the socket; a thread blocked on it wakes with an exception. The deadlines are given back by {@link #release}. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // The descriptor is gone either way.
        }
    }

    /** By the connection's thread, at its end. */
    void release() {
        close();
        readDeadline.close();
        writeDeadline.close();
        watchDeadline.close();
    }
}
