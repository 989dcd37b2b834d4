package io.weir.config;

/** A text that is not what it should be; the message says what is wrong, the catcher knows where it stands. */
final class BadValue extends Exception {

    private static final long serialVersionUID = 1L;

    BadValue(String message) {
        super(message);
    }
}
