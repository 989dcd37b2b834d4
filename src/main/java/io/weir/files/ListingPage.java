package io.weir.files;

import io.weir.config.FileSettings.Listing;
import io.weir.files.DirectoryListing.Entry;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** nginx's page for a directory, byte for byte. Texts are byte strings. */
final class ListingPage {

    /** {@code NGX_HTTP_AUTOINDEX_NAME_LEN}: in characters, not bytes. */
    private static final int NAME_WIDTH = 50;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm", Locale.ENGLISH);

    private ListingPage() {}

    static String of(String uri, List<Entry> entries, Listing settings) {
        StringBuilder page = new StringBuilder(512 + entries.size() * 160);
        String title = "Index of " + escapeHtml(uri);
        page.append("<html>\r\n<head><title>").append(title).append("</title></head>\r\n<body>\r\n");
        page.append("<h1>").append(title).append("</h1>");
        page.append("<hr><pre><a href=\"../\">../</a>\r\n");
        ZoneId zone = settings.localTime() ? ZoneId.systemDefault() : ZoneOffset.UTC;
        for (Entry entry : entries) {
            line(page, entry, settings.exactSize(), zone);
        }
        return page.append("</pre><hr></body>\r\n</html>\r\n").toString();
    }

    private static void line(StringBuilder page, Entry entry, boolean exact, ZoneId zone) {
        page.append("<a href=\"").append(escapeComponent(entry.name())).append(entry.directory() ? "/\">" : "\">");
        int width = characters(entry.name());
        if (width > NAME_WIDTH) {
            page.append(escapeHtml(first(entry.name(), NAME_WIDTH - 3))).append("..&gt;</a>");
        } else {
            page.append(escapeHtml(entry.name()));
            if (entry.directory() && width < NAME_WIDTH) {
                page.append('/');
                width++;
            }
            page.append("</a>").repeat(' ', NAME_WIDTH - width);
        }
        page.append(' ')
                .append(TIME.format(Instant.ofEpochSecond(entry.modified()).atZone(zone)));
        page.append(' ').append(size(entry, exact)).append("\r\n");
    }

    private static String size(Entry entry, boolean exact) {
        if (exact) {
            return padded(entry.directory() ? "-" : Long.toString(entry.size()), 19);
        }
        return entry.directory() ? padded("-", 7) : rounded(entry.size());
    }

    private static String rounded(long size) {
        if (size > (1L << 30) - 1) {
            return scaled(size, 30) + 'G';
        }
        if (size > (1L << 20) - 1) {
            return scaled(size, 20) + 'M';
        }
        return size > 9999 ? scaled(size, 10) + 'K' : padded(Long.toString(size), 7);
    }

    /** Rounded half up. */
    private static String scaled(long size, int shift) {
        long half = 1L << (shift - 1);
        return padded(Long.toString((size + half) >> shift), 6);
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static int characters(String bytes) {
        return (int) bytes.chars().filter(c -> !isContinuation(c)).count();
    }

    /** The first characters of UTF-8 text. */
    private static String first(String bytes, int count) {
        int seen = 0;
        for (int at = 0; at < bytes.length(); at++) {
            if (!isContinuation(bytes.charAt(at)) && ++seen > count) {
                return bytes.substring(0, at);
            }
        }
        return bytes;
    }

    private static boolean isContinuation(int c) {
        return (c & 0xc0) == 0x80;
    }

    static String escapeHtml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** {@code NGX_ESCAPE_URI_COMPONENT}: all but RFC 3986's unreserved characters. */
    private static String escapeComponent(String bytes) {
        StringBuilder out = new StringBuilder(bytes.length() + 16);
        for (char c : bytes.toCharArray()) {
            boolean unreserved = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0;
            if (unreserved) {
                out.append(c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return out.toString();
    }
}
