package io.weir.protocol.fastcgi;

import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.protocol.BodyFilter;
import io.weir.protocol.BrokenBodyException;
import io.weir.protocol.PayloadFront;
import java.nio.ByteBuffer;

/**
 * The output behind the head: the content of records, up to the end of the output or of the request. With {@code
 * fastcgi_keep_conn} the connection goes on, so the end of the request is waited for; without it the peer's closing is an end,
 * too.
 */
final class OutputBody implements BodyFilter {

    private final RecordParser records;
    private final ErrorOutput errors;
    private final long contentLength;
    private final boolean keepConnection;
    private final Exchange exchange;
    private final ExchangeLog log;

    /** Of the declared length; -1 when there is none. */
    private long rest;

    private boolean begun;
    private boolean done;
    private boolean cut;
    private boolean surplus;

    /** @param records where the head has left it */
    OutputBody(
            RecordParser records,
            ErrorOutput errors,
            long contentLength,
            boolean keepConnection,
            Exchange exchange,
            ExchangeLog log) {
        this.records = records;
        this.errors = errors;
        this.contentLength = contentLength;
        this.rest = contentLength;
        this.keepConnection = keepConnection;
        this.exchange = exchange;
        this.log = log;
    }

    @Override
    public int filter(ByteBuffer... received) throws BrokenBodyException {
        begun = true;
        PayloadFront front = new PayloadFront(received);
        for (ByteBuffer buffer : received) {
            ByteBuffer in = buffer.duplicate();
            while (in.hasRemaining() && !done && !cut) {
                part(in, buffer, front);
            }
            surplus |= in.hasRemaining();
        }
        return front.total();
    }

    private void part(ByteBuffer in, ByteBuffer buffer, PayloadFront front) throws BrokenBodyException {
        if (!records.inRecord()) {
            String wrong = records.readHeader(in);
            if (wrong != null) {
                throw new BrokenBodyException(wrong);
            }
            if (records.inRecord()) {
                beginRecord();
            }
        } else if (records.content() > 0) {
            content(in, buffer, front);
        }
        if (records.inRecord() && records.content() == 0 && !done && !cut && records.skipPadding(in)) {
            endRecord();
        }
    }

    private void beginRecord() {
        boolean endsOutput = records.type() == RecordParser.STDOUT && records.content() == 0;
        boolean endsRequest = records.type() == RecordParser.END_REQUEST;
        if (!endsOutput && !endsRequest) {
            return;
        }
        if (rest > 0) {
            log.error(exchange, "upstream prematurely closed FastCGI " + (endsOutput ? "stdout" : "request"));
            cut = true;
        } else if (!keepConnection) {
            done = true;
        }
    }

    private void content(ByteBuffer in, ByteBuffer buffer, PayloadFront front) {
        int count = Math.min(records.content(), in.remaining());
        switch (records.type()) {
            case RecordParser.STDOUT -> {
                output(buffer, in.position(), count, front);
                in.position(in.position() + count);
            }
            case RecordParser.STDERR -> errors.add(in, count);
            default -> in.position(in.position() + count);
        }
        records.consumed(count);
        if (records.content() == 0 && records.type() == RecordParser.STDERR) {
            errors.endRecord();
        }
    }

    private void output(ByteBuffer buffer, int start, int count, PayloadFront front) {
        int payload = rest < 0 ? count : (int) Math.min(count, rest);
        front.keep(buffer, start, payload);
        if (rest >= 0) {
            rest -= payload;
        }
        if (payload < count) {
            log.warn(exchange, "upstream sent more data than specified in \"Content-Length\" header");
            surplus = true;
            done = true;
        }
    }

    private void endRecord() {
        if (records.type() == RecordParser.END_REQUEST) {
            done = true;
        }
    }

    @Override
    public boolean done() {
        return done;
    }

    @Override
    public boolean cut() {
        return cut;
    }

    @Override
    public boolean endsAtClose() {
        return !keepConnection && rest <= 0;
    }

    /** With a connection that goes on, nginx passes on record by record; else it waits for full buffers. */
    @Override
    public long stillToCome() {
        if (!keepConnection) {
            return -1;
        }
        if (!begun) {
            return RecordParser.HEADER;
        }
        if (!records.inRecord()) {
            return 1;
        }
        return records.content() > 0 ? records.content() : records.padding();
    }

    @Override
    public long contentLength() {
        return contentLength;
    }

    @Override
    public boolean clean() {
        return keepConnection && !surplus;
    }
}
