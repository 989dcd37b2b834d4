package io.weir.config;

import java.nio.file.Path;

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
        String defaultType) {

    /** {@code lingering_close}. */
    public enum Lingering {
        OFF,
        ON,
        ALWAYS
    }
}
