package io.weir.forward;

import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import java.nio.ByteBuffer;

/** A body that came with its header, or none at all: head and body go out in one write. */
final class WholeRelay implements Relay {

    private final Exchange exchange;
    private final UpstreamBody body;
    private final ByteBuffer payload;

    WholeRelay(Exchange exchange, UpstreamBody body, ByteBuffer payload) {
        this.exchange = exchange;
        this.body = body;
        this.payload = payload;
    }

    @Override
    public void readUpstream() {
        // Everything is here.
    }

    @Override
    public boolean connectionReusable() {
        return body.reusable();
    }

    @Override
    public void finish() throws DownstreamException {
        Downstream client = exchange.downstream();
        client.endWhole(payload, body.trailers());
        exchange.complete();
    }

    @Override
    public void close() {
        // The payload lies in the header buffer, which is not this class's.
    }
}
