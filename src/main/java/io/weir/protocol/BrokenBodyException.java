package io.weir.protocol;

/** The peer's body breaks its framing: the exchange is cut off. The message is nginx's, for the log. */
public final class BrokenBodyException extends Exception {

    private static final long serialVersionUID = 1L;

    public BrokenBodyException(String message) {
        super(message);
    }
}
