package io.weir.body;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes an upstream's chunked body in place, byte for byte as nginx 1.31 does ({@code ngx_http_parse_chunked}).
 *
 * <p>CR LF is mandatory everywhere: a bare LF is invalid (nginx since 1.29.4), because two parsers could read it in
 * two ways. Extensions are skipped. A chunk size is invalid from 2<sup>59</sup> on. Trailers are skipped (syntax
 * only) or collected.
 *
 * <p>Confined to the thread that reads the upstream; never blocks.
 */
public final class ChunkDecoder {

    private enum State {
        START,
        SIZE,
        EXTENSION,
        EXTENSION_LF,
        DATA,
        AFTER_DATA,
        AFTER_DATA_LF,
        LAST_EXTENSION,
        LAST_EXTENSION_LF,
        TRAILER,
        TRAILER_END_LF,
        TRAILER_LINE,
        TRAILER_LINE_LF,
        COLLECTING,
        DONE
    }

    /** What follows the data of a chunk at least: CR LF {@code 0} CR LF CR LF. */
    private static final int AFTER_CHUNK = 7;

    private final @Nullable TrailerParser parser;
    private State state = State.START;
    /** The rest of the current chunk, or its size so far. */
    private long size;

    private long surplus;

    private ChunkDecoder(@Nullable TrailerParser parser) {
        this.parser = parser;
    }

    /** For {@code proxy_pass_trailers off}: the trailer part is checked for CR LF and dropped. */
    public static ChunkDecoder skippingTrailers() {
        return new ChunkDecoder(null);
    }

    /**
     * For {@code proxy_pass_trailers on}.
     *
     * @param maxBytes all trailer lines together, their line ends and the final one included ({@code
     *     proxy_buffer_size})
     */
    public static ChunkDecoder collectingTrailers(int maxBytes) {
        return new ChunkDecoder(new TrailerParser(maxBytes));
    }

    /**
     * Decodes what was read and moves the payload to the front.
     *
     * @param slices the raw bytes in order, each from position to limit; positions and limits stay as they are, and
     *     memory outside is not touched
     * @return the number of payload bytes, which now are the first bytes of the slices
     * @throws ChunkedException when the body is malformed; the decoder must not be used any more
     */
    public int decode(ByteBuffer... slices) throws ChunkedException {
        int payload = 0;
        int outIndex = 0;
        int outAt = slices.length == 0 ? 0 : slices[0].position();
        for (ByteBuffer in : slices) {
            int at = in.position();
            int end = in.limit();
            while (at < end) {
                switch (state) {
                    case DATA -> {
                        int run = (int) Math.min(size, end - at);
                        int moved = 0;
                        while (moved < run) {
                            ByteBuffer out = slices[outIndex];
                            int part = Math.min(out.limit() - outAt, run - moved);
                            if (part == 0) {
                                outAt = slices[++outIndex].position();
                                continue;
                            }
                            if (out != in || outAt != at + moved) {
                                out.put(outAt, in, at + moved, part);
                            }
                            outAt += part;
                            moved += part;
                        }
                        payload += run;
                        at += run;
                        size -= run;
                        if (size == 0) {
                            state = State.AFTER_DATA;
                        }
                    }
                    case DONE -> {
                        surplus += end - at;
                        at = end;
                    }
                    default -> step(in.get(at++));
                }
            }
        }
        if (size > Long.MAX_VALUE - 9) {
            throw invalid();
        }
        return payload;
    }

    private void step(byte b) throws ChunkedException {
        switch (state) {
            case START -> {
                size = digit(b);
                if (size < 0) {
                    throw invalid();
                }
                state = State.SIZE;
            }
            case SIZE -> inSize(b);
            case EXTENSION -> state = inLine(b, State.EXTENSION, State.EXTENSION_LF);
            case EXTENSION_LF -> state = atLf(b, State.DATA);
            case AFTER_DATA -> {
                if (b != '\r') {
                    throw invalid();
                }
                state = State.AFTER_DATA_LF;
            }
            case AFTER_DATA_LF -> state = atLf(b, State.START);
            case LAST_EXTENSION -> state = inLine(b, State.LAST_EXTENSION, State.LAST_EXTENSION_LF);
            case LAST_EXTENSION_LF -> state = atLf(b, parser == null ? State.TRAILER : State.COLLECTING);
            case TRAILER -> state = inLine(b, State.TRAILER_LINE, State.TRAILER_END_LF);
            case TRAILER_END_LF -> state = atLf(b, State.DONE);
            case TRAILER_LINE -> state = inLine(b, State.TRAILER_LINE, State.TRAILER_LINE_LF);
            case TRAILER_LINE_LF -> state = atLf(b, State.TRAILER);
            case COLLECTING -> {
                if (parser != null && parser.accept(b)) {
                    state = State.DONE;
                }
            }
            case DATA, DONE -> throw new IllegalStateException(state.toString());
        }
    }

    private void inSize(byte b) throws ChunkedException {
        // nginx looks at the size before it looks at the byte: a size that has no room for another digit is refused
        // even if the number ends here.
        if (size > Long.MAX_VALUE / 16) {
            throw invalid();
        }
        int digit = digit(b);
        if (digit >= 0) {
            size = size * 16 + digit;
            return;
        }
        boolean last = size == 0;
        switch (b) {
            case '\r' -> state = last ? State.LAST_EXTENSION_LF : State.EXTENSION_LF;
            case ';', ' ', '\t' -> state = last ? State.LAST_EXTENSION : State.EXTENSION;
            default -> throw invalid();
        }
    }

    private static State inLine(byte b, State inside, State atCr) throws ChunkedException {
        return switch (b) {
            case '\r' -> atCr;
            case '\n' -> throw invalid();
            default -> inside;
        };
    }

    private static State atLf(byte b, State next) throws ChunkedException {
        if (b != '\n') {
            throw invalid();
        }
        return next;
    }

    private static int digit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private static ChunkedException invalid() {
        return new ChunkedException(ChunkedException.Kind.INVALID_CHUNK, "upstream sent invalid chunked response");
    }

    /** Whether the final chunk and the trailer part were read to their end. */
    public boolean done() {
        return state == State.DONE;
    }

    /**
     * Bytes seen behind the end of the body. They are dropped; nginx logs {@code upstream sent data after final
     * chunk} and does not keep the connection.
     */
    public long surplus() {
        return surplus;
    }

    /**
     * The least number of bytes that must still arrive; 0 when done. A buffer that holds at least so many is passed
     * on though it is not full (see {@link HoldBack}).
     */
    public long stillToCome() {
        return switch (state) {
            case START -> 5;
            case SIZE -> 2 + (size > 0 ? size + AFTER_CHUNK : 2);
            case EXTENSION -> 2 + size + AFTER_CHUNK;
            case EXTENSION_LF -> 1 + size + AFTER_CHUNK;
            case DATA -> size + AFTER_CHUNK;
            case AFTER_DATA -> AFTER_CHUNK;
            case AFTER_DATA_LF -> AFTER_CHUNK - 1;
            case LAST_EXTENSION, TRAILER_LINE -> 4;
            case LAST_EXTENSION_LF, TRAILER_LINE_LF -> 3;
            case TRAILER -> 2;
            case TRAILER_END_LF, COLLECTING -> 1;
            case DONE -> 0;
        };
    }

    /** The trailers in order once {@link #done}; empty when they are skipped or there are none. */
    public List<Trailer> trailers() {
        return parser == null || state != State.DONE ? List.of() : parser.trailers();
    }

    /**
     * One trailer line.
     *
     * @param name byte string as it came; nginx checks no more than that it has no control characters and no spaces
     * @param value byte string without surrounding spaces
     */
    public record Trailer(String name, String value) {}
}
