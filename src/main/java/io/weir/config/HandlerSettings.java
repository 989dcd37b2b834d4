package io.weir.config;

import io.weir.variable.Template;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the handler modules share: the directives that each of them has under its own prefix (nginx-semantics 5.1), here with a
 * star for it. The walk knows these and no others. Times are milliseconds, sizes bytes.
 *
 * @param connectTimeout TCP connect, and again the TLS handshake
 * @param sendTimeout between two writes of the request
 * @param readTimeout between two reads of the response
 * @param passRequestHeaders {@code *_pass_request_headers}
 * @param passRequestBody {@code *_pass_request_body}
 * @param requestBuffering {@code *_request_buffering}
 * @param ignoreClientAbort {@code *_ignore_client_abort}
 * @param interceptErrors {@code *_intercept_errors}
 * @param hiddenHeaders lower-case names not passed to the client: the module's defaults plus {@code *_hide_header} less
 *     {@code *_pass_header}
 * @param ignoreHeaders {@code *_ignore_headers}, lower case
 * @param nextUpstream when another peer is tried
 * @param buffering how the response body is buffered
 * @param socket how a connection is opened
 * @param forceRanges {@code *_force_ranges}: the proxy serves ranges of responses itself; always so for memcached
 * @param tls the {@code *_ssl_*} directives; null where nothing is passed to TLS servers
 */
public record HandlerSettings(
        long connectTimeout,
        long sendTimeout,
        long readTimeout,
        boolean passRequestHeaders,
        boolean passRequestBody,
        boolean requestBuffering,
        boolean ignoreClientAbort,
        boolean interceptErrors,
        Set<String> hiddenHeaders,
        Set<String> ignoreHeaders,
        NextUpstream nextUpstream,
        Buffering buffering,
        SocketSettings socket,
        boolean forceRanges,
        @Nullable TlsSettings tls) {

    /** The words of {@code *_next_upstream}, and the reasons why an attempt failed. */
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
     * {@code *_next_upstream}, {@code _tries} and {@code _timeout}.
     *
     * @param conditions empty for {@code off}
     * @param tries 0: no limit
     * @param timeout milliseconds; 0: no limit
     */
    public record NextUpstream(Set<Condition> conditions, int tries, long timeout) {}

    /**
     * Response buffering.
     *
     * @param enabled {@code *_buffering}
     * @param headerSize {@code *_buffer_size}
     * @param count and
     * @param size {@code *_buffers}
     * @param busySize {@code *_busy_buffers_size}
     * @param maxTempFileSize {@code *_max_temp_file_size}; 0: no file
     * @param tempFileWriteSize {@code *_temp_file_write_size}
     * @param tempPath {@code *_temp_path}, absolute
     * @param limitRate {@code *_limit_rate} in bytes a second; null: none
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
