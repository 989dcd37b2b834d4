package io.weir.protocol.cgi;

import io.weir.exchange.UpstreamHead;
import io.weir.protocol.HeadLines;
import io.weir.protocol.HeaderProgress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of a CGI response: fields, of which {@code Status} or {@code Location} tell the status; where the protocol
 * allows it, an HTTP status line before them. Takes any pieces, because a record may end in the middle of a line.
 */
public final class CgiHeadParser {

    private static final int STATUS_DIGITS = 3;

    private final boolean statusLineAllowed;
    private final boolean keepable;
    private HeadLines lines = new HeadLines();
    private byte[] line = new byte[256];
    private int length;
    private boolean firstLine = true;

    /** @param keepable what the head says of the connection: nothing, so the protocol knows */
    public CgiHeadParser(boolean statusLineAllowed, boolean keepable) {
        this.statusLineAllowed = statusLineAllowed;
        this.keepable = keepable;
    }

    /** Forgets everything, for another response. */
    public void reset() {
        lines = new HeadLines();
        length = 0;
        firstLine = true;
    }

    /** Consumes a piece; when the head is complete, its position is at the first byte of the body. */
    public HeaderProgress parse(ByteBuffer piece) {
        while (piece.hasRemaining()) {
            byte b = piece.get();
            if (b != '\n') {
                if (length == line.length) {
                    line = Arrays.copyOf(line, length * 2);
                }
                line[length++] = b;
                continue;
            }
            boolean blank = endLine();
            String invalid = lines.invalid();
            if (invalid != null) {
                return new HeaderProgress.Invalid(invalid);
            }
            if (blank) {
                return complete();
            }
        }
        return HeaderProgress.NeedMore.INSTANCE;
    }

    /** @return whether it was the blank line */
    private boolean endLine() {
        int end = length;
        while (end > 0 && line[end - 1] == '\r') {
            end--;
        }
        length = 0;
        boolean first = firstLine;
        firstLine = false;
        if (first && statusLineAllowed && lines.readStatusLine(line, 0, end)) {
            return false;
        }
        if (end == 0) {
            lines.finish();
            return true;
        }
        lines.readField(line, 0, end);
        return false;
    }

    private HeaderProgress complete() {
        String invalid = lines.invalid();
        if (invalid != null) {
            return new HeaderProgress.Invalid(invalid);
        }
        int status = lines.status();
        String text = lines.statusText();
        if (status == 0) {
            @Nullable String field = lines.fields().get("Status");
            if (field != null) {
                status = status(field);
                text = field;
                if (status < 0) {
                    return new HeaderProgress.Invalid("upstream sent invalid status \"" + field + "\"");
                }
            } else if (lines.fields().contains(HttpHeader.LOCATION)) {
                status = 302;
                text = "302 Moved Temporarily";
            } else {
                status = 200;
                text = "200 OK";
            }
        }
        return new HeaderProgress.Complete(
                new UpstreamHead(status, text, lines.fields(), lines.contentLength(), lines.chunked(), keepable));
    }

    /** The first three characters, which have to be digits; what follows them is passed on as it is. */
    private static int status(String field) {
        if (field.length() < STATUS_DIGITS) {
            return -1;
        }
        int status = 0;
        for (int i = 0; i < STATUS_DIGITS; i++) {
            char c = field.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            status = status * 10 + c - '0';
        }
        return status;
    }
}
