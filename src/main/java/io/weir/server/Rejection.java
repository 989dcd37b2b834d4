package io.weir.server;

/**
 * Why a request is not served.
 *
 * @param status of the answer
 * @param why for the error log, in nginx's words
 * @param lineRead whether the line that decided it is a well-formed one, which {@code $request_length} counts
 */
record Rejection(int status, String why, boolean lineRead) {

    static final Rejection METHOD = malformed(400, "client sent invalid method");
    static final Rejection REQUEST = malformed(400, "client sent invalid request");
    static final Rejection VERSION = malformed(505, "client sent invalid version");
    static final Rejection METHOD_09 = malformed(400, "client sent invalid method in HTTP/0.9 request");
    static final Rejection LONG_LINE = malformed(414, "client sent too long URI");

    /** As much of a line as nginx logs. */
    private static final int SHOWN = 2048 - 300;

    /** Of a line that is well formed. */
    Rejection(int status, String why) {
        this(status, why, true);
    }

    static Rejection malformed(int status, String why) {
        return new Rejection(status, why, false);
    }

    /** @param at the byte that does not belong into the line that begins at {@code start} */
    static Rejection invalidLine(byte[] in, int start, int at) {
        String good = FieldLineParser.text(in, start, at);
        return malformed(400, "client sent invalid header line: \"" + good + String.format("\\x%02x...\"", in[at]));
    }

    /** @param end where the buffer ends that the line from {@code start} on does not fit */
    static Rejection tooLarge(byte[] in, int start, int end) {
        String shown = FieldLineParser.text(in, start, Math.min(end, start + SHOWN));
        return malformed(
                494,
                shown.isEmpty()
                        ? "client sent too large request"
                        : "client sent too long header line: \"" + shown + "...\"");
    }
}
