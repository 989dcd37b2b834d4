package io.weir.protocol.cgi;

import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.UpstreamHead;
import io.weir.protocol.BodyFilter;
import io.weir.protocol.CloseBody;
import io.weir.protocol.LengthBody;
import io.weir.protocol.NoBody;

/** How a response ends that has no framing of its own: by its declared length, else with the connection. */
public final class CgiBodies {

    private CgiBodies() {}

    public static BodyFilter of(UpstreamHead head, Exchange exchange, ExchangeLog log) {
        if (exchange.method().equals("HEAD") || head.status() == 204 || head.status() == 304) {
            return new NoBody();
        }
        return head.contentLength() >= 0 ? new LengthBody(head.contentLength(), exchange, log) : new CloseBody();
    }
}
