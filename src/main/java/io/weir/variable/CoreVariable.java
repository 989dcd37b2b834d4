package io.weir.variable;

import java.util.Locale;

/** The variables with fixed names; the constant's name in lower case is nginx's name. */
public enum CoreVariable {
    ARGS,
    BINARY_REMOTE_ADDR,
    BODY_BYTES_SENT,
    BYTES_SENT,
    CONNECTION,
    CONNECTION_REQUESTS,
    CONNECTION_TIME,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    DOCUMENT_ROOT,
    DOCUMENT_URI,
    FASTCGI_PATH_INFO,
    FASTCGI_SCRIPT_NAME,
    HOST,
    HOSTNAME,
    HTTPS,
    IS_ARGS,
    IS_REQUEST_PORT,
    LIMIT_CONN_STATUS,
    LIMIT_RATE,
    LIMIT_REQ_STATUS,
    MSEC,
    NGINX_VERSION,
    PID,
    PIPE,
    PROXY_ADD_X_FORWARDED_FOR,
    PROXY_HOST,
    PROXY_PORT,
    PROXY_PROTOCOL_ADDR,
    PROXY_PROTOCOL_PORT,
    PROXY_PROTOCOL_SERVER_ADDR,
    PROXY_PROTOCOL_SERVER_PORT,
    QUERY_STRING,
    REALIP_REMOTE_ADDR,
    REALIP_REMOTE_PORT,
    REALPATH_ROOT,
    REMOTE_ADDR,
    REMOTE_PORT,
    REMOTE_USER,
    REQUEST,
    REQUEST_BODY,
    REQUEST_BODY_FILE,
    REQUEST_COMPLETION,
    REQUEST_FILENAME,
    REQUEST_ID,
    REQUEST_LENGTH,
    REQUEST_METHOD,
    REQUEST_PORT,
    REQUEST_TIME,
    REQUEST_URI,
    SCHEME,
    SERVER_ADDR,
    SERVER_NAME,
    SERVER_PORT,
    SERVER_PROTOCOL,
    STATUS,
    TCPINFO_RCV_SPACE,
    TCPINFO_RTT,
    TCPINFO_RTTVAR,
    TCPINFO_SND_CWND,
    TIME_ISO8601,
    TIME_LOCAL,
    UPSTREAM_ADDR,
    UPSTREAM_BYTES_RECEIVED,
    UPSTREAM_BYTES_SENT,
    UPSTREAM_CACHE_ETAG,
    UPSTREAM_CACHE_LAST_MODIFIED,
    UPSTREAM_CACHE_STATUS,
    UPSTREAM_CONNECT_TIME,
    UPSTREAM_HEADER_TIME,
    UPSTREAM_RESPONSE_LENGTH,
    UPSTREAM_RESPONSE_TIME,
    UPSTREAM_STATUS,
    URI;

    private final String variableName = name().toLowerCase(Locale.ROOT);

    /** nginx's name without the dollar sign. */
    public String variableName() {
        return variableName;
    }

    /** Whether {@code set} may change it; the others are "duplicate" there, in nginx's word. */
    public boolean assignable() {
        return this == ARGS || this == LIMIT_RATE;
    }
}
