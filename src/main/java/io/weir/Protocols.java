package io.weir;

import io.weir.config.LocationConfig;
import io.weir.config.LocationConfig.FastcgiPass;
import io.weir.config.LocationConfig.MemcachedPass;
import io.weir.config.LocationConfig.NoContent;
import io.weir.config.LocationConfig.ProxyPass;
import io.weir.config.LocationConfig.ScgiPass;
import io.weir.config.LocationConfig.UwsgiPass;
import io.weir.protocol.Handler;
import io.weir.protocol.fastcgi.FastcgiUpstream;
import io.weir.protocol.http.HttpUpstream;
import io.weir.protocol.memcached.MemcachedUpstream;
import io.weir.protocol.scgi.ScgiUpstream;
import io.weir.protocol.uwsgi.UwsgiUpstream;

/** Which protocol each {@code *_pass} speaks: the one place that knows them all. */
final class Protocols {

    private Protocols() {}

    /** The handler of a location that passes its requests to peers. */
    static Handler handler(LocationConfig location) {
        return switch (location.content()) {
            case ProxyPass pass -> new HttpUpstream(pass, location.proxy());
            case FastcgiPass _ -> new FastcgiUpstream(location.fastcgi());
            case MemcachedPass _ -> new MemcachedUpstream(location.memcached());
            case UwsgiPass _ -> new UwsgiUpstream(location.uwsgi());
            case ScgiPass _ -> new ScgiUpstream(location.scgi());
            case NoContent _ ->
                throw new IllegalArgumentException(location.match().text() + " passes nothing");
        };
    }
}
