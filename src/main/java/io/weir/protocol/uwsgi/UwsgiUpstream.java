package io.weir.protocol.uwsgi;

import io.weir.config.HandlerSettings;
import io.weir.config.LocationConfig.Target;
import io.weir.config.UwsgiSettings;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.protocol.Handler;
import io.weir.protocol.Protocol;
import io.weir.protocol.cgi.CgiParams;

/** {@code uwsgi_pass} in one location, compiled: makes the protocol object of each run. Immutable. */
public final class UwsgiUpstream implements Handler {

    private final UwsgiSettings settings;
    private final CgiParams params;

    public UwsgiUpstream(UwsgiSettings settings) {
        this.settings = settings;
        this.params = new CgiParams(settings.params(), settings.handler().passRequestHeaders());
    }

    @Override
    public HandlerSettings settings() {
        return settings.handler();
    }

    @Override
    public Protocol newRun(Exchange exchange, Target to, ExchangeLog log) {
        return new UwsgiProtocol(exchange, settings, params, to, log);
    }

    /** A peer has to know from the parameters how long the body is: chunks are always read before. */
    @Override
    public boolean mayStream(long length) {
        return length >= 0;
    }
}
