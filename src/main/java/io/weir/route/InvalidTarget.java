package io.weir.route;

/**
 * A request target that is answered with 400.
 *
 * @param why for the error log, in nginx's words: {@code client sent invalid request} or {@code client sent invalid
 *     host in request line}
 */
public record InvalidTarget(String why) implements ParsedTarget {

    static final InvalidTarget REQUEST = new InvalidTarget("client sent invalid request");

    static final InvalidTarget HOST = new InvalidTarget("client sent invalid host in request line");
}
