package io.weir.forward;

import io.weir.body.HoldBack;
import io.weir.body.RelayBuffer;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Buffering on: the peer is read as fast as it sends, into the ring and the temporary file behind it, while the client takes
 * what it takes (nginx-semantics 3.1–3.7). One thread does both until the client falls behind; then a second one, the
 * {@link Drain}, writes to the client and this one only reads.
 */
final class BufferedRelay implements Relay {

    private final Exchange exchange;
    private final Downstream client;
    private final UpstreamBody body;
    private final RelayBuffer buffer;
    private final HoldBack holdBack;
    private final ByteBuffer first;
    private final boolean firstIsDue;
    private final @Nullable RateLimit limit;
    private final Runnable onClientGone;
    private final ExchangeLog log;
    private @Nullable Drain drain;

    /**
     * @param buffer closed with the relay
     * @param holdBack accounts for the bytes that came with the header already
     * @param first payload that came with the header; copied into the ring
     * @param limit how fast the peer is read; closed with the relay; null: as fast as it sends
     * @param onClientGone cuts the peer, for the drain
     */
    BufferedRelay(
            Exchange exchange,
            UpstreamBody body,
            RelayBuffer buffer,
            HoldBack holdBack,
            ByteBuffer first,
            boolean firstIsDue,
            @Nullable RateLimit limit,
            Runnable onClientGone,
            ExchangeLog log) {
        this.exchange = exchange;
        this.client = exchange.downstream();
        this.body = body;
        this.buffer = buffer;
        this.onClientGone = onClientGone;
        this.log = log;
        this.holdBack = holdBack;
        this.first = first;
        this.firstIsDue = firstIsDue;
        this.limit = limit;
    }

    private void takeFirst() throws IOException {
        buffer.put(first);
        while (first.hasRemaining()) {
            // A header buffer larger than all of the ring: the client has to take some before the rest fits.
            buffer.publish();
            writeAll();
            buffer.put(first);
        }
        if (firstIsDue) {
            buffer.publish();
        }
    }

    @Override
    public void readUpstream() throws DownstreamException {
        try {
            takeFirst();
            while (body.end() == UpstreamBody.End.OPEN) {
                push();
                ByteBuffer[] free = buffer.free();
                if (free.length == 0) {
                    startDrain();
                    continue;
                }
                int count = body.read(free, drain == null);
                int payload = count == 0 ? 0 : body.filter(buffer.raw(count));
                buffer.filled(payload);
                if (count > 0 && holdBack.read(count, body.filter().stillToCome())) {
                    buffer.publish();
                }
            }
        } catch (DownstreamException clientFailed) {
            if (drain != null) {
                drain.rethrowFailure(); // it knows how the client failed
            }
            throw clientFailed;
        } catch (IOException disk) {
            clientOrDisk(disk);
        }
        endBuffer();
    }

    /** Writes what the client takes at once; whatever it does not take calls for a thread of its own. */
    private void push() throws IOException {
        if (drain != null) {
            return;
        }
        ByteBuffer[] readable = buffer.readable();
        if (readable.length == 0) {
            return;
        }
        int before = remaining(readable);
        client.tryWrite(readable);
        int left = remaining(readable);
        buffer.consumed(before - left);
        if (left > 0) {
            startDrain();
        }
    }

    private void startDrain() {
        buffer.handOver();
        drain = Drain.start(client, buffer, onClientGone, body.watched());
    }

    private void endBuffer() {
        switch (body.end()) {
            case WHOLE -> buffer.finish();
            case CUT -> {
                buffer.publish();
                buffer.fail(new IOException("upstream cut the body"));
            }
            case OPEN, TIMED_OUT, BROKEN -> buffer.fail(new IOException("upstream " + body.end()));
        }
    }

    /** The buffer fails when its writer gave up (the client) or when the disk did. */
    private void clientOrDisk(IOException failure) throws DownstreamException {
        if (drain != null) {
            drain.rethrowFailure();
        }
        log.crit(exchange, "the response cannot be buffered to a temporary file: " + failure.getMessage());
        buffer.fail(failure);
    }

    @Override
    public boolean connectionReusable() {
        return body.reusable();
    }

    @Override
    public void finish() throws DownstreamException {
        if (body.end() == UpstreamBody.End.BROKEN) {
            client.abort(); // first, so that a drain in the middle of a write ends
            if (drain != null) {
                drain.awaitEnd();
            }
            return;
        }
        if (drain != null) {
            drain.join();
        }
        if (body.end() == UpstreamBody.End.WHOLE) {
            endClient();
            exchange.complete();
            return;
        }
        if (drain == null) {
            writeRest();
        }
        client.flush(); // the head alone, when a silent peer left nothing else
        body.completeIfCut();
        client.abort();
    }

    @Override
    public void close() {
        if (limit != null) {
            limit.close();
        }
        buffer.close();
    }

    private void endClient() throws DownstreamException {
        if (drain != null) {
            client.end(body.trailers());
            return;
        }
        try {
            ByteBuffer[] last = buffer.readable();
            client.endWith(last, body.trailers());
        } catch (DownstreamException clientFailed) {
            throw clientFailed;
        } catch (IOException disk) {
            clientOrDisk(disk);
        }
    }

    private void writeRest() throws DownstreamException {
        try {
            writeAll();
        } catch (DownstreamException clientFailed) {
            throw clientFailed;
        } catch (IOException disk) {
            clientOrDisk(disk);
        }
    }

    /** Single-threaded mode: blocks until the client has taken everything published. */
    private void writeAll() throws IOException {
        for (ByteBuffer[] readable = buffer.readable(); readable.length > 0; readable = buffer.readable()) {
            int count = remaining(readable);
            client.write(readable);
            buffer.consumed(count);
        }
    }

    static int remaining(ByteBuffer[] buffers) {
        int count = 0;
        for (ByteBuffer buffer : buffers) {
            count += buffer.remaining();
        }
        return count;
    }
}
