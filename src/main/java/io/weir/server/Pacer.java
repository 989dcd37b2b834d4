package io.weir.server;

import io.weir.exchange.DownstreamException;
import io.weir.exchange.DownstreamException.Kind;
import java.nio.ByteBuffer;

/**
 * {@code limit_rate}: one response goes to its client no faster than so ({@code ngx_http_write_filter}). Made only for responses
 * that have a limit. While it waits, no time-out runs and nothing is written, so that a buffered response is read on meanwhile.
 */
final class Pacer {

    /** A wait is not longer at once than this, lest a connection that was cut waits on for nothing. */
    private static final long LONGEST_WAIT = 500;

    private final ClientSocket socket;
    private final long bytesPerSecond;
    private final long after;
    private final long startNanos;
    private long sent;
    private long pausedUntil;

    /**
     * @param after bytes that go at full speed: {@code limit_rate_after}
     * @param startNanos of the request: what it might have got in the time until now it gets at once, as in nginx
     * @param sent bytes of this response that have been sent already
     */
    Pacer(ClientSocket socket, long bytesPerSecond, long after, long startNanos, long sent) {
        this.socket = socket;
        this.bytesPerSecond = bytesPerSecond;
        this.after = after;
        this.startNanos = startNanos;
        this.sent = sent;
        this.pausedUntil = startNanos;
    }

    /** Writes everything; blocks for the client and for the rate. @return the number of bytes */
    long write(ByteBuffer[] data, long timeout) throws DownstreamException {
        long count = 0;
        while (ResponseWriter.remaining(data) > 0) {
            long now = System.nanoTime();
            long wait = waitMillis(now);
            if (wait > 0) {
                await(wait);
            } else {
                ByteBuffer[] piece = ResponseWriter.cap(data, allowed(now));
                long written = socket.write(piece, timeout);
                advance(data, piece);
                account(written);
                count += written;
            }
        }
        return count;
    }

    /** Writes what may go now and what the socket takes at once. @return the number of bytes */
    long tryWrite(ByteBuffer[] data) throws DownstreamException {
        long now = System.nanoTime();
        if (waitMillis(now) > 0) {
            return 0;
        }
        ByteBuffer[] piece = ResponseWriter.cap(data, allowed(now));
        long written = socket.tryWrite(piece);
        advance(data, piece);
        account(written);
        return written;
    }

    /** Milliseconds until something may be sent. */
    long waitMillis(long nowNanos) {
        long pause = (pausedUntil - nowNanos + 999_999) / 1_000_000;
        long allowed = allowed(nowNanos);
        return Math.max(pause, allowed > 0 ? 0 : -allowed * 1000 / bytesPerSecond + 1);
    }

    /** Bytes that may go now: whole seconds count, the one that has begun included. */
    long allowed(long nowNanos) {
        long seconds = (nowNanos - startNanos) / 1_000_000_000;
        return bytesPerSecond * (seconds + 1) - (sent - after);
    }

    /** What went out takes its time before anything more does; what goes at full speed takes none. */
    void account(long written) {
        long limited = Math.max(0, sent + written - after) - Math.max(0, sent - after);
        sent += written;
        pausedUntil = System.nanoTime() + limited * 1000 / bytesPerSecond * 1_000_000;
    }

    private void await(long millis) throws DownstreamException {
        socket.pause(Math.min(millis, LONGEST_WAIT));
        if (!socket.isOpen() || Thread.currentThread().isInterrupted()) {
            throw new DownstreamException(Kind.GONE, "client prematurely closed connection");
        }
    }

    private static void advance(ByteBuffer[] data, ByteBuffer[] piece) {
        for (int i = 0; i < data.length; i++) {
            data[i].position(piece[i].position());
        }
    }
}
