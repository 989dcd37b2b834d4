package io.weir.limit;

import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.DownstreamFilter;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;

/** Says when the last bytes of a response go to the client: from then on its request is not counted any more. */
final class CountedSide extends DownstreamFilter {

    private final Runnable leave;

    /** @param leave may be run more than once, on any thread */
    CountedSide(Downstream next, Runnable leave) {
        super(next);
        this.leave = leave;
    }

    @Override
    public void end(HttpFields trailers) throws DownstreamException {
        leave.run();
        next().end(trailers);
    }

    @Override
    public void endWith(ByteBuffer[] data, HttpFields trailers) throws DownstreamException {
        leave.run();
        next().endWith(data, trailers);
    }

    @Override
    public void endWhole(ByteBuffer body, HttpFields trailers) throws DownstreamException {
        leave.run();
        next().endWhole(body, trailers);
    }

    @Override
    public void abort() {
        leave.run();
        next().abort();
    }

    @Override
    public void drop() {
        leave.run();
        next().drop();
    }
}
