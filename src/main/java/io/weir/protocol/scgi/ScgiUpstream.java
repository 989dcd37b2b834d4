package io.weir.protocol.scgi;

import io.weir.config.HandlerSettings;
import io.weir.config.LocationConfig.Target;
import io.weir.config.ScgiSettings;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.protocol.Handler;
import io.weir.protocol.Protocol;
import io.weir.protocol.cgi.CgiParams;

/** {@code scgi_pass} in one location, compiled: makes the protocol object of each run. Immutable. */
public final class ScgiUpstream implements Handler {

    private final ScgiSettings settings;
    private final CgiParams params;

    public ScgiUpstream(ScgiSettings settings) {
        this.settings = settings;
        this.params = new CgiParams(settings.params(), settings.handler().passRequestHeaders());
    }

    @Override
    public HandlerSettings settings() {
        return settings.handler();
    }

    @Override
    public Protocol newRun(Exchange exchange, Target to, ExchangeLog log) {
        return new ScgiProtocol(exchange, settings, params, log);
    }

    /** A peer has to know from the parameters how long the body is: chunks are always read before. */
    @Override
    public boolean mayStream(long length) {
        return length >= 0;
    }
}
