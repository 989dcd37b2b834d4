package io.weir.forward;

import io.weir.connect.PeerConnection;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The second thread of a {@link Tunnel}: carries what the client sends to the peer. When the client has ended, and the peer has
 * got everything of it, the tunnel is over, whatever the peer would still say: nginx knows no half-closed tunnels.
 */
final class Uplink implements Runnable {

    private final Downstream client;
    private final PeerConnection connection;
    private final LeasedSlabs slabs;
    private final int size;
    private final long sendTimeout;
    private final IdleTimer idle;
    private @Nullable Thread thread;

    private volatile boolean over;
    private volatile boolean reading;
    private volatile boolean clientEnded;
    private volatile @Nullable DownstreamException clientFailure;
    private volatile @Nullable IOException failure;

    /**
     * @param size of the one buffer of this direction
     * @param sendTimeout milliseconds that the peer may take nothing
     */
    Uplink(
            Downstream client,
            PeerConnection connection,
            LeasedSlabs slabs,
            int size,
            long sendTimeout,
            IdleTimer idle) {
        this.client = client;
        this.connection = connection;
        this.slabs = slabs;
        this.size = size;
        this.sendTimeout = sendTimeout;
        this.idle = idle;
    }

    void start() {
        thread = Thread.ofVirtual()
                .name(Thread.currentThread().getName() + " tunnel")
                .start(this);
    }

    @Override
    public void run() {
        ByteBuffer piece = slabs.acquire(size);
        try {
            while (read(piece.clear().limit(size))) {
                connection.write(new ByteBuffer[] {piece.flip()}, 0, 1, sendTimeout);
                idle.moved();
            }
        } catch (DownstreamException clientFailed) {
            if (!over) {
                clientFailure = clientFailed;
                endBoth();
            }
        } catch (IOException peerFailed) {
            // What the peer has sent before it failed is still there to be read: the other thread sees the end of it.
            failure = peerFailed;
        } finally {
            slabs.release(piece);
        }
    }

    /** @return false when the tunnel is over */
    private boolean read(ByteBuffer piece) throws DownstreamException {
        reading = true;
        if (over) {
            return false;
        }
        int count = client.readUpgraded(piece);
        reading = false;
        if (count < 0) {
            endBoth();
            return false;
        }
        idle.moved();
        return true;
    }

    private void endBoth() {
        clientEnded = true;
        connection.abort();
        client.abort();
    }

    /** Whether the tunnel ended with the client, so that errors of the other direction are only its echo. */
    boolean clientEnded() {
        return clientEnded;
    }

    /** How the client failed, unless it ended orderly. */
    @Nullable
    DownstreamException clientFailure() {
        return clientFailure;
    }

    /** What a write to the peer failed with. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /**
     * The other direction has ended: ends this one, and blocks until its thread has. A client that this thread just waits for
     * has nothing unread here, so that its connection can be closed at once; any other may still be sending, and loses what it
     * was sent when it is not closed with patience.
     */
    void stop() {
        over = true;
        connection.abort();
        if (reading) {
            client.abort();
        }
        try {
            thread.join();
        } catch (InterruptedException stopping) {
            client.abort();
            Thread.currentThread().interrupt();
        }
    }
}
