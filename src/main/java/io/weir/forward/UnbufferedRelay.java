package io.weir.forward;

import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import java.nio.ByteBuffer;

/**
 * Buffering off: each read goes to the client at once, and the peer is read only as fast as the client takes (nginx-semantics
 * 3.9). The header buffer is the only one.
 */
final class UnbufferedRelay implements Relay {

    private final Exchange exchange;
    private final Downstream client;
    private final UpstreamBody body;
    private final ResponseBuffer buffer;
    private final ByteBuffer first;

    /** @param first payload that came with the header; may be empty */
    UnbufferedRelay(Exchange exchange, UpstreamBody body, ResponseBuffer buffer, ByteBuffer first) {
        this.exchange = exchange;
        this.client = exchange.downstream();
        this.body = body;
        this.buffer = buffer;
        this.first = first;
    }

    @Override
    public void readUpstream() throws DownstreamException {
        if (first.hasRemaining()) {
            client.write(new ByteBuffer[] {first});
        } else if (body.end() != UpstreamBody.End.BROKEN) {
            client.flush(); // a framing that is broken at once gets no head either, as in nginx
        }
        while (body.end() == UpstreamBody.End.OPEN) {
            buffer.clear();
            int count = body.read(new ByteBuffer[] {buffer.space()}, true);
            if (count > 0) {
                ByteBuffer received = buffer.unparsed();
                int payload = body.filter(received);
                if (payload > 0) {
                    client.write(new ByteBuffer[] {received.limit(received.position() + payload)});
                }
            }
        }
    }

    @Override
    public boolean connectionReusable() {
        return body.reusable();
    }

    @Override
    public void finish() throws DownstreamException {
        if (body.end() != UpstreamBody.End.WHOLE) {
            body.completeIfCut();
            client.abort();
            return;
        }
        client.end(body.trailers());
        exchange.complete();
    }

    @Override
    public void close() {
        // The header buffer is not this class's.
    }
}
