package io.weir.protocol.http;

import io.weir.config.LocationConfig.Target;
import io.weir.config.ProxySettings;
import io.weir.exchange.Exchange;
import io.weir.protocol.Protocol;
import org.jspecify.annotations.Nullable;

/** {@code proxy_pass} in one location, compiled: makes the protocol object of each run. Immutable. */
public final class HttpUpstream {

    private final ProxySettings settings;
    private final RequestFields fields;
    private final boolean computed;
    private final @Nullable String locationName;

    /**
     * @param computed whether the value of {@code proxy_pass} has variables
     * @param locationName what a URI part replaces, or null
     */
    public HttpUpstream(ProxySettings settings, boolean computed, @Nullable String locationName) {
        this.settings = settings;
        this.fields = new RequestFields(settings);
        this.computed = computed;
        this.locationName = locationName;
    }

    /** @param to where this run goes */
    public Protocol newRun(Exchange exchange, Target to) {
        return new HttpProtocol(exchange, settings, fields, to, computed, locationName);
    }
}
