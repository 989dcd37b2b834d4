package io.weir.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;

/** Gives a protocol a response as the walk does, in reads of any sizes, and writes down what comes of it. */
final class ReadInPieces {

    /** As {@code *_buffer_size}. */
    private static final int HEADER_BUFFER = 4096;

    /**
     * @param head status and fields, or why there are none
     * @param body the payload
     * @param end how the body ended: done, cut, closed, early or broken
     */
    record Result(String head, String body, String end) {}

    private final byte[] wire;
    private final Random random;
    private int sent;

    private ReadInPieces(byte[] wire, Random random) {
        this.wire = wire;
        this.random = random;
    }

    static Result read(Protocol protocol, byte[] wire, Random random) {
        return new ReadInPieces(wire, random).run(protocol);
    }

    private Result run(Protocol protocol) {
        ByteBuffer memory = ByteBuffer.allocate(HEADER_BUFFER);
        int parsed = 0;
        int filled = 0;
        while (sent < wire.length) {
            if (filled == HEADER_BUFFER) {
                return new Result("too big", "", "");
            }
            int count = piece(Math.min(HEADER_BUFFER - filled, wire.length - sent));
            memory.put(filled, wire, sent, count);
            sent += count;
            filled += count;
            ByteBuffer unparsed = memory.duplicate().position(parsed).limit(filled);
            switch (protocol.processHeader(unparsed)) {
                case HeaderProgress.NeedMore more -> {
                    parsed = more.rewind() ? 0 : unparsed.position();
                    filled = more.rewind() ? 0 : filled;
                }
                case HeaderProgress.Invalid invalid -> {
                    return new Result("invalid " + invalid.message(), "", "");
                }
                case HeaderProgress.EarlyHints _ -> parsed = unparsed.position();
                case HeaderProgress.Complete complete -> {
                    String head = complete.head().statusText() + "\n"
                            + complete.head().fields();
                    return body(head, protocol.body(complete.head()), unparsed);
                }
            }
        }
        return new Result("early end", "", "");
    }

    private Result body(String head, BodyFilter filter, ByteBuffer first) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        try {
            take(filter, payload, first.slice());
            while (!filter.done() && !filter.cut() && sent < wire.length) {
                if (filter.stillToCome() == 0) {
                    throw new AssertionError("nothing still to come, but not done");
                }
                int one = piece(wire.length - sent);
                int two = piece(wire.length - sent - one);
                byte[] bytes = java.util.Arrays.copyOfRange(wire, sent, sent + one + two);
                sent += one + two;
                // The ring's free space may be in two parts.
                take(
                        filter,
                        payload,
                        ByteBuffer.wrap(bytes, 0, one).slice(),
                        ByteBuffer.wrap(bytes, one, two).slice());
            }
        } catch (BrokenBodyException broken) {
            return new Result(head, "", "broken " + broken.getMessage());
        }
        String end = filter.done() ? "done" : filter.cut() ? "cut" : filter.endsAtClose() ? "closed" : "early";
        return new Result(head, payload.toString(java.nio.charset.StandardCharsets.ISO_8859_1), end);
    }

    private static void take(BodyFilter filter, ByteArrayOutputStream payload, ByteBuffer... received)
            throws BrokenBodyException {
        int left = filter.filter(received);
        for (ByteBuffer buffer : received) {
            int count = Math.min(left, buffer.remaining());
            byte[] bytes = new byte[count];
            buffer.get(bytes);
            payload.writeBytes(bytes);
            left -= count;
        }
        if (left != 0) {
            throw new AssertionError(left + " bytes more of payload than were received");
        }
    }

    private int piece(int most) {
        if (most == 0) {
            return 0;
        }
        return 1 + random.nextInt(Math.min(most, random.nextInt(4) == 0 ? most : 9));
    }
}
