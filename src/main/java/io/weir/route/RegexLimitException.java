package io.weir.route;

/**
 * A regular expression of the configuration could not be decided for a request's text: it ran out of stack. The request
 * gets 500 and the message goes to the error log as an alert, as with nginx when PCRE reaches its limits.
 */
public final class RegexLimitException extends Exception {

    private static final long serialVersionUID = 1L;

    RegexLimitException(String text, String pattern) {
        // No stack trace: it would be as deep as the match was, and a client can provoke it.
        super("regex match failed on \"" + text + "\" using \"" + pattern + "\"", null, false, false);
    }
}
