package io.weir.body;

import java.io.IOException;

/** A chunked body that cannot be read further. The message is nginx's log line; the response must be aborted. */
public final class ChunkedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    ChunkedException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What is wrong. */
    public enum Kind {
        /** {@code upstream sent invalid chunked response}. */
        INVALID_CHUNK,
        /** {@code upstream sent invalid trailer: "…"}. */
        INVALID_TRAILER,
        /** {@code upstream sent too big trailers}. */
        TRAILERS_TOO_BIG
    }

    public Kind kind() {
        return kind;
    }
}
