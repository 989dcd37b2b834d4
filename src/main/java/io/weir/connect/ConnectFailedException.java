package io.weir.connect;

import java.io.IOException;

/**
 * A connection could not be opened; nothing was sent. The message is nginx's error text without its context, as in
 * {@code connect() failed (111: Connection refused)}.
 */
public final class ConnectFailedException extends IOException {

    ConnectFailedException(String message, Exception cause) {
        super(message, cause);
    }
}
