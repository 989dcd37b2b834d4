package io.weir.files;

import io.weir.files.DirectoryListing.Entry;
import io.weir.response.HttpTime;
import io.weir.route.RequestTarget;
import io.weir.route.UriEscape;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A directory for programs: XML, JSON and JSONP as nginx writes them. Texts are byte strings. */
final class ListingData {

    private static final String CALLBACK = "callback=";

    private ListingData() {}

    static String xml(List<Entry> entries) {
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\"?>\r\n<list>\r\n");
        for (Entry entry : entries) {
            String kind = kind(entry);
            out.append('<').append(kind);
            out.append(" mtime=\"")
                    .append(Instant.ofEpochSecond(entry.modified()))
                    .append('"');
            if (entry.regular()) {
                out.append(" size=\"").append(entry.size()).append('"');
            }
            out.append('>').append(ListingPage.escapeHtml(entry.name()));
            out.append("</").append(kind).append(">\r\n");
        }
        return out.append("</list>\r\n").toString();
    }

    /** @param callback the function that gets the list; empty for the list alone */
    static String json(List<Entry> entries, String callback) {
        String list =
                entries.stream().map(entry -> "\r\n" + json(entry)).collect(Collectors.joining(",", "[", "\r\n]"));
        // The comment keeps the file from beginning with what the client chose.
        return callback.isEmpty() ? list : "/* callback */\r\n" + callback + "(" + list + ");";
    }

    private static String json(Entry entry) {
        String line = "{ \"name\":\"" + escape(entry.name()) + "\", \"type\":\"" + kind(entry) + "\", \"mtime\":\""
                + HttpTime.format(entry.modified()) + "\"";
        return entry.regular() ? line + ", \"size\":" + entry.size() + " }" : line + " }";
    }

    private static String kind(Entry entry) {
        return entry.directory() ? "directory" : entry.regular() ? "file" : "other";
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04X", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    /** The argument {@code callback}; empty for none, null for what is no name of a function. */
    static @Nullable String callback(RequestTarget target) {
        for (String pair : target.args() == null ? new String[0] : target.args().split("&")) {
            if (pair.regionMatches(true, 0, CALLBACK, 0, CALLBACK.length())) {
                String name = UriEscape.unescapeRedirect(pair.substring(CALLBACK.length()));
                return name.chars().allMatch(ListingData::isInName) ? name : null;
            }
        }
        return "";
    }

    private static boolean isInName(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '$'
                || c == '.'
                || c == '['
                || c == ']';
    }
}
