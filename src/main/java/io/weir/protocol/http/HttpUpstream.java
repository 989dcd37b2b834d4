package io.weir.protocol.http;

import io.weir.config.HandlerSettings;
import io.weir.config.LocationConfig.ProxyPass;
import io.weir.config.LocationConfig.Target;
import io.weir.config.ProxySettings;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.protocol.Handler;
import io.weir.protocol.Protocol;

/** {@code proxy_pass} in one location, compiled: makes the protocol object of each run. Immutable. */
public final class HttpUpstream implements Handler {

    private final ProxyPass pass;
    private final ProxySettings settings;
    private final RequestFields fields;

    public HttpUpstream(ProxyPass pass, ProxySettings settings) {
        this.pass = pass;
        this.settings = settings;
        this.fields = new RequestFields(settings);
    }

    @Override
    public HandlerSettings settings() {
        return settings.handler();
    }

    @Override
    public Protocol newRun(Exchange exchange, Target to, ExchangeLog log) {
        return new HttpProtocol(exchange, pass, settings, fields, to, log);
    }

    @Override
    public boolean passesServerAndDate() {
        return true;
    }

    /** HTTP/1.0 peers know no chunks, and a body of the configuration's own takes the place of the client's. */
    @Override
    public boolean mayStream(long length) {
        return settings.setBody() == null && (length >= 0 || !settings.httpVersion10());
    }

    @Override
    public boolean upgrades() {
        return true;
    }
}
