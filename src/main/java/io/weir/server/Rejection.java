package io.weir.server;

/**
 * Why a request is not served.
 *
 * @param status of the answer
 * @param why for the error log, in nginx's words
 */
record Rejection(int status, String why) {

    static final Rejection METHOD = new Rejection(400, "client sent invalid method");
    static final Rejection REQUEST = new Rejection(400, "client sent invalid request");
    static final Rejection VERSION = new Rejection(505, "client sent invalid version");
    static final Rejection METHOD_09 = new Rejection(400, "client sent invalid method in HTTP/0.9 request");
    static final Rejection LONG_LINE = new Rejection(414, "client sent too long URI");
}
