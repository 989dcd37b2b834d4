package io.weir.upstream;

/**
 * How long an attempt took.
 *
 * @param headerNanos until the response's head was there; {@link #NEVER} when it never was
 * @param responseNanos until the upstream's part was over
 */
public record Times(long headerNanos, long responseNanos) {

    /** A moment that did not come. */
    public static final long NEVER = -1;

    /** Nothing was measured. */
    public static final Times UNKNOWN = new Times(NEVER, NEVER);

    private static final long MILLI = 1_000_000;

    long headerMillis() {
        return headerNanos < 0 ? NEVER : headerNanos / MILLI;
    }

    long responseMillis() {
        return responseNanos < 0 ? NEVER : responseNanos / MILLI;
    }
}
