package io.weir.protocol.scgi;

import io.weir.config.LocationConfig.Target;
import io.weir.config.ScgiSettings;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.protocol.Protocol;
import io.weir.protocol.cgi.CgiHandler;

/** {@code scgi_pass} in one location, compiled: makes the protocol object of each run. Immutable. */
public final class ScgiUpstream extends CgiHandler {

    private final ScgiSettings settings;

    public ScgiUpstream(ScgiSettings settings) {
        super(settings.handler(), settings.params());
        this.settings = settings;
    }

    @Override
    public Protocol newRun(Exchange exchange, Target to, ExchangeLog log) {
        return new ScgiProtocol(exchange, settings, params(), log);
    }

    @Override
    public boolean upgrades() {
        return true;
    }
}
