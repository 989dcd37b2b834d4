package io.weir.protocol.http;

import io.weir.config.LocationConfig.Target;
import io.weir.exchange.Exchange;
import io.weir.protocol.InvalidRequestException;
import io.weir.route.RequestTarget;
import io.weir.route.UriEscape;
import org.jspecify.annotations.Nullable;

/** Which URI is sent upstream (nginx-semantics 6.1). */
final class ProxyUri {

    private ProxyUri() {}

    /**
     * @param to the parsed {@code proxy_pass} value
     * @param computed whether that value had variables: then its URI part is taken as it is
     * @param locationName what the URI part replaces; null when it replaces nothing
     */
    static String of(Exchange exchange, Target to, boolean computed, @Nullable String locationName)
            throws InvalidRequestException {
        String uri = join(exchange, to.uri(), computed, locationName);
        if (uri.isEmpty()) {
            throw new InvalidRequestException("zero length URI to proxy");
        }
        if (hasLineEnd(uri)) {
            // nginx would send it: a value computed from a decoded $uri could then smuggle a second request.
            throw new InvalidRequestException("line end in the URI to proxy");
        }
        return uri;
    }

    private static String join(
            Exchange exchange, @Nullable String uriPart, boolean computed, @Nullable String locationName) {
        RequestTarget target = exchange.target();
        if (uriPart != null && computed) {
            return uriPart.startsWith("?") ? "/" + uriPart : uriPart;
        }
        if (uriPart == null && target.rawUsable()) {
            return target.raw();
        }
        if (uriPart == null || locationName == null || !exchange.course().locationValid()) {
            return withArgs(escaped(exchange, target.uri()), target.args());
        }
        String prefix = uriPart.startsWith("?") ? "/" + uriPart : uriPart;
        String rest =
                target.uri().length() > locationName.length() ? target.uri().substring(locationName.length()) : "";
        return withArgs(prefix + escaped(exchange, rest), target.args());
    }

    /** What had no escapes needs none, unless a rewrite or a redirect inside has made it. */
    private static String escaped(Exchange exchange, String path) {
        return exchange.target().quoted() || exchange.course().internal() ? UriEscape.escape(path) : path;
    }

    /** A question mark without arguments is not passed on when the URI is put together anew. */
    private static String withArgs(String path, @Nullable String args) {
        return args == null || args.isEmpty() ? path : path + "?" + args;
    }

    private static boolean hasLineEnd(String uri) {
        return uri.indexOf('\n') >= 0 || uri.indexOf('\r') >= 0;
    }
}
