package io.weir.config;

import io.weir.variable.Template;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code proxy_*} directives of a location.
 *
 * @param handler those that the other handler modules have too
 * @param httpVersion10 {@code proxy_http_version 1.0}; else 1.1
 * @param method {@code proxy_method}, or null for the client's
 * @param setHeaders {@code proxy_set_header} lines in order, nginx's defaults not included
 * @param setBody {@code proxy_set_body}, or null
 * @param passTrailers {@code proxy_pass_trailers}
 * @param redirects {@code proxy_redirect}, the default resolved into its rule; empty for {@code off}
 * @param cookies what happens to {@code Set-Cookie}; null: nothing
 */
public record ProxySettings(
        HandlerSettings handler,
        boolean httpVersion10,
        @Nullable Template method,
        List<SetHeader> setHeaders,
        @Nullable Template setBody,
        boolean passTrailers,
        List<Redirect> redirects,
        @Nullable CookieRules cookies) {

    /** One {@code proxy_set_header}: an empty value sends nothing and drops the client's. */
    public record SetHeader(String name, Template value) {}

    /** One {@code proxy_redirect} rule. */
    public sealed interface Redirect {
        /** The replacement; may use captures. */
        Template to();

        /** {@code from} is compared as a case-sensitive prefix, which {@code to} replaces. */
        record Prefix(Template from, Template to) implements Redirect {}

        /** On a match anywhere the whole value is replaced by {@code to}. */
        record Regex(Pattern pattern, Template to) implements Redirect {}
    }
}
