package io.weir.response;

import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.DownstreamFilter;
import java.nio.ByteBuffer;

/** A client whose request body is refused: nobody behind this sees it (nginx's {@code discard_body}). */
public final class NoBody extends DownstreamFilter {

    public NoBody(Downstream next) {
        super(next);
    }

    @Override
    public long bodyLength() {
        return 0;
    }

    @Override
    public boolean dropBody() {
        return true;
    }

    @Override
    public boolean bodyInvalid() {
        return false;
    }

    @Override
    public boolean bodyArrived() {
        return true;
    }

    @Override
    public int readBody(ByteBuffer into) throws DownstreamException {
        return -1;
    }
}
