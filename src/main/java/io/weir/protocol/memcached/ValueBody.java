package io.weir.protocol.memcached;

import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.http.HeadWriter;
import io.weir.protocol.BodyFilter;
import java.nio.ByteBuffer;

/** A value, and behind it the line end and {@code END} that show that memcached and nginx agree where it ends. */
final class ValueBody implements BodyFilter {

    private static final byte[] TRAILER = HeadWriter.ascii("\r\nEND\r\n");

    private final long length;
    private final Exchange exchange;
    private final ExchangeLog log;
    private long remaining;
    private int trailerSeen;
    private boolean trailerWrong;

    ValueBody(long length, Exchange exchange, ExchangeLog log) {
        this.length = length;
        this.remaining = length;
        this.exchange = exchange;
        this.log = log;
    }

    @Override
    public int filter(ByteBuffer... received) {
        int payload = 0;
        for (ByteBuffer buffer : received) {
            int part = (int) Math.min(buffer.remaining(), remaining);
            remaining -= part;
            payload += part;
            for (int at = buffer.position() + part; at < buffer.limit() && !trailerWrong; at++) {
                trailerByte(buffer.get(at));
            }
        }
        return payload;
    }

    /** The client has got its value whatever follows it: a wrong trailer only makes the connection unfit. */
    private void trailerByte(byte b) {
        if (trailerSeen < TRAILER.length && b == TRAILER[trailerSeen]) {
            trailerSeen++;
            return;
        }
        trailerWrong = true;
        log.error(exchange, "memcached sent invalid trailer");
    }

    @Override
    public boolean done() {
        return remaining == 0 && (trailerWrong || trailerSeen == TRAILER.length);
    }

    @Override
    public boolean endsAtClose() {
        return false;
    }

    @Override
    public long stillToCome() {
        return remaining + TRAILER.length - trailerSeen;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public boolean clean() {
        return !trailerWrong;
    }
}
