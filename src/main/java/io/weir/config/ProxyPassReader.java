package io.weir.config;

import io.weir.config.LocationConfig.Match;
import io.weir.config.LocationConfig.ProxyPass;
import io.weir.config.LocationConfig.Target;
import org.jspecify.annotations.Nullable;

/** {@code proxy_pass}, as {@code ngx_http_proxy_pass} reads it. */
final class ProxyPassReader {

    private static final String URI_PART_FORBIDDEN = "\"proxy_pass\" cannot have URI part in location given by regular"
            + " expression, or inside named location, or inside \"if\" statement, or inside \"limit_except\" block";

    private final Reading reading;
    private final Upstreams upstreams;

    ProxyPassReader(Reading reading, Upstreams upstreams) {
        this.reading = reading;
        this.upstreams = upstreams;
    }

    /** The level's own {@code proxy_pass}, which is not inherited; null when absent or after a mistake. */
    @Nullable
    ProxyPass read(Level location, Match match) {
        Setting setting = location.own("proxy_pass");
        String text = setting == null ? null : location.text(setting);
        if (setting == null || text == null) {
            return null;
        }
        Place place = setting.value().place();
        if (text.indexOf('$') >= 0) {
            return new ProxyPass(text, null, reading.template(place, text), null);
        }
        try {
            Target target = target(place, text);
            return target == null ? null : new ProxyPass(text, target, null, locationName(match, target));
        } catch (BadValue e) {
            reading.mistake(place, e.getMessage());
            return null;
        }
    }

    private @Nullable Target target(Place place, String text) throws BadValue {
        boolean https = text.regionMatches(true, 0, "https://", 0, 8);
        if (!https && !text.regionMatches(true, 0, "http://", 0, 7)) {
            throw new BadValue("invalid URL prefix in \"" + text + "\": it must be http:// or https://");
        }
        String rest = text.substring(https ? 8 : 7);
        int defaultPort = https ? 443 : 80;
        Endpoint endpoint;
        try {
            endpoint = Endpoint.withUri(rest, defaultPort);
        } catch (BadValue e) {
            throw new BadValue(e.getMessage() + " in upstream \"" + rest + "\"");
        }
        String upstream = upstreams.keyFor(place, endpoint);
        if (upstream == null) {
            return null;
        }
        boolean unix = endpoint.unixPath() != null;
        String host = unix ? "localhost" : ByteStrings.of(endpoint.host());
        boolean portShown = endpoint.portText() != null && endpoint.port() != defaultPort;
        return new Target(
                https,
                host,
                endpoint.portText() == null ? 0 : endpoint.port(),
                endpoint.unixPath(),
                portShown ? host + ":" + endpoint.portText() : host,
                uri(endpoint.uri()),
                upstream);
    }

    private static @Nullable String uri(@Nullable String uri) {
        if (uri == null || uri.isEmpty()) {
            return null;
        }
        return ByteStrings.of(uri.startsWith("?") ? "/" + uri : uri);
    }

    /** What the URI part replaces. */
    private static @Nullable String locationName(Match match, Target target) throws BadValue {
        if (target.uri() == null) {
            return null;
        }
        return switch (match) {
            case Match.Exact(var _, String path) -> path;
            case Match.Prefix(var _, String path, var _) -> path;
            case Match.Regex _, Match.Named _, Match.Unnamed _ -> throw new BadValue(URI_PART_FORBIDDEN);
        };
    }
}
