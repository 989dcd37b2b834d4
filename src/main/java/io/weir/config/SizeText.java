package io.weir.config;

/** A size that a request's variables have computed, such as the value of {@code proxy_limit_rate}. */
public final class SizeText {

    private SizeText() {}

    /** @return bytes; 0 for what is no size */
    public static long bytes(String text) {
        try {
            return text.isEmpty() ? 0 : Units.size(text);
        } catch (BadValue noSize) {
            return 0;
        }
    }
}
