package io.weir.protocol;

import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import java.nio.ByteBuffer;

/** A body of declared length, zero included: everything is payload up to the length, and nothing after it. */
public final class LengthBody implements BodyFilter {

    private final long length;
    private final Exchange exchange;
    private final ExchangeLog log;
    private long remaining;
    private boolean surplus;

    public LengthBody(long length, Exchange exchange, ExchangeLog log) {
        this.length = length;
        this.remaining = length;
        this.exchange = exchange;
        this.log = log;
    }

    @Override
    public int filter(ByteBuffer... received) {
        long count = 0;
        for (ByteBuffer buffer : received) {
            count += buffer.remaining();
        }
        int payload = (int) Math.min(count, remaining);
        remaining -= payload;
        if (count > payload && !surplus) {
            surplus = true;
            log.warn(exchange, "upstream sent more data than specified in \"Content-Length\" header");
        }
        return payload;
    }

    @Override
    public boolean done() {
        return remaining == 0;
    }

    @Override
    public boolean endsAtClose() {
        return false;
    }

    @Override
    public long stillToCome() {
        return remaining;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public boolean clean() {
        return !surplus;
    }
}
