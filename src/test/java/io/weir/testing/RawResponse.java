package io.weir.testing;

import java.util.List;

/**
 * A response as the client saw it.
 *
 * @param head status line and header lines; the status line is empty when what came does not begin with {@code HTTP/}
 * @param rawBody the body's bytes with their chunk framing
 * @param body the body
 * @param trailers the trailer lines of a chunked body, in order
 * @param complete whether the body's own framing says that this is all: the declared length, the last chunk, or an orderly
 *     end of a connection that has no other framing
 * @param ending what was seen of the connection after the last byte
 */
public record RawResponse(
        Head head, byte[] rawBody, byte[] body, List<String> trailers, boolean complete, Ending ending) {

    /** What was seen of the connection after the last byte that was read. */
    public enum Ending {
        /** Nothing: the response ended by its own framing, and nobody looked further. */
        OPEN,
        /** An orderly end (FIN). */
        CLOSED,
        /** A reset, or another error. */
        RESET
    }

    public String statusLine() {
        return head.firstLine();
    }

    /** The status, or 0 when there is no status line. */
    public int status() {
        String[] words = statusLine().split(" ", 3);
        return words.length > 1 && words[1].matches("\\d+") ? Integer.parseInt(words[1]) : 0;
    }

    public List<String> headerLines() {
        return head.lines();
    }

    public List<String> header(String name) {
        return head.values(name);
    }

    public String bodyText() {
        return Bytes.text(body);
    }

    /** The connection ended with a FIN, not with a reset. */
    public boolean closedCleanly() {
        return ending == Ending.CLOSED;
    }
}
