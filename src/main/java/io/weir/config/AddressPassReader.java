package io.weir.config;

import io.weir.config.LocationConfig.FastcgiPass;
import io.weir.config.LocationConfig.MemcachedPass;
import io.weir.config.LocationConfig.Pass;
import io.weir.config.LocationConfig.ScgiPass;
import io.weir.config.LocationConfig.Target;
import io.weir.config.LocationConfig.UwsgiPass;
import io.weir.variable.Template;
import org.jspecify.annotations.Nullable;

/** The {@code *_pass} directives whose value is an address or a group, as {@code ngx_http_fastcgi_pass} and its kin read it. */
final class AddressPassReader {

    private interface Kind {
        Pass pass(String text, @Nullable Target target, @Nullable Template template);
    }

    private final Reading reading;
    private final Upstreams upstreams;

    AddressPassReader(Reading reading, Upstreams upstreams) {
        this.reading = reading;
        this.upstreams = upstreams;
    }

    /** The level's own pass of a module, which is not inherited and takes no variables for memcached; null when absent or after a mistake. */
    @Nullable
    Pass read(Level location, HandlerModule module) {
        return switch (module) {
            case PROXY -> null;
            case FASTCGI -> read(location, module, FastcgiPass::new);
            case UWSGI -> read(location, module, UwsgiPass::new);
            case SCGI -> read(location, module, ScgiPass::new);
            case MEMCACHED -> read(location, module, MemcachedPass::new);
        };
    }

    private @Nullable Pass read(Level location, HandlerModule module, Kind kind) {
        Setting setting = location.own(module.key("pass"));
        String text = setting == null ? null : location.text(setting);
        if (setting == null || text == null) {
            return null;
        }
        Place place = setting.value().place();
        if (text.indexOf('$') >= 0 && module != HandlerModule.MEMCACHED) {
            return kind.pass(text, null, reading.template(place, text));
        }
        try {
            Target target = target(place, module, text);
            return target == null ? null : kind.pass(text, target, null);
        } catch (BadValue e) {
            reading.mistake(place, e.getMessage());
            return null;
        }
    }

    private @Nullable Target target(Place place, HandlerModule module, String text) throws BadValue {
        boolean tls = module == HandlerModule.UWSGI && PassUrl.isSecureUwsgi(text);
        String address = PassUrl.withoutScheme(module == HandlerModule.UWSGI, text);
        Endpoint endpoint;
        try {
            endpoint = Endpoint.address(address, 0);
        } catch (BadValue e) {
            throw new BadValue(e.getMessage() + " in upstream \"" + address + "\"");
        }
        if (endpoint.unixPath() == null && endpoint.portText() == null && !upstreams.isGroup(endpoint.host())) {
            throw new BadValue("no port in upstream \"" + endpoint.host() + "\"");
        }
        String upstream = upstreams.keyFor(place, endpoint);
        return upstream == null ? null : PassUrl.address(tls, endpoint, upstream);
    }
}
