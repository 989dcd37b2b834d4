package io.weir.tls;

import java.io.IOException;

/** TLS itself has failed, not the connection below. The message is nginx's error text, with OpenSSL's words in it. */
public final class TlsException extends IOException {

    public TlsException(String message) {
        super(message);
    }

    TlsException(String message, Exception cause) {
        super(message, cause);
    }
}
