package io.weir.protocol.http;

import io.weir.exchange.UpstreamHead;
import io.weir.protocol.HeadLines;
import io.weir.protocol.HeaderProgress;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;

/**
 * Reads a response head line by line, by nginx's rules (nginx-semantics 6.5 and 10.1), which are neither the RFCs' nor those of
 * Jetty's parser: names may hold nearly any character, a line without a colon is a field without a value, and what follows a
 * version is taken as it comes. Jetty's parser reads the requests, whose senders nobody knows; here it was a tenth of the CPU
 * time of a small response.
 *
 * <p>Consumes whole lines only, so that any split of the input gives the same result.
 */
final class ResponseHeadParser {

    private static final int EARLY_HINTS = 103;

    private static final String NO_STATUS_LINE = "upstream sent no valid HTTP/1.0 header";

    /** A copy of what has been received: an array is read faster than a direct buffer. Grows to the header buffer's size. */
    private byte[] bytes = new byte[1024];

    private HeadLines lines = new HeadLines();
    private boolean statusLineRead;
    private boolean oldHints;

    void reset() {
        lines = new HeadLines();
        statusLineRead = false;
    }

    /** See {@link io.weir.protocol.Protocol#processHeader}. */
    HeaderProgress parse(ByteBuffer received) {
        int count = received.remaining();
        if (bytes.length < count) {
            bytes = new byte[Math.max(count, bytes.length * 2)];
        }
        received.get(received.position(), bytes, 0, count);
        int line = 0;
        for (int at = 0; at < count; at++) {
            if (bytes[at] != '\n') {
                continue;
            }
            boolean complete = readLine(line, at);
            line = at + 1;
            if (!statusLineRead) {
                return new HeaderProgress.Invalid(NO_STATUS_LINE);
            }
            String invalid = lines.invalid();
            if (oldHints) {
                invalid = "upstream sent HTTP/1.0 response with early hints";
            }
            if (invalid != null) {
                return new HeaderProgress.Invalid(invalid);
            }
            if (complete && isFinal()) {
                received.position(received.position() + line);
                return new HeaderProgress.Complete(head());
            }
            if (complete && lines.status() == EARLY_HINTS) {
                HttpFields hints = lines.fields();
                reset();
                received.position(received.position() + line);
                return new HeaderProgress.EarlyHints(hints);
            }
            if (complete) {
                // Nobody asked for an interim response (Expect is never sent upstream): the final one follows (RFC
                // 9110, 15.2).
                reset();
            }
        }
        received.position(received.position() + line);
        if (!statusLineRead && !HeadLines.beginsAsStatusLine(bytes, line, count)) {
            return new HeaderProgress.Invalid(NO_STATUS_LINE);
        }
        return HeaderProgress.NeedMore.INSTANCE;
    }

    /** 101 ends the HTTP part of a connection, so nothing follows it that could be final. */
    private boolean isFinal() {
        return lines.status() >= 200 || lines.status() == 101 || lines.status() < 100;
    }

    private UpstreamHead head() {
        return new UpstreamHead(
                lines.status(),
                lines.statusText(),
                lines.fields(),
                lines.contentLength(),
                lines.chunked(),
                lines.keepable());
    }

    /**
     * @param lineFeed where the line's LF is; CRs before it belong to the line's end
     * @return whether it was the blank line
     */
    private boolean readLine(int start, int lineFeed) {
        int end = lineFeed;
        while (end > start && bytes[end - 1] == '\r') {
            end--;
        }
        if (!statusLineRead) {
            statusLineRead = lines.readStatusLine(bytes, start, end);
            oldHints = lines.status() == EARLY_HINTS && !lines.keepable(); // no field has been read yet
            return false;
        }
        if (end == start) {
            lines.finish();
            return true;
        }
        lines.readField(bytes, start, end);
        return false;
    }
}
