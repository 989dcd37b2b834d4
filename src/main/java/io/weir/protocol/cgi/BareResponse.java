package io.weir.protocol.cgi;

import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.UpstreamHead;
import io.weir.protocol.BodyFilter;
import io.weir.protocol.CloseBody;
import io.weir.protocol.HeaderProgress;
import io.weir.protocol.LengthBody;
import io.weir.protocol.NoBody;
import io.weir.protocol.Protocol;
import java.nio.ByteBuffer;

/**
 * A protocol whose responses come without any packing, as uwsgi's and SCGI's do: HTTP's or CGI's head, and a body that ends by
 * its declared length, else with the connection.
 */
public abstract class BareResponse implements Protocol {

    private final Exchange exchange;
    private final ExchangeLog log;
    private final CgiHeadParser head = new CgiHeadParser(true, false);

    protected BareResponse(Exchange exchange, ExchangeLog log) {
        this.exchange = exchange;
        this.log = log;
    }

    protected final Exchange exchange() {
        return exchange;
    }

    /** nginx's log names the peer alone: what is asked for is in the parameters. */
    @Override
    public final String uri() {
        return "";
    }

    @Override
    public final void reinit() {
        head.reset();
    }

    @Override
    public final HeaderProgress processHeader(ByteBuffer received) {
        return head.parse(received);
    }

    @Override
    public final BodyFilter body(UpstreamHead response) {
        if (exchange.method().equals("HEAD") || response.status() == 204 || response.status() == 304) {
            return new NoBody();
        }
        return response.contentLength() >= 0
                ? new LengthBody(response.contentLength(), exchange, log)
                : new CloseBody();
    }
}
