package io.weir.config;

import io.weir.variable.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code proxy_*} directives of a location. Times are milliseconds, sizes bytes.
 *
 * @param connectTimeout TCP connect, and again the TLS handshake
 * @param sendTimeout between two writes of the request
 * @param readTimeout between two reads of the response
 * @param httpVersion10 {@code proxy_http_version 1.0}; else 1.1
 * @param method {@code proxy_method}, or null for the client's
 * @param setHeaders {@code proxy_set_header} lines in order, nginx's defaults not included
 * @param setBody {@code proxy_set_body}, or null
 * @param passRequestHeaders {@code proxy_pass_request_headers}
 * @param passRequestBody {@code proxy_pass_request_body}
 * @param requestBuffering {@code proxy_request_buffering}
 * @param ignoreClientAbort {@code proxy_ignore_client_abort}
 * @param interceptErrors {@code proxy_intercept_errors}
 * @param hiddenHeaders lower-case names not passed to the client: the defaults plus {@code proxy_hide_header} less
 *     {@code proxy_pass_header}
 * @param ignoreHeaders {@code proxy_ignore_headers}, lower case
 * @param passTrailers {@code proxy_pass_trailers}
 * @param redirects {@code proxy_redirect}, the default resolved into its rule; empty for {@code off}
 * @param nextUpstream when another peer is tried
 * @param buffering how the response body is buffered
 * @param socket how a connection is opened
 * @param cookies what happens to {@code Set-Cookie}; null: nothing
 * @param forceRanges {@code proxy_force_ranges}
 * @param tls the {@code proxy_ssl_*} directives; null where nothing is proxied to https
 */
public record ProxySettings(
        long connectTimeout,
        long sendTimeout,
        long readTimeout,
        boolean httpVersion10,
        @Nullable Template method,
        List<SetHeader> setHeaders,
        @Nullable Template setBody,
        boolean passRequestHeaders,
        boolean passRequestBody,
        boolean requestBuffering,
        boolean ignoreClientAbort,
        boolean interceptErrors,
        Set<String> hiddenHeaders,
        Set<String> ignoreHeaders,
        boolean passTrailers,
        List<Redirect> redirects,
        NextUpstream nextUpstream,
        Buffering buffering,
        SocketSettings socket,
        @Nullable CookieRules cookies,
        boolean forceRanges,
        @Nullable TlsSettings tls) {

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

    /** The words of {@code proxy_next_upstream}, and the reasons why an attempt failed. */
    public enum Condition {
        ERROR(502),
        TIMEOUT(504),
        INVALID_HEADER(502),
        NON_IDEMPOTENT(0),
        HTTP_500(500),
        HTTP_502(502),
        HTTP_503(503),
        HTTP_504(504),
        HTTP_403(403),
        HTTP_404(404),
        HTTP_429(429);

        private final int status;

        Condition(int status) {
            this.status = status;
        }

        /** The condition that a status of a peer may be; null for most. */
        public static @Nullable Condition ofStatus(int status) {
            return switch (status) {
                case 500 -> HTTP_500;
                case 502 -> HTTP_502;
                case 503 -> HTTP_503;
                case 504 -> HTTP_504;
                case 403 -> HTTP_403;
                case 404 -> HTTP_404;
                case 429 -> HTTP_429;
                default -> null;
            };
        }

        /** The status that the client gets when no other peer is tried; 0 for {@link #NON_IDEMPOTENT}. */
        public int status() {
            return status;
        }
    }

    /**
     * {@code proxy_next_upstream}, {@code _tries} and {@code _timeout}.
     *
     * @param conditions empty for {@code off}
     * @param tries 0: no limit
     * @param timeout milliseconds; 0: no limit
     */
    public record NextUpstream(Set<Condition> conditions, int tries, long timeout) {}

    /**
     * Response buffering.
     *
     * @param enabled {@code proxy_buffering}
     * @param headerSize {@code proxy_buffer_size}
     * @param count and
     * @param size {@code proxy_buffers}
     * @param busySize {@code proxy_busy_buffers_size}
     * @param maxTempFileSize {@code proxy_max_temp_file_size}; 0: no file
     * @param tempFileWriteSize {@code proxy_temp_file_write_size}
     * @param tempPath {@code proxy_temp_path}, absolute
     * @param limitRate {@code proxy_limit_rate} in bytes a second; null: none
     */
    public record Buffering(
            boolean enabled,
            int headerSize,
            int count,
            int size,
            int busySize,
            long maxTempFileSize,
            int tempFileWriteSize,
            Path tempPath,
            @Nullable Template limitRate) {}
}
