package io.weir.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What a Basic {@code Authorization} field says (RFC 7617), read as nginx reads it. Byte strings. */
public record BasicCredentials(String user, String password) {

    private static final String SCHEME = "Basic ";

    /**
     * @param field the field's value, or null
     * @return null when it is no such field, is not base64 or names no user
     */
    public static @Nullable BasicCredentials of(@Nullable String field) {
        if (field == null || !field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String encoded = field.substring(SCHEME.length()).stripLeading();
        int padding = encoded.indexOf('=');
        String decoded;
        try {
            // What follows the padding does not count.
            byte[] bytes = Base64.getDecoder().decode(padding < 0 ? encoded : encoded.substring(0, padding));
            decoded = new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        int colon = decoded.indexOf(':');
        return colon <= 0 ? null : new BasicCredentials(decoded.substring(0, colon), decoded.substring(colon + 1));
    }
}
