package io.weir.response;

import io.weir.http.StatusText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** nginx's built-in page for a status, with its titles. */
final class ErrorPage {

    private static final byte[] PADDING = "<!-- a padding to disable MSIE and Chrome friendly error page -->\r\n"
            .repeat(6)
            .getBytes(StandardCharsets.US_ASCII);

    private ErrorPage() {}

    /** @return the page; empty for a status that nginx has none for */
    static byte[] of(int status, String server) {
        String title = title(status);
        if (title.isEmpty()) {
            return new byte[0];
        }
        String hint = hint(status);
        return ("<html>\r\n<head><title>" + (hint.isEmpty() ? title : "400 " + hint) + "</title></head>\r\n<body>\r\n"
                        + "<center><h1>" + title + "</h1></center>\r\n"
                        + (hint.isEmpty() ? "" : "<center>" + hint + "</center>\r\n")
                        + "<hr><center>" + server + "</center>\r\n</body>\r\n</html>\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Made as long as it takes for MSIE and Chrome to show it instead of a page of their own. */
    static byte[] padded(byte[] page) {
        byte[] longer = Arrays.copyOf(page, page.length + PADDING.length);
        System.arraycopy(PADDING, 0, longer, page.length, PADDING.length);
        return longer;
    }

    /** A page that takes MSIE to the location, in place of a redirect. */
    static byte[] refresh(String location) {
        StringBuilder page = new StringBuilder("<html><head><meta http-equiv=\"Refresh\" content=\"0; URL=");
        for (int i = 0; i < location.length(); i++) {
            char c = location.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == '\'') {
                page.append(String.format("%%%02X", (int) c));
            } else {
                page.append(c);
            }
        }
        return page.append("\"></head><body></body></html>\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String title(int status) {
        return switch (status) {
            case 302 -> "302 Found";
            case 401 -> "401 Authorization Required";
            case 494, 495, 496, 497 -> "400 Bad Request";
            default -> status < 300 || StatusText.line(status).endsWith(" ") ? "" : StatusText.line(status);
        };
    }

    /** What 400 means in the cases that have a code of their own for {@code error_page}. */
    private static String hint(int status) {
        return switch (status) {
            case 494 -> "Request Header Or Cookie Too Large";
            case 495 -> "The SSL certificate error";
            case 496 -> "No required SSL certificate was sent";
            case 497 -> "The plain HTTP request was sent to HTTPS port";
            default -> "";
        };
    }
}
