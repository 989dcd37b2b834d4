package io.weir.exchange;

import java.io.IOException;

/** The client's side failed. Blames nobody upstream. */
public final class DownstreamException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, and the status that says so: to the client where one can still be sent, else to the log. */
    public enum Kind {
        /** The client closed or reset its connection; nginx logs 499 when nothing was sent. */
        GONE(499),
        /** A read or write took longer than allowed; the connection is closed without a response, logged as 408. */
        TIMEOUT(408),
        /** The client ended its connection within its body; logged as 400, and nobody is there to be told. */
        CUT_BODY(400),
        /** The request body's framing is broken. */
        BAD_BODY(400),
        /** A chunked body grew beyond {@code client_max_body_size}. */
        TOO_LARGE(413),
        /** The body cannot be kept here: the disk failed. */
        UNREADABLE(500);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    private final Kind kind;

    public DownstreamException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public DownstreamException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
