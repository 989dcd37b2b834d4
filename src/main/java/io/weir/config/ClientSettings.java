package io.weir.config;

import io.weir.variable.Template;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directives about the client's side of an exchange. Times are milliseconds, sizes bytes.
 *
 * @param maxBodySize {@code client_max_body_size}; 0 is no limit
 * @param bodyBufferSize {@code client_body_buffer_size}
 * @param bodyTimeout {@code client_body_timeout}, between two reads
 * @param bodyTempPath {@code client_body_temp_path}
 * @param headerTimeout {@code client_header_timeout}, for the whole header (taken from the default server of the
 *     socket)
 * @param headerBufferSize {@code client_header_buffer_size}
 * @param largeHeaderBuffers number of {@code large_client_header_buffers}
 * @param largeHeaderBufferSize size of one of them: the longest header line
 * @param maxHeaders {@code max_headers}: header lines of a request
 * @param sendTimeout {@code send_timeout}, between two writes
 * @param keepaliveTimeout {@code keepalive_timeout}; 0 closes after each response
 * @param keepaliveHeader its second value in seconds for {@code Keep-Alive: timeout=}; 0 sends none
 * @param keepaliveRequests {@code keepalive_requests}
 * @param keepaliveTime {@code keepalive_time}
 * @param lingeringClose {@code lingering_close}
 * @param lingeringTime {@code lingering_time}
 * @param lingeringTimeout {@code lingering_timeout}
 * @param serverTokens whether the version is told in {@code Server} and on error pages
 * @param chunkedTransferEncoding {@code chunked_transfer_encoding}
 * @param absoluteRedirect {@code absolute_redirect}
 * @param serverNameInRedirect {@code server_name_in_redirect}
 * @param portInRedirect {@code port_in_redirect}
 * @param mergeSlashes {@code merge_slashes} (taken from the default server of the socket)
 * @param underscoresInHeaders {@code underscores_in_headers}
 * @param ignoreInvalidHeaders {@code ignore_invalid_headers}
 * @param tcpNodelay {@code tcp_nodelay}
 * @param defaultType {@code default_type}, the Content-Type of {@code return} texts
 * @param bodyFile {@code client_body_in_file_only}
 * @param keepaliveMinTimeout {@code keepalive_min_timeout}: how long an idle connection lives on at least in a graceful stop
 * @param resetTimedout {@code reset_timedout_connection}
 * @param earlyHints {@code early_hints}: a 103 is passed on when one of these is neither empty nor "0"
 * @param limitRate {@code limit_rate} in bytes a second; null: none
 * @param limitRateAfter {@code limit_rate_after} in bytes; null: none
 * @param browsers what holds for some clients only
 */
public record ClientSettings(
        long maxBodySize,
        int bodyBufferSize,
        long bodyTimeout,
        Path bodyTempPath,
        long headerTimeout,
        int headerBufferSize,
        int largeHeaderBuffers,
        int largeHeaderBufferSize,
        int maxHeaders,
        long sendTimeout,
        long keepaliveTimeout,
        long keepaliveHeader,
        int keepaliveRequests,
        long keepaliveTime,
        Lingering lingeringClose,
        long lingeringTime,
        long lingeringTimeout,
        boolean serverTokens,
        boolean chunkedTransferEncoding,
        boolean absoluteRedirect,
        boolean serverNameInRedirect,
        boolean portInRedirect,
        boolean mergeSlashes,
        boolean underscoresInHeaders,
        boolean ignoreInvalidHeaders,
        boolean tcpNodelay,
        String defaultType,
        BodyFile bodyFile,
        long keepaliveMinTimeout,
        boolean resetTimedout,
        List<Template> earlyHints,
        @Nullable Template limitRate,
        @Nullable Template limitRateAfter,
        Browsers browsers) {

    /** {@code client_body_in_file_only}: whether a request body is always in a file, and what becomes of that file. */
    public enum BodyFile {
        OFF,
        /** It stays when the request is over. */
        ON,
        CLEAN
    }

    /**
     * Old browsers and their faults.
     *
     * @param msie6ToClose {@code keepalive_disable msie6}: their connections are not kept after a POST
     * @param safariToClose {@code keepalive_disable safari}: their connections are not kept
     * @param padding {@code msie_padding}: error pages are made longer for MSIE and Chrome, which replace short ones
     * @param refresh {@code msie_refresh}: MSIE gets a page that refreshes in place of a redirect
     */
    public record Browsers(boolean msie6ToClose, boolean safariToClose, boolean padding, boolean refresh) {}

    /** {@code lingering_close}. */
    public enum Lingering {
        OFF,
        ON,
        ALWAYS
    }
}
