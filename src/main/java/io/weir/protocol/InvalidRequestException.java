package io.weir.protocol;

/** The configuration's values give no request for this client request; nginx answers 500. The message is for the log. */
public final class InvalidRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean alert;

    public InvalidRequestException(String message) {
        this(message, false);
    }

    /** @param alert whether nginx logs it as an alert; else as an error */
    public InvalidRequestException(String message, boolean alert) {
        super(message);
        this.alert = alert;
    }

    public boolean isAlert() {
        return alert;
    }
}
