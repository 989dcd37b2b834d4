package io.weir.response;

import io.weir.http.StatusText;
import java.nio.charset.StandardCharsets;

/** nginx's built-in page for a status, with its titles. */
final class ErrorPage {

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
