package io.weir.upstream;

/**
 * Why an attempt at a peer failed.
 *
 * @param phase what it was doing, in the error log's words
 * @param message what went wrong
 * @param epochMillis when
 */
public record PeerError(String phase, String message, long epochMillis) {}
