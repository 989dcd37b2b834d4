package io.weir.forward;

import io.weir.config.HandlerSettings;
import io.weir.connect.PeerConnection;
import io.weir.connect.SystemError;
import io.weir.connect.TimedOutException;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.log.Phase;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;

/**
 * Both connections after a 101: bytes go both ways, as they come, until either side ends (nginx-semantics 3.9). The exchange's
 * thread carries what the peer sends, the {@link Uplink} what the client sends.
 */
final class Tunnel implements Relay {

    private final Exchange exchange;
    private final Downstream client;
    private final PeerConnection connection;
    private final ResponseBuffer buffer;
    private final ExchangeLog log;
    private final IdleTimer idle;
    private final Uplink uplink;

    /** @param buffer what came behind the head of the 101 is in it; then the one buffer of the peer's direction */
    Tunnel(
            Exchange exchange,
            PeerConnection connection,
            ResponseBuffer buffer,
            HandlerSettings settings,
            Resources resources) {
        this.exchange = exchange;
        this.client = exchange.downstream();
        this.connection = connection;
        this.buffer = buffer;
        this.log = resources.log();
        this.idle = new IdleTimer(settings.readTimeout(), resources.ticker(), connection::abort);
        this.uplink = new Uplink(
                client,
                connection,
                new LeasedSlabs(resources.buffers()),
                settings.buffering().headerSize(),
                settings.sendTimeout(),
                idle);
    }

    @Override
    public void readUpstream() throws DownstreamException {
        exchange.phase(Phase.PROXYING_UPGRADED_CONNECTION);
        client.upgrade();
        client.flush();
        uplink.start();
        try {
            relay();
        } catch (DownstreamException clientFailed) {
            if (!uplink.clientEnded()) {
                throw clientFailed;
            }
        } finally {
            uplink.stop();
        }
        if (uplink.clientFailure() != null) {
            log.info(exchange, uplink.clientFailure().getMessage());
        }
    }

    private void relay() throws DownstreamException {
        do {
            if (buffer.unparsed().hasRemaining()) {
                client.write(new ByteBuffer[] {buffer.unparsed()});
                idle.moved();
            }
            buffer.clear();
        } while (receive());
    }

    /** @return false at the end of what the peer sends */
    private boolean receive() {
        idle.peerAwaited(true);
        try {
            return connection.read(buffer.space(), Long.MAX_VALUE) >= 0;
        } catch (IOException broken) {
            if (!uplink.clientEnded()) {
                log.error(exchange, why(broken));
            }
            return false;
        } finally {
            idle.peerAwaited(false);
        }
    }

    /** The system tells the reason for a broken connection only once: perhaps the other thread has been told. */
    private String why(IOException broken) {
        if (idle.expired() || broken instanceof TimedOutException) {
            return TimedOutException.TEXT;
        }
        IOException sending = uplink.failure();
        return sending == null ? SystemError.ofRead(broken) : "send() failed (" + SystemError.of(sending) + ")";
    }

    @Override
    public boolean connectionReusable() {
        return false;
    }

    @Override
    public void finish() throws DownstreamException {
        client.end(HttpFields.EMPTY);
        exchange.complete();
    }

    @Override
    public void close() {
        idle.close();
    }
}
