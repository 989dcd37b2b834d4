package io.weir.forward;

import io.weir.config.HandlerSettings.Condition;
import io.weir.connect.PeerConnection;
import io.weir.connect.SystemError;
import io.weir.connect.TimedOutException;
import io.weir.exchange.AttemptRecord;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.UpstreamHead;
import io.weir.log.Phase;
import io.weir.protocol.HeaderProgress;
import io.weir.protocol.Protocol;
import io.weir.time.Turns;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The phase "reading response header from upstream" of one attempt. One per attempt; blocks. */
final class HeadReception {

    private final Exchange exchange;
    private final Destination to;
    private final Protocol protocol;
    private final PeerConnection connection;
    private final RequestSender sender;
    private final AttemptRecord record;
    private final Turns turns;
    private final @Nullable Runnable watch;

    private @Nullable EarlyHints hints;
    private int length;

    /** @param watch what to do when the client leaves while early hints are sent to it; null: nothing */
    HeadReception(
            Exchange exchange,
            Destination to,
            Protocol protocol,
            PeerConnection connection,
            RequestSender sender,
            AttemptRecord record,
            Turns turns,
            @Nullable Runnable watch) {
        this.exchange = exchange;
        this.to = to;
        this.protocol = protocol;
        this.connection = connection;
        this.sender = sender;
        this.record = record;
        this.turns = turns;
        this.watch = watch;
    }

    /** Bytes of the head, early hints included. */
    int length() {
        return length;
    }

    /** Reads until the protocol has the whole head. What arrived behind it stays in the buffer as the first of the body. */
    UpstreamHead receive(ResponseBuffer buffer, ExchangeLog log) throws AttemptFailure, DownstreamException {
        turns.letOthersRun(); // the answer cannot be here yet
        while (true) {
            readInto(buffer);
            switch (process(buffer, log)) {
                case HeaderProgress.Complete complete -> {
                    length = buffer.unparsed().position() + (hints == null ? 0 : hints.length());
                    record.headerReceived(complete.head().status());
                    exchange.upstream().head(complete.head());
                    return complete.head();
                }
                case HeaderProgress.Invalid invalid ->
                    throw new AttemptFailure(Condition.INVALID_HEADER, invalid.message());
                case HeaderProgress.EarlyHints _ -> {
                    if (!buffer.hasSpace()) {
                        throw new AttemptFailure(Condition.INVALID_HEADER, "upstream sent too big header");
                    }
                }
                case HeaderProgress.NeedMore more -> {
                    if (more.rewind()) {
                        buffer.clear();
                    } else if (!buffer.hasSpace()) {
                        throw new AttemptFailure(Condition.INVALID_HEADER, "upstream sent too big header");
                    }
                }
            }
        }
    }

    private HeaderProgress process(ResponseBuffer buffer, ExchangeLog log) throws DownstreamException {
        HeaderProgress progress = protocol.processHeader(buffer.unparsed());
        while (progress instanceof HeaderProgress.EarlyHints early) {
            if (hints == null) {
                int limit = to.settings().buffering().headerSize();
                hints = new EarlyHints(exchange, to.hidden(), limit, record, log);
            }
            hints.pass(early.fields(), buffer, watch);
            progress = protocol.processHeader(buffer.unparsed());
        }
        return progress;
    }

    private void readInto(ResponseBuffer buffer) throws AttemptFailure {
        try {
            int count = connection.read(buffer.space(), sender.readTimeout());
            sender.responseBegun();
            IOException sendFailure = sender.failure();
            if (count < 0 && sendFailure != null) {
                throw new AttemptFailure(Condition.ERROR, SystemError.ofWrite(sendFailure, connection.secured()));
            }
            exchange.phase(Phase.READING_UPSTREAM_HEADER);
            if (count < 0) {
                throw new AttemptFailure(Condition.ERROR, "upstream prematurely closed connection");
            }
        } catch (TimedOutException slow) {
            throw new AttemptFailure(Condition.TIMEOUT, TimedOutException.TEXT);
        } catch (IOException broken) {
            if (sender.responseOverdue()) {
                throw new AttemptFailure(Condition.TIMEOUT, TimedOutException.TEXT);
            }
            exchange.phase(Phase.READING_UPSTREAM_HEADER);
            throw new AttemptFailure(Condition.ERROR, SystemError.ofRead(broken));
        }
    }
}
