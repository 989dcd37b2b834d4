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
    private final boolean watches;
    private @Nullable Thread thread;
    /** Written before the buffer is abandoned or the thread ends, read after. */
    private volatile @Nullable IOException failure;

    private Drain(Downstream client, RelayBuffer buffer, Runnable onFailure, boolean watches) {
        this.client = client;
        this.buffer = buffer;
        this.onFailure = onFailure;
        this.watches = watches;
    }

    /**
     * @param onFailure run when the client failed: the reader may be waiting for a silent peer, and nobody needs it any more
     * @param watches whether the client's leaving is looked for, too, while it has taken everything
     */
    static Drain start(Downstream client, RelayBuffer buffer, Runnable onFailure, boolean watches) {
        Drain drain = new Drain(client, buffer, onFailure, watches);
        drain.thread = Thread.ofVirtual()
                .name(Thread.currentThread().getName() + " drain")
                .start(drain);
        return drain;
    }

    @Override
    public void run() {
        try {
            while (await()) {
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

    /** Nobody else looks for the client while the reader waits for its peer. */
    private boolean await() throws IOException {
        if (!watches) {
            return buffer.await();
        }
        client.watch(onFailure);
        try {
            return buffer.await();
        } finally {
            client.unwatch();
        }
    }

    /** Blocks until everything is with the client. */
    void join() throws DownstreamException {
        awaitEnd();
        rethrowFailure();
    }

    /** Blocks until the thread has ended, whatever became of the client. */
    void awaitEnd() throws DownstreamException {
        try {
            thread.join();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new DownstreamException(DownstreamException.Kind.GONE, "the server is stopping", stopping);
        }
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
