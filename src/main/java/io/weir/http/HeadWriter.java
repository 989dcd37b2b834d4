package io.weir.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the head of a message: lines of byte strings. Jetty's generator is not used for it because it spells known field
 * names its own way, while a proxy relays what it got.
 */
public final class HeadWriter {

    private static final byte[] COLON_SPACE = {':', ' '};

    private byte[] bytes;
    private int length;

    /** @param capacity a guess at the head's size; it grows as needed */
    public HeadWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /** For constant pieces. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    public HeadWriter put(byte[] piece) {
        ensure(piece.length);
        System.arraycopy(piece, 0, bytes, length, piece.length);
        length += piece.length;
        return this;
    }

    public HeadWriter put(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Appends a byte string as it is. */
    // The "deprecated" copy is the one that takes the low byte of each char without a charset and without an array
    // between.
    @SuppressWarnings("deprecation")
    public HeadWriter put(String byteString) {
        int count = byteString.length();
        ensure(count);
        byteString.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    public HeadWriter put(long number) {
        if (number >= 0 && number < 10) {
            return put((char) ('0' + number));
        }
        return put(Long.toString(number));
    }

    /** Appends {@code name: value} and the line's end, as they were received. */
    public HeadWriter field(String name, String value) {
        return put(name).put(COLON_SPACE).put(value).endLine();
    }

    /**
     * Appends a field whose value the configuration computed. A line end or NUL in it, which a decoded {@code $uri} may hold,
     * becomes a space: relayed, it would start a line of its own (RFC 9110 section 5.5).
     */
    public HeadWriter computedField(String name, String value) {
        put(name).put(COLON_SPACE);
        int start = length;
        put(value);
        for (int i = start; i < length; i++) {
            if (bytes[i] == '\r' || bytes[i] == '\n' || bytes[i] == 0) {
                bytes[i] = ' ';
            }
        }
        return endLine();
    }

    public HeadWriter endLine() {
        ensure(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        return this;
    }

    public int length() {
        return length;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** What was written, without a copy; valid until the next change. */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
