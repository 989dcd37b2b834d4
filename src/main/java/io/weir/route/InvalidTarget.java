package io.weir.route;

/**
 * A request target that is answered with 400.
 *
 * @param why for the error log, in nginx's words: {@code client sent invalid request} or {@code client sent invalid
 *     host in request line}
 * @param wellFormed whether every character may stand where it does: nginx finds out what else is wrong when it has read the
 *     whole line
 */
public record InvalidTarget(String why, boolean wellFormed) implements ParsedTarget {

    public static final InvalidTarget REQUEST = new InvalidTarget("client sent invalid request", false);

    /** Escapes that mean nothing, or a path that leads above the root. */
    static final InvalidTarget PATH = new InvalidTarget(REQUEST.why, true);

    static final InvalidTarget HOST = new InvalidTarget("client sent invalid host in request line", true);
}
