package io.weir.forward;

import io.weir.protocol.BodyFilter;
import io.weir.protocol.BrokenBodyException;
import io.weir.protocol.PayloadFront;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;

/** A protocol's filter with only a range of the payload kept. What lies outside is read all the same, as in nginx. */
final class RangedBody implements BodyFilter {

    private final BodyFilter whole;
    private final ByteRange range;
    private long position;

    RangedBody(BodyFilter whole, ByteRange range) {
        this.whole = whole;
        this.range = range;
    }

    @Override
    public int filter(ByteBuffer... received) throws BrokenBodyException {
        int payload = whole.filter(received);
        long from = Math.clamp(range.start() - position, 0, payload);
        long to = Math.clamp(range.end() - position, from, payload);
        position += payload;
        if (from > 0 && to > from) {
            moveToFront(received, (int) from, (int) (to - from));
        }
        return (int) (to - from);
    }

    private static void moveToFront(ByteBuffer[] buffers, int from, int count) {
        PayloadFront front = new PayloadFront(buffers);
        int skip = from;
        int left = count;
        for (ByteBuffer buffer : buffers) {
            int skipped = Math.min(skip, buffer.remaining());
            skip -= skipped;
            int kept = Math.min(left, buffer.remaining() - skipped);
            front.keep(buffer, buffer.position() + skipped, kept);
            left -= kept;
        }
    }

    @Override
    public boolean done() {
        return whole.done();
    }

    @Override
    public boolean cut() {
        return whole.cut();
    }

    @Override
    public boolean endsAtClose() {
        return whole.endsAtClose();
    }

    @Override
    public long stillToCome() {
        return whole.stillToCome();
    }

    @Override
    public long contentLength() {
        return range.end() - range.start();
    }

    @Override
    public boolean clean() {
        return whole.clean();
    }

    @Override
    public HttpFields trailers() {
        return whole.trailers();
    }
}
