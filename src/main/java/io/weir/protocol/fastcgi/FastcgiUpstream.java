package io.weir.protocol.fastcgi;

import io.weir.config.FastcgiSettings;
import io.weir.config.HandlerSettings;
import io.weir.config.LocationConfig.Target;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.protocol.Handler;
import io.weir.protocol.Protocol;
import io.weir.protocol.cgi.CgiParams;

/** {@code fastcgi_pass} in one location, compiled: makes the protocol object of each run. Immutable. */
public final class FastcgiUpstream implements Handler {

    private final FastcgiSettings settings;
    private final CgiParams params;

    public FastcgiUpstream(FastcgiSettings settings) {
        this.settings = settings;
        this.params = new CgiParams(settings.params(), settings.handler().passRequestHeaders());
    }

    @Override
    public HandlerSettings settings() {
        return settings.handler();
    }

    @Override
    public Protocol newRun(Exchange exchange, Target to, ExchangeLog log) {
        return new FastcgiProtocol(exchange, settings, params, log);
    }
}
