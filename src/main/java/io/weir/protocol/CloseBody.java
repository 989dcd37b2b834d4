package io.weir.protocol;

import java.nio.ByteBuffer;

/** A body that lasts until the peer closes: neither length nor chunks were announced (RFC 9112 section 6.3, item 8). */
public final class CloseBody implements BodyFilter {

    @Override
    public int filter(ByteBuffer... received) {
        int count = 0;
        for (ByteBuffer buffer : received) {
            count += buffer.remaining();
        }
        return count;
    }

    @Override
    public boolean done() {
        return false;
    }

    @Override
    public boolean endsAtClose() {
        return true;
    }

    @Override
    public long stillToCome() {
        return -1;
    }

    @Override
    public long contentLength() {
        return -1;
    }

    @Override
    public boolean clean() {
        return false;
    }
}
