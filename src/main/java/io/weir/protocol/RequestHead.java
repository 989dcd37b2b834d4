package io.weir.protocol;

/**
 * A request's head, ready to be sent to any peer of the run, as often as it takes.
 *
 * @param bytes the head in wire form; not to be changed
 * @param chunked whether the body that follows is sent in chunks
 * @param sendBody false when the configuration withholds the client's body
 * @param replacement a body to send instead of the client's ({@code proxy_set_body}); empty for none
 */
public record RequestHead(byte[] bytes, boolean chunked, boolean sendBody, byte[] replacement) {}
