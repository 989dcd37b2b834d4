package io.weir.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpVersion;

/**
 * Walks the lines of a head as they were received, in step with the parser, and gives back what the parser does not keep: the
 * spelling of names (it has its own for those it knows) and of the protocol. Confined to the connection's thread.
 */
final class HeadLines {

    private final InputBuffer input;
    private int at;

    HeadLines(InputBuffer input) {
        this.input = input;
    }

    /**
     * The request line has been parsed: the next line is the first field.
     *
     * @return whether its protocol is spelled as protocols are, and a request without one is a GET (HTTP/0.9 knows no other)
     */
    boolean passRequestLine(String method, HttpVersion version) {
        ByteBuffer in = input.bytes();
        int start = input.firstLineStart();
        at = lineFeed(in, start) + 1;
        if (version.getVersion() < HttpVersion.HTTP_1_0.getVersion()) {
            return method.equals("GET");
        }
        // " HTTP/1.1" and the line's end are in the last dozen bytes.
        for (int i = Math.max(start, at - 12); i < at - 5; i++) {
            if (in.get(i) == 'H' && in.get(i + 1) == 'T' && in.get(i + 2) == 'T' && in.get(i + 3) == 'P') {
                return true;
            }
        }
        return false;
    }

    /** The field of the next line, with its name as it was received. */
    HttpField asReceived(HttpField field) {
        ByteBuffer in = input.bytes();
        int start = at;
        at = lineFeed(in, start) + 1;
        String name = field.getName();
        for (int i = 0; i < name.length(); i++) {
            if (start + i >= at || in.get(start + i) != (byte) name.charAt(i)) {
                return new HttpField(field.getHeader(), name(in, start), field.getValue());
            }
        }
        return field;
    }

    private static String name(ByteBuffer in, int start) {
        int end = start;
        while (in.get(end) != ':' && in.get(end) != '\r' && in.get(end) != '\n') {
            end++;
        }
        return new String(in.array(), start, end - start, StandardCharsets.ISO_8859_1);
    }

    private static int lineFeed(ByteBuffer in, int start) {
        int end = start;
        while (end < in.limit() && in.get(end) != '\n') {
            end++;
        }
        return end;
    }
}
