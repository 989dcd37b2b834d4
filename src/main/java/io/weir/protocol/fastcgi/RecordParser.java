package io.weir.protocol.fastcgi;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where in the peer's records the bytes are that come next: in a record's header, its content or its padding. Both the head and
 * the body of a response are read through it, and it goes on wherever a read has stopped. One per attempt.
 */
final class RecordParser {

    static final int END_REQUEST = 3;
    static final int STDOUT = 6;
    static final int STDERR = 7;

    static final int HEADER = 8;

    private int headerSeen;
    private int type;
    private int content;
    private int padding;

    /** Forgets everything, for another connection. */
    void reset() {
        headerSeen = 0;
        type = 0;
        content = 0;
        padding = 0;
    }

    /** Whether a record's header is complete, and its content or padding is next. */
    boolean inRecord() {
        return headerSeen == HEADER;
    }

    int type() {
        return type;
    }

    /** Bytes of content that are still to come. */
    int content() {
        return content;
    }

    /** Bytes of padding that are still to come. */
    int padding() {
        return padding;
    }

    /**
     * Consumes what is there of a record's header.
     *
     * @return why the peer cannot be understood, in nginx's words; null when it can so far
     */
    @Nullable
    String readHeader(ByteBuffer in) {
        while (headerSeen < HEADER && in.hasRemaining()) {
            int b = in.get() & 0xff;
            String wrong = headerByte(b);
            if (wrong != null) {
                return wrong;
            }
            headerSeen++;
        }
        return null;
    }

    private @Nullable String headerByte(int b) {
        switch (headerSeen) {
            case 0 -> {
                if (b != 1) {
                    return "upstream sent unsupported FastCGI protocol version: " + b;
                }
            }
            case 1 -> {
                if (b != STDOUT && b != STDERR && b != END_REQUEST) {
                    return "upstream sent invalid FastCGI record type: " + b;
                }
                type = b;
            }
            case 2 -> {
                if (b != 0) {
                    return "upstream sent unexpected FastCGI request id high byte: " + b;
                }
            }
            case 3 -> {
                if (b != 1) {
                    return "upstream sent unexpected FastCGI request id low byte: " + b;
                }
            }
            case 4 -> content = b << 8;
            case 5 -> content |= b;
            case 6 -> padding = b;
            default -> {}
        }
        return null;
    }

    /** Takes note that this much of the content was consumed. */
    void consumed(int bytes) {
        content -= bytes;
    }

    /** Consumes what is there of the padding. @return whether the record is over */
    boolean skipPadding(ByteBuffer in) {
        int count = Math.min(padding, in.remaining());
        in.position(in.position() + count);
        padding -= count;
        if (padding == 0) {
            headerSeen = 0;
        }
        return padding == 0;
    }
}
