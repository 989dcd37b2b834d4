package io.weir.tls;

/** A certificate, key or revocation list cannot be used. The message names the file and the reason. */
public final class CredentialsException extends Exception {

    CredentialsException(String message) {
        super(message);
    }
}
