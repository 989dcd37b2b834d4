package io.weir.body;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The reader of a {@link RelayBuffer} has nobody to read for any more: the writer gave up, or the buffer was closed.
 */
public final class AbandonedException extends IOException {

    private static final long serialVersionUID = 1L;

    AbandonedException(@Nullable Throwable cause) {
        super(cause == null ? "the relay buffer is closed" : "the client's side gave up: " + cause.getMessage(), cause);
    }
}
