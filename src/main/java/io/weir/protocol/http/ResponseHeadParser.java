package io.weir.protocol.http;

import io.weir.exchange.UpstreamHead;
import io.weir.protocol.HeadLines;
import io.weir.protocol.HeaderProgress;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response head line by line, by nginx's rules (nginx-semantics 6.5 and 10.1), which are neither the RFCs' nor those of
 * Jetty's parser: names may hold nearly any character, a line without a colon is a field without a value, and what follows a
 * version is taken as it comes. Jetty's parser was a tenth of the CPU time of a small response besides.
 *
 * <p>Consumes whole lines only, so that any split of the input gives the same result.
 */
public final class ResponseHeadParser {

    private static final int EARLY_HINTS = 103;

    private static final String NO_STATUS_LINE = "upstream sent no valid HTTP/1.0 header";

    /**
     * A copy of the next bytes: an array is read faster than a direct buffer. Most heads fit, and of the body that came with them
     * little is copied; grows to the longest line.
     */
    private byte[] window = new byte[512];

    private HeadLines lines = new HeadLines();
    private boolean statusLineRead;
    private boolean oldHints;

    void reset() {
        lines = new HeadLines();
        statusLineRead = false;
    }

    /** See {@link io.weir.protocol.Protocol#processHeader}. */
    public HeaderProgress parse(ByteBuffer received) {
        while (true) {
            int count = Math.min(received.remaining(), window.length);
            received.get(received.position(), window, 0, count);
            boolean all = count == received.remaining();
            int before = received.position();
            HeaderProgress progress = readLines(received, count);
            if (progress != null) {
                return progress;
            }
            int lines = received.position() - before;
            if (all) {
                return statusLineRead || HeadLines.beginsAsStatusLine(window, lines, count)
                        ? HeaderProgress.NeedMore.INSTANCE
                        : new HeaderProgress.Invalid(NO_STATUS_LINE);
            }
            if (lines == 0) {
                window = new byte[window.length * 2];
            }
        }
    }

    /**
     * Reads and consumes the lines that are whole within the window.
     *
     * @return null when none of them ended a head or was wrong
     */
    private @Nullable HeaderProgress readLines(ByteBuffer received, int count) {
        int start = received.position();
        int line = 0;
        for (int at = 0; at < count; at++) {
            if (window[at] != '\n') {
                continue;
            }
            boolean complete = readLine(line, at);
            line = at + 1;
            received.position(start + line);
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
            if (!complete) {
                continue;
            }
            if (isFinal()) {
                return new HeaderProgress.Complete(head());
            }
            if (lines.status() == EARLY_HINTS) {
                HttpFields hints = lines.fields();
                reset();
                return new HeaderProgress.EarlyHints(hints);
            }
            // Nobody asked for an interim response (Expect is never sent upstream): the final one follows (RFC 9110,
            // 15.2).
            reset();
        }
        return null;
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
        while (end > start && window[end - 1] == '\r') {
            end--;
        }
        if (!statusLineRead) {
            statusLineRead = lines.readStatusLine(window, start, end);
            oldHints = lines.status() == EARLY_HINTS && !lines.keepable(); // no field has been read yet
            return false;
        }
        if (end == start) {
            lines.finish();
            return true;
        }
        lines.readField(window, start, end);
        return false;
    }
}
