package io.weir.protocol.http;

import io.weir.body.ChunkDecoder;
import io.weir.body.ChunkedException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.protocol.BodyFilter;
import io.weir.protocol.BrokenBodyException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;

/** A body in chunks (RFC 9112 section 7.1). The client never sees the peer's chunks: it gets its own framing. */
final class ChunkedBody implements BodyFilter {

    private final ChunkDecoder decoder;
    private final Exchange exchange;
    private final ExchangeLog log;

    /** @param trailerLimit bytes of trailers to collect; 0 skips them */
    ChunkedBody(int trailerLimit, Exchange exchange, ExchangeLog log) {
        this.exchange = exchange;
        this.log = log;
        decoder = trailerLimit == 0 ? ChunkDecoder.skippingTrailers() : ChunkDecoder.collectingTrailers(trailerLimit);
    }

    @Override
    public int filter(ByteBuffer... received) throws BrokenBodyException {
        try {
            int payload = decoder.decode(received);
            if (decoder.done() && !clean()) {
                log.warn(exchange, "upstream sent data after final chunk");
            }
            return payload;
        } catch (ChunkedException broken) {
            throw new BrokenBodyException(broken.getMessage());
        }
    }

    @Override
    public boolean done() {
        return decoder.done();
    }

    @Override
    public boolean endsAtClose() {
        return false;
    }

    @Override
    public long stillToCome() {
        return decoder.stillToCome();
    }

    @Override
    public long contentLength() {
        return -1;
    }

    @Override
    public boolean clean() {
        return decoder.surplus() == 0;
    }

    @Override
    public HttpFields trailers() {
        HttpFields.Mutable fields = HttpFields.build();
        for (ChunkDecoder.Trailer trailer : decoder.trailers()) {
            fields.add(trailer.name(), trailer.value());
        }
        return fields;
    }
}
