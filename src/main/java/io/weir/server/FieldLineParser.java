package io.weir.server;

import io.weir.http.KnownNames;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Reads a header line by the rules of nginx's {@code ngx_http_parse_header_line}, which are not the RFCs': a name may have
 * nearly any character, though it counts as odd then; a line without a colon is a field with an empty value; only blanks are
 * trimmed, not tabs; and CRs before the line's LF belong to the line's end. Stateless.
 */
final class FieldLineParser {

    private static final byte PLAIN = 0;
    private static final byte UNDERSCORE = 1;
    private static final byte ODD = 2;
    private static final byte END = 3;
    private static final byte BAD = 4;

    /** What a byte is in a name. */
    private static final byte[] KINDS = new byte[256];

    static {
        for (int c = 0; c < KINDS.length; c++) {
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
            KINDS[c] = plain ? PLAIN : c <= ' ' || c == 0x7f ? BAD : ODD;
        }
        KINDS['_'] = UNDERSCORE;
        KINDS[':'] = END;
        KINDS['\r'] = END;
        KINDS['\n'] = END;
    }

    /** What a line turned out to be. */
    sealed interface Line {}

    /**
     * A field.
     *
     * @param plain whether its name has only letters, digits and hyphens
     * @param odd whether {@code ignore_invalid_headers} drops it
     */
    record Field(HttpField field, boolean plain, boolean odd) implements Line {}

    /**
     * No header line: 400.
     *
     * @param at the byte that does not belong there
     */
    record Invalid(int at) implements Line {}

    private FieldLineParser() {}

    /**
     * Parses a line.
     *
     * @param start its first byte; the line is not empty
     * @param lineFeed its last
     * @param underscores {@code underscores_in_headers}: whether an underscore is like a letter
     */
    static Line parse(byte[] bytes, int start, int lineFeed, boolean underscores) {
        int colon = start;
        byte kinds = 0;
        byte kind = KINDS[bytes[colon] & 0xff];
        while (kind < END) {
            kinds |= kind;
            kind = KINDS[bytes[++colon] & 0xff];
        }
        if (kind == BAD || colon == start) {
            return new Invalid(colon);
        }
        int from = bytes[colon] == ':' ? colon + 1 : colon;
        while (bytes[from] == ' ') {
            from++;
        }
        int to = from;
        while (bytes[to] != '\r' && bytes[to] != '\n') {
            if (bytes[to] == 0) {
                return new Invalid(to);
            }
            to++;
        }
        for (int cr = to; cr < lineFeed; cr++) {
            if (bytes[cr] != '\r') {
                return new Invalid(to);
            }
        }
        while (to > from && bytes[to - 1] == ' ') {
            to--;
        }
        HttpHeader known = KnownNames.find(bytes, start, colon - start);
        String name = KnownNames.spelled(known, bytes, start, colon - start);
        HttpField field = new HttpField(known, name, text(bytes, from, to));
        return new Field(field, kinds == PLAIN, (kinds & ODD) != 0 || ((kinds & UNDERSCORE) != 0 && !underscores));
    }

    /** How nginx's log shows a line: up to the end of its value. */
    static String shown(byte[] bytes, int start, int lineFeed) {
        int end = lineFeed;
        while (end > start && (bytes[end - 1] == '\r' || bytes[end - 1] == ' ')) {
            end--;
        }
        return text(bytes, start, end);
    }

    static String text(byte[] bytes, int start, int end) {
        return start == end ? "" : new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
