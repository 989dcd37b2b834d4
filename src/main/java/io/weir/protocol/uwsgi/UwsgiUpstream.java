package io.weir.protocol.uwsgi;

import io.weir.config.LocationConfig.Target;
import io.weir.config.UwsgiSettings;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.protocol.Protocol;
import io.weir.protocol.cgi.CgiHandler;

/** {@code uwsgi_pass} in one location, compiled: makes the protocol object of each run. Immutable. */
public final class UwsgiUpstream extends CgiHandler {

    private final UwsgiSettings settings;

    public UwsgiUpstream(UwsgiSettings settings) {
        super(settings.handler(), settings.params());
        this.settings = settings;
    }

    @Override
    public Protocol newRun(Exchange exchange, Target to, ExchangeLog log) {
        return new UwsgiProtocol(exchange, settings, params(), to, log);
    }

    @Override
    public boolean upgrades() {
        return true;
    }
}
