package io.weir.body;

import java.io.IOException;

/** A request body of unknown length grew over {@code client_max_body_size}; the client gets 413. */
public final class BodyTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long received;
    private final long more;

    /**
     * @param received bytes that were within the limit
     * @param more the size of the piece that was not
     */
    public BodyTooLargeException(long received, long more) {
        // nginx's line; the second number is the chunk that would exceed the limit, here the piece that did.
        super("client intended to send too large chunked body: " + received + "+" + more + " bytes");
        this.received = received;
        this.more = more;
    }

    /** Bytes that were within the limit. */
    public long received() {
        return received;
    }

    /** The size of the piece that was not. */
    public long more() {
        return more;
    }
}
