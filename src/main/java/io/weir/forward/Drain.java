package io.weir.forward;

import io.weir.body.RelayBuffer;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The second thread of a response whose client is slower than its peer: writes to the client what the buffer holds, until the
 * body ends or the client fails.
 */
final class Drain implements Runnable {

    private final Downstream client;
    private final RelayBuffer buffer;
    private final Runnable onFailure;
    private @Nullable Thread thread;
    /** Written before the buffer is abandoned or the thread ends, read after. */
    private volatile @Nullable IOException failure;

    private Drain(Downstream client, RelayBuffer buffer, Runnable onFailure) {
        this.client = client;
        this.buffer = buffer;
        this.onFailure = onFailure;
    }

    /** @param onFailure run when the client failed: the reader may be waiting for a silent peer, and nobody needs it any more */
    static Drain start(Downstream client, RelayBuffer buffer, Runnable onFailure) {
        Drain drain = new Drain(client, buffer, onFailure);
        drain.thread = Thread.ofVirtual()
                .name(Thread.currentThread().getName() + " drain")
                .start(drain);
        return drain;
    }

    @Override
    public void run() {
        try {
            while (buffer.await()) {
                ByteBuffer[] readable = buffer.readable();
                int count = BufferedRelay.remaining(readable);
                client.write(readable);
                buffer.consumed(count);
            }
        } catch (IOException failed) {
            failure = failed;
            buffer.abandon(failed);
            onFailure.run();
        }
    }

    /** Blocks until everything is with the client. */
    void join() throws DownstreamException {
        try {
            thread.join();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new DownstreamException(DownstreamException.Kind.GONE, "the server is stopping", stopping);
        }
        rethrowFailure();
    }

    void rethrowFailure() throws DownstreamException {
        IOException failed = failure;
        if (failed instanceof DownstreamException client) {
            throw client;
        }
        if (failed != null) {
            throw new DownstreamException(DownstreamException.Kind.GONE, failed.getMessage(), failed);
        }
    }
}
