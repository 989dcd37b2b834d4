package io.weir.exchange;

import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** {@code types} and {@code default_type}: what the extension of a URI says of its content. */
public final class ContentTypes {

    private ContentTypes() {}

    /** The type of the current URI, unless one was carried here; empty when {@code default_type} is. */
    public static String of(Exchange exchange) {
        String carried = exchange.course().carried() == null
                ? null
                : exchange.course().carried().get(HttpHeader.CONTENT_TYPE);
        if (carried != null) {
            return carried;
        }
        String extension = extension(exchange.target().uri());
        String type =
                extension == null ? null : exchange.location().files().types().get(lowerCase(extension));
        return type != null ? type : exchange.location().client().defaultType();
    }

    /** What follows the last dot of the last segment, unless the segment begins with that dot. */
    private static @Nullable String extension(String uri) {
        int dot = uri.lastIndexOf('.');
        return dot < 2 || uri.charAt(dot - 1) == '/' || uri.indexOf('/', dot) >= 0 ? null : uri.substring(dot + 1);
    }

    /** ASCII only, as a byte string needs it; extensions are rarely in upper case. */
    private static String lowerCase(String extension) {
        for (int i = 0; i < extension.length(); i++) {
            if (extension.charAt(i) >= 'A' && extension.charAt(i) <= 'Z') {
                StringBuilder lower = new StringBuilder(extension);
                for (int j = i; j < lower.length(); j++) {
                    char c = lower.charAt(j);
                    lower.setCharAt(j, c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
                }
                return lower.toString();
            }
        }
        return extension;
    }
}
