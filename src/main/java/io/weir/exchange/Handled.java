package io.weir.exchange;

import org.jspecify.annotations.Nullable;

/** What a handler made of an exchange: nginx's return codes as values. */
public sealed interface Handled {

    /** The response is with the client, or the exchange ended on the client's side: nothing is left to do. */
    record Sent() implements Handled {}

    /** {@link Sent}, which says nothing more. */
    Handled SENT = new Sent();

    /** The exchange needs a response of this status that the proxy makes itself, or its {@code error_page}. */
    record Refused(int status) implements Handled {}

    /**
     * The exchange goes on at another URI (nginx-semantics 8.3).
     *
     * @param uri normalized; begins with a slash
     * @param args raw; null for none
     */
    record Redirected(String uri, @Nullable String args) implements Handled {}

    /**
     * The exchange goes on in a named location.
     *
     * @param location with the {@code @}
     */
    record Named(String location) implements Handled {}
}
