package io.weir.protocol.http;

import io.weir.protocol.BodyFilter;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;

/** A body of declared length, zero included: everything is payload up to the length, and nothing after it. */
final class LengthBody implements BodyFilter {

    private final long length;
    private long remaining;
    private boolean surplus;

    LengthBody(long length) {
        this.length = length;
        this.remaining = length;
    }

    @Override
    public int filter(ByteBuffer... received) {
        long count = 0;
        for (ByteBuffer buffer : received) {
            count += buffer.remaining();
        }
        int payload = (int) Math.min(count, remaining);
        remaining -= payload;
        surplus |= count > payload;
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

    @Override
    public String warning() {
        return surplus ? "upstream sent more data than specified in \"Content-Length\" header" : "";
    }

    @Override
    public HttpFields trailers() {
        return HttpFields.EMPTY;
    }
}
