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

    /** As much of a line as nginx logs. */
    private static final int SHOWN = 2048 - 300;

    /** @param at the byte that does not belong into the line that begins at {@code start} */
    static Rejection invalidLine(byte[] in, int start, int at) {
        String good = FieldLineParser.text(in, start, at);
        return new Rejection(400, "client sent invalid header line: \"" + good + String.format("\\x%02x...\"", in[at]));
    }

    /** @param end where the buffer ends that the line from {@code start} on does not fit */
    static Rejection tooLarge(byte[] in, int start, int end) {
        String shown = FieldLineParser.text(in, start, Math.min(end, start + SHOWN));
        return new Rejection(
                494,
                shown.isEmpty()
                        ? "client sent too large request"
                        : "client sent too long header line: \"" + shown + "...\"");
    }
}
