package io.weir.log;

import java.util.Arrays;

/** The bytes of a line while it is rendered. Confined to one thread. */
final class LineBuffer {

    private byte[] bytes;
    private int length;

    LineBuffer(int capacity) {
        this.bytes = new byte[capacity];
    }

    void one(int c) {
        if (length == bytes.length) {
            grow(1);
        }
        bytes[length++] = (byte) c;
    }

    void bytes(byte[] text) {
        if (text.length > bytes.length - length) {
            grow(text.length);
        }
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    /** A byte string, as it is. */
    void text(String text) {
        int size = text.length();
        if (size > bytes.length - length) {
            grow(size);
        }
        for (int at = 0; at < size; at++) {
            bytes[length++] = (byte) text.charAt(at);
        }
    }

    void number(long number) {
        text(Long.toString(number));
    }

    /** Drops what is beyond so many bytes. */
    void cut(int max) {
        length = Math.min(length, max);
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void grow(int needed) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + needed));
    }
}
