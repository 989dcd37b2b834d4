package io.weir.response;

import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.DownstreamFilter;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;

/** Lets one range of a body through and swallows what is before and behind it: nginx's range body filter for one part. */
final class RangeClip extends DownstreamFilter {

    /** How many bytes are before the range yet, and how many of the range are still to come. */
    private long before;

    private long left;

    RangeClip(Downstream next, BodyPart part) {
        super(next);
        before = part.start();
        left = part.end() - part.start();
    }

    @Override
    public void write(ByteBuffer[] data) throws DownstreamException {
        skipBefore(data);
        ByteBuffer[] window = window(data);
        next().write(window);
        taken(data, window);
    }

    @Override
    public void tryWrite(ByteBuffer[] data) throws DownstreamException {
        skipBefore(data);
        ByteBuffer[] window = window(data);
        next().tryWrite(window);
        taken(data, window);
    }

    @Override
    public void endWith(ByteBuffer[] data, HttpFields trailers) throws DownstreamException {
        skipBefore(data);
        ByteBuffer[] window = window(data);
        next().endWith(window, trailers);
        taken(data, window);
    }

    @Override
    public void endWhole(ByteBuffer body, HttpFields trailers) throws DownstreamException {
        ByteBuffer[] data = {body};
        skipBefore(data);
        int size = (int) Math.min(left, body.remaining());
        next().endWhole(body.limit(body.position() + size), trailers);
    }

    private void skipBefore(ByteBuffer[] data) {
        for (ByteBuffer buffer : data) {
            int skipped = (int) Math.min(before, buffer.remaining());
            buffer.position(buffer.position() + skipped);
            before -= skipped;
        }
    }

    /** The part of the data that belongs to the range, as buffers of their own. */
    private ByteBuffer[] window(ByteBuffer[] data) {
        ByteBuffer[] window = new ByteBuffer[data.length];
        long room = left;
        for (int i = 0; i < data.length; i++) {
            int size = (int) Math.min(room, data[i].remaining());
            window[i] = data[i].duplicate().limit(data[i].position() + size);
            room -= size;
        }
        return window;
    }

    /** Notes what the client has taken; once it has the whole range, the rest is taken too. */
    private void taken(ByteBuffer[] data, ByteBuffer[] window) {
        for (int i = 0; i < data.length; i++) {
            left -= window[i].position() - data[i].position();
            data[i].position(window[i].position());
        }
        if (left == 0) {
            for (ByteBuffer buffer : data) {
                buffer.position(buffer.limit());
            }
        }
    }
}
