package io.weir.differential;

/** Responses that many scenarios share. */
final class Answers {

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private Answers() {}

    /** A response whose body is its status. */
    static String status(int status) {
        return "HTTP/1.1 " + status + " Said So\r\nContent-Length: 3\r\n\r\n" + status;
    }

    /** A 200 with these header lines (each ended by CR LF) and the body {@code hello}. */
    static String with(String lines) {
        return "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n" + lines + "\r\nhello";
    }
}
