package io.weir.protocol;

import java.nio.ByteBuffer;

/** A response without a body, after whose head the peer may have more to say that nobody reads: the connection is not kept. */
public final class NoBody implements BodyFilter {

    @Override
    public int filter(ByteBuffer... received) {
        return 0;
    }

    @Override
    public boolean done() {
        return true;
    }

    @Override
    public boolean endsAtClose() {
        return false;
    }

    @Override
    public long stillToCome() {
        return 0;
    }

    @Override
    public long contentLength() {
        return 0;
    }

    @Override
    public boolean clean() {
        return false;
    }
}
