package io.weir.testing;

import java.nio.charset.StandardCharsets;

/** Byte strings and bytes: every {@code char} is one byte (ISO 8859-1), so that nothing is changed on the way. */
public final class Bytes {

    private Bytes() {}

    public static byte[] of(String byteString) {
        return byteString.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
