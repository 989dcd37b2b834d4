package io.weir.server;

import java.nio.ByteBuffer;

/**
 * Decodes a request's body in chunks out of the connection's input, with the parser that has read the head: it is in the middle
 * of the message. One thread at a time.
 */
final class ChunkedInput {

    /** More input is needed. */
    static final int MORE = 0;

    /** The last chunk and the trailers were read. */
    static final int END = -1;

    /** These are no chunks. */
    static final int BROKEN = -2;

    private static final int CAPACITY = 16 * 1024;

    private final InputBuffer input;
    private final RequestParser parser;

    ChunkedInput(InputBuffer input, RequestParser parser) {
        this.input = input;
        this.parser = parser;
    }

    /**
     * Decodes what is here.
     *
     * @return how many bytes were put into {@code into}, or {@link #MORE}, {@link #END} or {@link #BROKEN}
     */
    int decode(ByteBuffer into) {
        ByteBuffer content = parser.content();
        while (content == null || !content.hasRemaining()) {
            if (parser.messageIsComplete()) {
                return END;
            }
            boolean stopped = parser.parseBody(input.bytes());
            if (parser.rejected() != 0) {
                return BROKEN;
            }
            content = parser.content();
            if (!stopped && content == null && !parser.messageIsComplete()) {
                return MORE;
            }
        }
        int count = Math.min(into.remaining(), content.remaining());
        into.put(into.position(), content, content.position(), count);
        into.position(into.position() + count);
        content.position(content.position() + count);
        return count;
    }

    /** Room for more bytes, after {@link #MORE}; they are told to {@link #received}. */
    ByteBuffer space() {
        return input.spaceForBody(CAPACITY);
    }

    void received(int count) {
        input.received(count);
    }
}
