package io.weir.protocol;

/** The configuration's values give no request for this client request; nginx answers 500. The message is for the log. */
public final class InvalidRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    public InvalidRequestException(String message) {
        super(message);
    }
}
