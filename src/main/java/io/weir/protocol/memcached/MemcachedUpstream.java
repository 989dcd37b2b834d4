package io.weir.protocol.memcached;

import io.weir.config.HandlerSettings;
import io.weir.config.LocationConfig.Target;
import io.weir.config.MemcachedSettings;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.protocol.Handler;
import io.weir.protocol.Protocol;

/** {@code memcached_pass} in one location: makes the protocol object of each run. Immutable. */
public final class MemcachedUpstream implements Handler {

    private final MemcachedSettings settings;

    public MemcachedUpstream(MemcachedSettings settings) {
        this.settings = settings;
    }

    @Override
    public HandlerSettings settings() {
        return settings.handler();
    }

    @Override
    public Protocol newRun(Exchange exchange, Target to, ExchangeLog log) {
        return new MemcachedProtocol(exchange, settings, log);
    }

    @Override
    public boolean allows(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    @Override
    public boolean takesBody() {
        return false;
    }

    /** A missing value is no response of the peer's: there is nothing that could be passed on. */
    @Override
    public boolean answersNotFound() {
        return true;
    }
}
