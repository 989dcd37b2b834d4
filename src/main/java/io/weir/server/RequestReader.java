package io.weir.server;

import io.weir.config.ClientSettings;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;

/**
 * Reads request heads out of one connection's input, and sees to what nginx does and Jetty's parser does not: versions above
 * 1.1, targets that are no UTF-8, limits of a head's size. Confined to the connection's thread.
 */
final class RequestReader {

    private final RequestRules rules;
    private final InputBuffer input;
    private final RequestParser parser;
    private final ChunkedInput chunks;
    private int headLength;

    RequestReader(ClientSettings settings) {
        this.rules = new RequestRules(settings);
        this.input = new InputBuffer(settings);
        this.parser = new RequestParser(settings, rules, new HeadLines(input));
        this.chunks = new ChunkedInput(input, parser);
    }

    /** The input: received and not consumed from position to limit, free from there on. */
    ByteBuffer input() {
        return input.bytes();
    }

    /** For the body of the request whose head was read, if it comes in chunks. */
    ChunkedInput chunks() {
        return chunks;
    }

    /** Begins the next request; bytes that are here already belong to it. */
    void begin() {
        parser.begin();
        input.beginHead();
        headLength = 0;
    }

    /**
     * Room for more bytes of a head, grown up to what {@code large_client_header_buffers} allow.
     *
     * @return the free part of the input; empty when the head is too large
     */
    ByteBuffer spaceForHead() {
        return input.spaceForHead();
    }

    /** Room for more bytes of a body, so that the input can hold so many. */
    ByteBuffer spaceForBody(int capacity) {
        return input.spaceForBody(capacity);
    }

    /** Tells that bytes were put into the free part. */
    void received(int count) {
        input.received(count);
    }

    /** Parses what is here. @return whether the head is complete, or known to be bad */
    boolean parseHead() {
        ByteBuffer in = input.bytes();
        int received = in.limit();
        parser.parseHead(in);
        if (parser.rejected() != 0) {
            in.limit(received).position(received); // the parser empties the buffer when it gives up
            if (parser.rejected() == 505 && takeAsVersion11()) {
                return parseHead();
            }
        }
        if (parser.headIsComplete() && headLength == 0) {
            headLength = in.position();
            if (parser.rejected() == 0) {
                check();
            }
        }
        return parser.headIsComplete() || parser.rejected() != 0;
    }

    /** HTTP/1.2 and its like are taken as 1.1, as nginx does; the parser knows no such versions. */
    private boolean takeAsVersion11() {
        String line = input.firstLine();
        int at = line.lastIndexOf(" HTTP/1.");
        int digit = at + 8;
        if (at < 0 || line.length() != digit + 1 || line.charAt(digit) < '2' || line.charAt(digit) > '9') {
            return false;
        }
        input.bytes().put(input.firstLineStart() + digit, (byte) '1').position(0);
        parser.beginAgain();
        return true;
    }

    private void check() {
        restoreTargetBytes();
        RequestRules.Verdict verdict = rules.check(method(), target(), version(), fields());
        if (verdict != null) {
            parser.reject(verdict.status(), verdict.why());
        }
    }

    /** The parser reads targets as UTF-8 and replaces what is none; a proxy passes on the bytes. */
    private void restoreTargetBytes() {
        String target = target();
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) >= 0x80) {
                String line = input.firstLine();
                int start = line.indexOf(' ') + 1;
                int end = line.lastIndexOf(' ');
                parser.target(end >= start ? line.substring(start, end) : line.substring(start));
                return;
            }
        }
    }

    /** The head does not fit: which part decides about the status. */
    void rejectTooLarge() {
        if (method().isEmpty()) {
            parser.reject(414, "client sent too long URI");
        } else {
            parser.reject(494, "client sent too large request");
        }
    }

    /** The request line as received. */
    String firstLine() {
        return input.firstLine();
    }

    /** {@code $request}: the first line as received, however broken. */
    String requestLine() {
        if (!headIsComplete()) {
            return firstLine();
        }
        String line = method() + " " + target();
        return version() == HttpVersion.HTTP_0_9 ? line : line + " " + version().asString();
    }

    /** Takes what has arrived and was not consumed. @return the number of bytes, perhaps 0 */
    int take(ByteBuffer into) {
        ByteBuffer arrived = input();
        int count = Math.min(into.remaining(), arrived.remaining());
        into.put(into.position(), arrived, arrived.position(), count);
        into.position(into.position() + count);
        arrived.position(arrived.position() + count);
        return count;
    }

    /** Whether everything of the head is known: only then its first line can be put together again. */
    boolean headIsComplete() {
        return parser.headIsComplete();
    }

    /** 0, or the status of a request that is not served. */
    int rejected() {
        return parser.rejected();
    }

    String why() {
        return parser.why();
    }

    String method() {
        return parser.method();
    }

    String target() {
        return parser.target();
    }

    HttpVersion version() {
        return parser.version();
    }

    HttpFields fields() {
        return parser.fields();
    }

    int headLength() {
        return headLength;
    }
}
