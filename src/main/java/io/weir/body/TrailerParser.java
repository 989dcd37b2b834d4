package io.weir.body;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trailer lines, parsed byte by byte as nginx parses header lines ({@code ngx_http_parse_header_line}): a bare LF
 * ends a line here, spaces around the value are dropped, a line without colon is a name without value, and a line
 * {@code HTTP/…} is skipped (some servers send a second status line).
 */
final class TrailerParser {

    private enum State {
        START,
        NAME,
        BEFORE_VALUE,
        VALUE,
        AFTER_VALUE,
        IGNORED_LINE,
        LINE_LF,
        END_LF
    }

    private static final byte[] HTTP = {'H', 'T', 'T', 'P'};

    private final int maxBytes;
    private byte[] text;
    private int length;
    private State state = State.START;
    private int nameStart;
    private int nameEnd;
    private int valueStart;
    private int valueEnd;
    private final List<ChunkDecoder.Trailer> trailers = new ArrayList<>();

    TrailerParser(int maxBytes) {
        this.maxBytes = maxBytes;
        this.text = new byte[Math.min(maxBytes, 256)];
    }

    List<ChunkDecoder.Trailer> trailers() {
        return List.copyOf(trailers);
    }

    /**
     * Takes the next byte.
     *
     * @return whether it was the last of the trailer part
     */
    boolean accept(byte b) throws ChunkedException {
        if (length == text.length) {
            text = Arrays.copyOf(text, Math.min(maxBytes, length * 2));
        }
        int at = length++;
        text[at] = b;
        boolean done = step(b, at);
        if (!done && length == maxBytes) {
            throw new ChunkedException(ChunkedException.Kind.TRAILERS_TOO_BIG, "upstream sent too big trailers");
        }
        return done;
    }

    private boolean step(byte b, int at) throws ChunkedException {
        int c = b & 0xff;
        switch (state) {
            case START -> {
                nameStart = at;
                valueEnd = at;
                if (c == '\n') {
                    return true;
                }
                if (c != '\r' && (c == ':' || isControlOrSpace(c))) {
                    throw invalid(at);
                }
                state = c == '\r' ? State.END_LF : State.NAME;
            }
            case NAME -> inName(c, at);
            case BEFORE_VALUE -> {
                if (c != ' ') {
                    valueStart = at;
                    valueEnd = at;
                    inValue(c, at);
                }
            }
            case VALUE -> {
                if (c == ' ') {
                    valueEnd = at;
                    state = State.AFTER_VALUE;
                } else {
                    if (c == '\r' || c == '\n') {
                        valueEnd = at;
                    }
                    inValue(c, at);
                }
            }
            case AFTER_VALUE -> {
                if (c != ' ') {
                    inValue(c, at);
                }
            }
            case IGNORED_LINE -> {
                if (c == '\n') {
                    state = State.START;
                }
            }
            case LINE_LF -> {
                if (c == '\n') {
                    line();
                } else if (c != '\r') {
                    throw invalid(valueEnd);
                }
            }
            case END_LF -> {
                if (c == '\n') {
                    return true;
                }
                throw invalid(valueEnd);
            }
        }
        return false;
    }

    private void inName(int c, int at) throws ChunkedException {
        switch (c) {
            case ':' -> {
                nameEnd = at;
                state = State.BEFORE_VALUE;
            }
            case '\r', '\n' -> {
                nameEnd = at;
                valueStart = at;
                valueEnd = at;
                inValue(c, at);
            }
            default -> {
                if (c == '/' && Arrays.equals(text, nameStart, at, HTTP, 0, HTTP.length)) {
                    state = State.IGNORED_LINE;
                } else if (isControlOrSpace(c)) {
                    throw invalid(at);
                }
            }
        }
    }

    private void inValue(int c, int at) throws ChunkedException {
        switch (c) {
            case '\r' -> state = State.LINE_LF;
            case '\n' -> line();
            case 0 -> throw invalid(at);
            default -> state = State.VALUE;
        }
    }

    private void line() {
        trailers.add(new ChunkDecoder.Trailer(text(nameStart, nameEnd), text(valueStart, valueEnd)));
        state = State.START;
    }

    private String text(int start, int end) {
        return new String(text, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private static boolean isControlOrSpace(int c) {
        return c <= 0x20 || c == 0x7f;
    }

    /** nginx shows the line up to the offending byte, and that byte in hexadecimal. */
    private ChunkedException invalid(int at) {
        String offender = String.format("\\x%02x", text[at] & 0xff);
        return new ChunkedException(
                ChunkedException.Kind.INVALID_TRAILER,
                "upstream sent invalid trailer: \"" + text(nameStart, at) + offender + "...\"");
    }
}
