package io.weir.log;

import org.jspecify.annotations.Nullable;

/**
 * What an error line says about the request behind it. Every part may be missing; the line leaves it out then. Asked
 * only when a line is really written, on the thread that logs. All texts are byte strings.
 */
public interface ErrorContext {

    /** Nothing known: a line about the program itself. */
    ErrorContext NONE = new ErrorContext() {};

    /** {@code $connection}, the serial number of the client connection; 0 when there is none. */
    default long connection() {
        return 0;
    }

    /** What the request was doing. */
    default @Nullable Phase phase() {
        return null;
    }

    /** The client's address without port. */
    default @Nullable String client() {
        return null;
    }

    /** The server's first name; before a request is there, the listening address. */
    default @Nullable String server() {
        return null;
    }

    /** The request line as received, without its line end. */
    default @Nullable String requestLine() {
        return null;
    }

    /** The URI of the subrequest that the line is about; null for a client's own request. */
    default @Nullable String subrequest() {
        return null;
    }

    /**
     * Scheme, peer and URI without blanks: {@code http://127.0.0.1:8080/x}, {@code http://unix:/path:/uri}; the group's
     * name in place of the peer when no peer is live.
     */
    default @Nullable String upstream() {
        return null;
    }

    /** The {@code Host} header as received. */
    default @Nullable String host() {
        return null;
    }

    /** The {@code Referer} header. */
    default @Nullable String referrer() {
        return null;
    }
}
