package io.weir.config;

import java.nio.charset.StandardCharsets;

/** Text of the configuration in the form that request data has: one char per byte, see {@link io.weir.variable}. */
final class ByteStrings {

    private ByteStrings() {}

    static String of(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Back to text, for messages and for what compiles text itself. */
    static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /**
     * Lower case for ASCII letters only: other bytes are parts of characters, {@code String.toLowerCase} would break
     * them.
     */
    static String lowerCase(String bytes) {
        StringBuilder out = null;
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                if (out == null) {
                    out = new StringBuilder(bytes);
                }
                out.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return out == null ? bytes : out.toString();
    }
}
