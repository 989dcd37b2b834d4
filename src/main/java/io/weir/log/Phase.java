package io.weir.log;

/** Where a request is, in the words of nginx's error log: the part of a line behind "while". */
public enum Phase {
    WAITING_FOR_REQUEST("waiting for request"),
    READING_REQUEST_LINE("reading client request line"),
    READING_PIPELINED_REQUEST_LINE("reading client pipelined request line"),
    READING_REQUEST_HEADERS("reading client request headers"),
    /** Between two others; nginx's lines then say nothing behind "while". */
    HANDLING_REQUEST("handling request"),
    SENDING_RESPONSE("sending response to client"),
    CONNECTING_TO_UPSTREAM("connecting to upstream"),
    SSL_HANDSHAKING_TO_UPSTREAM("SSL handshaking to upstream"),
    SENDING_REQUEST_TO_UPSTREAM("sending request to upstream"),
    READING_UPSTREAM_HEADER("reading response header from upstream"),
    SENDING_EARLY_HINTS("sending early hints to client"),
    READING_UPSTREAM("reading upstream"),
    SENDING_TO_CLIENT("sending to client"),
    PROXYING_UPGRADED_CONNECTION("proxying upgraded connection"),
    LOGGING_REQUEST("logging request"),
    CLOSING_REQUEST("closing request"),
    KEEPALIVE("keepalive");

    private final String text;

    Phase(String text) {
        this.text = text;
    }

    /** nginx's phrase. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
