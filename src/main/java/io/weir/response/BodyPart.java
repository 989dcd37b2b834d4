package io.weir.response;

/**
 * A piece of a response's body: some text of the proxy's own, then bytes of the whole that was asked for.
 *
 * @param heading what stands between the parts of a multipart body; else empty
 * @param start the first byte of the whole
 * @param end the byte behind the last one
 */
public record BodyPart(byte[] heading, long start, long end) {

    private static final byte[] NOTHING = {};

    static BodyPart of(long start, long end) {
        return new BodyPart(NOTHING, start, end);
    }

    long length() {
        return heading.length + end - start;
    }
}
