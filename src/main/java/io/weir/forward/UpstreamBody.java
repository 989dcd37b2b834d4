package io.weir.forward;

import io.weir.connect.PeerConnection;
import io.weir.connect.SystemError;
import io.weir.connect.TimedOutException;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.http.FieldNames;
import io.weir.protocol.BodyFilter;
import io.weir.protocol.BrokenBodyException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * The reading side of a response body: one read at a time off the peer, through the protocol's filter, with every way it can
 * end told apart. Confined to the exchange's thread.
 */
final class UpstreamBody {

    /** How the body ended. */
    enum End {
        /** Not yet. */
        OPEN,
        /** Complete. */
        WHOLE,
        /** The peer closed or failed; what came is passed on, then the client is cut off. */
        CUT,
        /** The peer fell silent; nginx loses what it holds back in a partly filled buffer. */
        TIMED_OUT,
        /** The framing is broken; nothing more may reach the client. */
        BROKEN
    }

    private final Exchange exchange;
    private final PeerConnection connection;
    private final BodyFilter filter;
    private final FieldNames hidden;
    private final long readTimeout;
    private final boolean watched;
    private final BooleanSupplier clientGone;
    private final Runnable onClientGone;
    private final ExchangeLog log;
    private End end = End.OPEN;
    private @Nullable RateLimit limit;

    UpstreamBody(
            Exchange exchange,
            PeerConnection connection,
            BodyFilter filter,
            FieldNames hidden,
            long readTimeout,
            boolean watched,
            BooleanSupplier clientGone,
            Runnable onClientGone,
            ExchangeLog log) {
        this.exchange = exchange;
        this.connection = connection;
        this.filter = filter;
        this.hidden = hidden;
        this.readTimeout = readTimeout;
        this.watched = watched;
        this.clientGone = clientGone;
        this.onClientGone = onClientGone;
        this.log = log;
    }

    /** From here on reads keep to this; whoever made it closes it. */
    void limitTo(RateLimit rate) {
        limit = rate;
    }

    BodyFilter filter() {
        return filter;
    }

    End end() {
        return end;
    }

    /** Whether the client's leaving ends the upstream's part. */
    boolean watched() {
        return watched;
    }

    /** Takes the framing off bytes that are already here. @return the payload at their front */
    int filter(ByteBuffer... received) {
        try {
            int payload = filter.filter(received);
            if (filter.done()) {
                end = End.WHOLE;
            } else if (filter.cut()) {
                end = End.CUT;
            }
            return payload;
        } catch (BrokenBodyException broken) {
            log.error(exchange, broken.getMessage());
            end = End.BROKEN;
            return 0;
        }
    }

    /**
     * Blocks for the next bytes.
     *
     * @param clientIdle whether no other thread writes to the client, so that this one watches whether it is still there
     * @return how many were read; 0 when the body has ended, see {@link #end}
     * @throws DownstreamException when the client left meanwhile
     */
    int read(ByteBuffer[] into, boolean clientIdle) throws DownstreamException {
        Downstream client = exchange.downstream();
        if (limit != null) {
            limit.await(into);
        }
        boolean watching = watched && clientIdle;
        if (watching) {
            client.watch(onClientGone);
        }
        try {
            long count = connection.read(into, 0, into.length, readTimeout);
            if (count >= 0) {
                if (limit != null) {
                    limit.read(count);
                }
                return (int) count;
            }
            if (filter.endsAtClose()) {
                end = End.WHOLE;
            } else {
                log.error(exchange, "upstream prematurely closed connection");
                end = End.CUT;
            }
        } catch (TimedOutException silent) {
            log.error(exchange, TimedOutException.TEXT);
            end = End.TIMED_OUT;
        } catch (IOException broken) {
            readFailed(broken);
        } finally {
            if (watching) {
                client.unwatch();
            }
        }
        return 0;
    }

    private void readFailed(IOException broken) throws DownstreamException {
        if (clientGone.getAsBoolean()) {
            throw new DownstreamException(
                    DownstreamException.Kind.GONE,
                    "client prematurely closed connection, so upstream connection is closed too",
                    broken);
        }
        log.error(exchange, SystemError.ofRead(broken));
        end = End.CUT;
    }

    /**
     * nginx logs {@code $request_completion} OK when all that it had to pass on was passed on, even if that was not all there
     * should be.
     */
    void completeIfCut() {
        if (end != End.BROKEN) {
            exchange.complete();
        }
    }

    /** What the client gets after the last chunk: the hide list holds for trailers too (nginx-semantics 6.5). */
    HttpFields trailers() {
        HttpFields all = filter.trailers();
        if (all.size() == 0) {
            return all;
        }
        exchange.upstream().trailers(all);
        HttpFields.Mutable shown = HttpFields.build();
        for (HttpField trailer : all) {
            if (!hidden.contains(trailer)) {
                shown.add(trailer);
            }
        }
        return shown;
    }

    /** Whether the connection may serve another request. */
    boolean reusable() {
        return end == End.WHOLE && filter.clean() && !filter.endsAtClose();
    }
}
