package io.weir.exchange;

import java.util.Locale;

/** The type of a response whose maker knows none: what a file with the name in the URI would have. */
public final class ContentType {

    private ContentType() {}

    /** By the extension of the URI, as nginx's built-in {@code types} have it, else {@code default_type}; may be empty. */
    public static String of(Exchange exchange) {
        String uri = exchange.target().uri();
        int dot = uri.lastIndexOf('.');
        String extension = dot < 0 || uri.indexOf('/', dot) >= 0 ? "" : uri.substring(dot + 1);
        return switch (extension.toLowerCase(Locale.ROOT)) {
            case "html" -> "text/html";
            case "gif" -> "image/gif";
            case "jpg" -> "image/jpeg";
            default -> exchange.location().client().defaultType();
        };
    }
}
