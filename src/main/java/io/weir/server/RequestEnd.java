package io.weir.server;

import io.weir.config.ClientSettings;
import io.weir.exchange.DownstreamException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a request when its exchange is over: a thread that still reads its body, and bytes that the client still
 * sends. They are dropped, so that the next request begins where it begins or, when the connection ends, the client gets all of
 * its response. Confined to the connection's thread; everything blocks, within nginx's {@code lingering_*} limits.
 */
final class RequestEnd {

    private static final int PIECE = 16 * 1024;

    private final ClientSocket socket;
    private final RequestReader reader;
    private final ClientRequestBody body;

    RequestEnd(ClientSocket socket, RequestReader reader, ClientRequestBody body) {
        this.socket = socket;
        this.reader = reader;
        this.body = body;
    }

    /** A thread that streamed the body upstream may still wait for more of it, which nobody needs now. */
    void awaitBodyReader(@Nullable Thread bodyReader, ClientSettings settings, boolean keepAlive) {
        if (bodyReader == null) {
            return;
        }
        if (bodyReader.isAlive()) {
            body.timeout(settings.lingeringTimeout());
            socket.boundRead(settings.lingeringTimeout());
            if (!keepAlive) {
                socket.shutdownOutput();
            }
        }
        try {
            bodyReader.join();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * After a whole response.
     *
     * @param keepAlive whether the client was told that the connection goes on
     * @return whether it can: the rest of the body was read
     */
    boolean finish(ClientSettings settings, boolean keepAlive) {
        if (keepAlive && (body.ended() || (!body.continueOwed() && discardBody(settings)))) {
            return true;
        }
        if (mayBeSending(settings)) {
            socket.shutdownOutput();
            linger(settings);
        }
        return false;
    }

    /** After a tunnel that the peer has ended while the client may be sending. @return false: no request comes after it */
    boolean finishUpgraded(ClientSettings settings) {
        if (settings.lingeringClose() != ClientSettings.Lingering.OFF) {
            socket.shutdownOutput();
            linger(settings);
        }
        return false;
    }

    private boolean discardBody(ClientSettings settings) {
        long end = lingeringEnd(settings);
        ByteBuffer dropped = ByteBuffer.allocate(PIECE);
        body.timeout(settings.lingeringTimeout());
        try {
            while (System.nanoTime() < end) {
                if (body.read(dropped.clear()) < 0) {
                    return true;
                }
            }
        } catch (DownstreamException failed) {
            // No more requests on this connection.
        }
        return false;
    }

    /** nginx's lingering_close: closing at once would reset the connection, and the client might lose the response. */
    private boolean mayBeSending(ClientSettings settings) {
        return switch (settings.lingeringClose()) {
            case OFF -> false;
            case ALWAYS -> true;
            case ON ->
                reader.rejection() != null || !body.ended() || reader.input().hasRemaining();
        };
    }

    private void linger(ClientSettings settings) {
        long end = lingeringEnd(settings);
        ByteBuffer dropped = ByteBuffer.allocate(PIECE);
        try {
            while (System.nanoTime() < end && socket.read(dropped.clear(), settings.lingeringTimeout()) >= 0) {
                // dropped
            }
        } catch (DownstreamException over) {
            // That was all.
        }
    }

    private static long lingeringEnd(ClientSettings settings) {
        return System.nanoTime() + settings.lingeringTime() * 1_000_000;
    }
}
