package io.weir.protocol.fastcgi;

import io.weir.config.FastcgiSettings;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.UpstreamHead;
import io.weir.protocol.BodyFilter;
import io.weir.protocol.HeaderProgress;
import io.weir.protocol.InvalidRequestException;
import io.weir.protocol.NoBody;
import io.weir.protocol.Protocol;
import io.weir.protocol.RequestHead;
import io.weir.protocol.cgi.CgiHeadParser;
import io.weir.protocol.cgi.CgiParams;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One request to a FastCGI peer, in the role of a web server that asks a responder. */
final class FastcgiProtocol implements Protocol {

    private final Exchange exchange;
    private final FastcgiSettings settings;
    private final CgiParams params;
    private final ExchangeLog log;

    private final RecordParser records = new RecordParser();
    private final CgiHeadParser head;
    private final ErrorOutput errors;
    private boolean outputBegan;

    FastcgiProtocol(Exchange exchange, FastcgiSettings settings, CgiParams params, ExchangeLog log) {
        this.exchange = exchange;
        this.settings = settings;
        this.params = params;
        this.log = log;
        this.head = new CgiHeadParser(false, settings.keepConnection());
        this.errors = new ErrorOutput(exchange, log, settings.catchStderr());
    }

    @Override
    public String schema() {
        return "fastcgi://";
    }

    @Override
    public String uri() {
        return "";
    }

    @Override
    public RequestHead createRequest(long bodyLength) throws InvalidRequestException {
        boolean sendBody = settings.handler().passRequestBody();
        boolean noBody = !sendBody || bodyLength == 0;
        byte[] bytes = Records.head(params.of(exchange), settings.keepConnection(), noBody);
        return new RequestHead(bytes, Records.BODY, sendBody);
    }

    @Override
    public void reinit() {
        records.reset();
        head.reset();
        errors.reset();
        outputBegan = false;
    }

    @Override
    public HeaderProgress processHeader(ByteBuffer in) {
        while (in.hasRemaining()) {
            HeaderProgress progress = processPart(in);
            if (progress != null) {
                return progress;
            }
        }
        // However much a peer complains before its response begins, the header buffer is for the header.
        return outputBegan ? HeaderProgress.NeedMore.INSTANCE : HeaderProgress.NeedMore.REWIND;
    }

    /** @return null to go on */
    private @Nullable HeaderProgress processPart(ByteBuffer in) {
        if (!records.inRecord()) {
            String wrong = records.readHeader(in);
            if (wrong != null) {
                return new HeaderProgress.Invalid(wrong);
            }
            return records.inRecord() ? beginRecord() : null;
        }
        if (records.content() == 0) {
            records.skipPadding(in);
            return null;
        }
        return records.type() == RecordParser.STDERR ? errorOutput(in) : output(in);
    }

    private @Nullable HeaderProgress beginRecord() {
        if (records.type() == RecordParser.END_REQUEST) {
            return new HeaderProgress.Invalid("upstream sent unexpected FastCGI record: " + RecordParser.END_REQUEST);
        }
        if (records.type() == RecordParser.STDOUT && records.content() == 0) {
            return new HeaderProgress.Invalid("upstream prematurely closed FastCGI stdout");
        }
        endIfEmpty();
        return null;
    }

    private @Nullable HeaderProgress errorOutput(ByteBuffer in) {
        int count = Math.min(records.content(), in.remaining());
        errors.add(in, count);
        records.consumed(count);
        if (records.content() == 0 && errors.endRecord()) {
            return new HeaderProgress.Invalid("");
        }
        endIfEmpty();
        return null;
    }

    private @Nullable HeaderProgress output(ByteBuffer in) {
        outputBegan = true;
        int end = in.limit();
        int start = in.position();
        in.limit(start + Math.min(records.content(), in.remaining()));
        HeaderProgress progress = head.parse(in);
        in.limit(end);
        records.consumed(in.position() - start);
        endIfEmpty();
        return progress instanceof HeaderProgress.NeedMore ? null : progress;
    }

    /** A record without padding is over with its content: nothing of it is left to consume. */
    private void endIfEmpty() {
        if (records.content() == 0 && records.padding() == 0) {
            records.skipPadding(NOTHING);
        }
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    @Override
    public BodyFilter body(UpstreamHead response) {
        if (exchange.method().equals("HEAD")) {
            return new NoBody();
        }
        boolean bodyless = response.status() == 204 || response.status() == 304;
        long length = bodyless ? 0 : response.contentLength(); // the request has an end all the same, which is read
        return new OutputBody(records, errors, length, settings.keepConnection(), exchange, log);
    }
}
