package io.weir.config;

import io.weir.variable.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One location with everything that holds in it, inherited and compiled.
 *
 * @param index its number in the configuration, from 0 on without gaps, so that what is compiled for locations is an array
 * @param match how a URI comes here
 * @param locations nested locations in order of appearance
 * @param internal whether requests from outside get 404
 * @param rewrite the steps of the rewrite phase
 * @param rewriteLog {@code rewrite_log}: whether the steps tell the error log what they do
 * @param limitExcept other settings for other methods; null when absent
 * @param content what makes the response
 * @param errorPages {@code error_page}
 * @param fields what is added to responses
 * @param access who may use it
 * @param files how URIs are files
 * @param client the client side's limits and time-outs
 * @param proxy the {@code proxy_*} settings; like those of the other modules present in every location, used when {@code
 *     content} is a {@link ProxyPass}
 * @param fastcgi for a {@link FastcgiPass}
 * @param uwsgi for a {@link UwsgiPass}
 * @param scgi for a {@link ScgiPass}
 * @param memcached for a {@link MemcachedPass}
 * @param resolver finds the addresses of names that only a request knows; null: there is none
 * @param accessLogs empty when {@code access_log = "off"}
 * @param errorLog this level's {@code error_log}
 */
public record LocationConfig(
        int index,
        Match match,
        List<LocationConfig> locations,
        boolean internal,
        List<RewriteStep> rewrite,
        boolean rewriteLog,
        @Nullable LimitExcept limitExcept,
        Content content,
        ErrorPages errorPages,
        FieldSettings fields,
        AccessSettings access,
        FileSettings files,
        ClientSettings client,
        ProxySettings proxy,
        FastcgiSettings fastcgi,
        UwsgiSettings uwsgi,
        ScgiSettings scgi,
        MemcachedSettings memcached,
        @Nullable ResolverSettings resolver,
        List<AccessLogConfig> accessLogs,
        ErrorLogConfig errorLog) {

    /** Everything that is inside this location and has settings of its own: locations, {@code if}s, {@code limit_except}. */
    public List<LocationConfig> inner() {
        List<LocationConfig> inner = new ArrayList<>(locations);
        for (RewriteStep step : rewrite) {
            if (step instanceof RewriteStep.If(var _, LocationConfig block)) {
                inner.add(block);
            }
        }
        if (limitExcept != null) {
            inner.add(limitExcept.block());
        }
        return inner;
    }

    /** A location's path in nginx's notation, taken apart. */
    public sealed interface Match {
        /** As written. */
        String text();

        /** {@code = /path}. */
        record Exact(String text, String path) implements Match {}

        /** {@code /path}, or {@code ^~ /path} when {@code overRegex}. The server level itself is the prefix "". */
        record Prefix(String text, String path, boolean overRegex) implements Match {}

        /** {@code ~ regex} and {@code ~* regex}. */
        record Regex(String text, Pattern pattern) implements Match {}

        /** {@code @name}. */
        record Named(String text, String name) implements Match {}

        /** An {@code if} or {@code limit_except} inside a location: no URI leads there. */
        record Unnamed(String text) implements Match {}
    }

    /** What makes the response once the phases before have let the request through. */
    public sealed interface Content {}

    /** No handler of its own: files are served, as {@link #files} says. */
    public record NoContent() implements Content {}

    /** A {@code *_pass}: the response is a peer's. */
    public sealed interface Pass extends Content {
        /** As written. */
        String text();

        /** Where to, when the value has no variables; else null. */
        @Nullable
        Target target();

        /** The value, when it has variables; else null. */
        @Nullable
        Template template();
    }

    /**
     * {@code proxy_pass}.
     *
     * @param locationName the location's path when the URI part replaces it (prefix and exact locations); else null
     */
    public record ProxyPass(
            String text,
            @Nullable Target target,
            @Nullable Template template,
            @Nullable String locationName) implements Pass {}

    /** {@code fastcgi_pass}. */
    public record FastcgiPass(
            String text, @Nullable Target target, @Nullable Template template) implements Pass {}

    /** {@code uwsgi_pass}. */
    public record UwsgiPass(
            String text, @Nullable Target target, @Nullable Template template) implements Pass {}

    /** {@code scgi_pass}. */
    public record ScgiPass(
            String text, @Nullable Target target, @Nullable Template template) implements Pass {}

    /** {@code memcached_pass}. */
    public record MemcachedPass(
            String text, @Nullable Target target, @Nullable Template template) implements Pass {}

    /**
     * A parsed value of a {@code *_pass}; only {@code proxy_pass} has a scheme and a URI part.
     *
     * @param https whether the scheme is https
     * @param host as written, without port; {@code localhost} for a Unix socket
     * @param port as written, or 0
     * @param unixPath the socket's path, or null
     * @param hostHeader {@code $proxy_host}: host, and the port when it is written and not the scheme's default
     * @param uri the URI part, or null when there is none
     * @param upstream the key of {@link Configuration#upstreams()}
     */
    public record Target(
            boolean https,
            String host,
            int port,
            @Nullable String unixPath,
            String hostHeader,
            @Nullable String uri,
            String upstream) {}
}
