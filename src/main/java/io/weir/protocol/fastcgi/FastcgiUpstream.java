package io.weir.protocol.fastcgi;

import io.weir.config.FastcgiSettings;
import io.weir.config.LocationConfig.Target;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.protocol.Protocol;
import io.weir.protocol.cgi.CgiHandler;

/** {@code fastcgi_pass} in one location, compiled: makes the protocol object of each run. Immutable. */
public final class FastcgiUpstream extends CgiHandler {

    private final FastcgiSettings settings;

    public FastcgiUpstream(FastcgiSettings settings) {
        super(settings.handler(), settings.params());
        this.settings = settings;
    }

    @Override
    public Protocol newRun(Exchange exchange, Target to, ExchangeLog log) {
        return new FastcgiProtocol(exchange, settings, params(), log);
    }

    /** The body's records say themselves where it ends. */
    @Override
    public boolean mayStream(long length) {
        return true;
    }
}
