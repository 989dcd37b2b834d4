package io.weir.forward;

import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.protocol.BodyFilter;
import java.nio.ByteBuffer;

/** A body that came with its header, or none at all: head and body go out in one write. */
final class WholeRelay implements Relay {

    private final Exchange exchange;
    private final BodyFilter filter;
    private final ByteBuffer body;

    /** @param body the payload, already filtered */
    WholeRelay(Exchange exchange, BodyFilter filter, ByteBuffer body) {
        this.exchange = exchange;
        this.filter = filter;
        this.body = body;
    }

    @Override
    public void readUpstream() {
        // Everything is here.
    }

    @Override
    public boolean connectionReusable() {
        return filter.clean();
    }

    @Override
    public void finish() throws DownstreamException {
        Downstream client = exchange.downstream();
        client.endWith(new ByteBuffer[] {body}, filter.trailers());
        exchange.complete();
    }
}
