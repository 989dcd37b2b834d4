package io.weir.forward;

import io.weir.exchange.Exchange;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * The part of a response that a client asked for, where the proxy serves ranges itself ({@code *_force_ranges}): one range, as
 * ngx_http_range_parse reads it. Who asks for more, or for what cannot be understood as one, gets all.
 *
 * @param start of the first byte; -1 when the range cannot be satisfied
 * @param end behind the last byte
 */
record ByteRange(long start, long end) {

    private static final ByteRange UNSATISFIABLE = new ByteRange(-1, -1);

    private static final String UNIT = "bytes=";

    boolean satisfiable() {
        return start >= 0;
    }

    /** @return null when the whole response is to be sent */
    static @Nullable ByteRange of(Exchange exchange, HttpFields response, long length) {
        String range = exchange.downstream().fields().get(HttpHeader.RANGE);
        if (range == null
                || range.length() <= UNIT.length()
                || !range.regionMatches(true, 0, UNIT, 0, UNIT.length())
                || exchange.downstream().version() == HttpVersion.HTTP_0_9
                || !conditionHolds(exchange, response)) {
            return null;
        }
        return new Parser(range.substring(UNIT.length()), length).parse();
    }

    /** {@code If-Range}: an entity tag or a date, which has to be the response's. */
    private static boolean conditionHolds(Exchange exchange, HttpFields response) {
        String condition = exchange.downstream().fields().get(HttpHeader.IF_RANGE);
        if (condition == null) {
            return true;
        }
        boolean tag = condition.length() >= 2 && condition.endsWith("\"");
        HttpField validator = response.getField(tag ? HttpHeader.ETAG : HttpHeader.LAST_MODIFIED);
        return validator != null && condition.equals(validator.getValue());
    }

    private static final class Parser {
        private final String text;
        private final long length;
        private int at;
        private @Nullable ByteRange found;

        Parser(String text, long length) {
            this.text = text;
            this.length = length;
        }

        @Nullable
        ByteRange parse() {
            do {
                long start = 0;
                long end;
                skipBlanks();
                boolean suffix = peek() == '-';
                if (!suffix) {
                    start = number();
                    skipBlanks();
                    if (start < 0 || peek() != '-') {
                        return UNSATISFIABLE;
                    }
                }
                at++;
                if (!suffix) {
                    skipBlanks();
                }
                if (!suffix && atEnd()) {
                    end = length;
                } else {
                    long last = number();
                    skipBlanks();
                    if (last < 0 || !atEnd()) {
                        return UNSATISFIABLE;
                    }
                    start = suffix ? Math.max(0, length - last) : start;
                    end = suffix ? length : Math.min(last + 1, length);
                    if (suffix && last == 0) {
                        start = length;
                    }
                }
                if (start < end) {
                    if (found != null) {
                        return null; // one range only
                    }
                    found = new ByteRange(start, end);
                } else if (start == 0) {
                    return null;
                }
            } while (next());
            return found == null ? UNSATISFIABLE : found;
        }

        private boolean next() {
            return at < text.length() && text.charAt(at++) == ',';
        }

        private char peek() {
            return at < text.length() ? text.charAt(at) : 0;
        }

        private boolean atEnd() {
            return at >= text.length() || text.charAt(at) == ',';
        }

        private void skipBlanks() {
            while (peek() == ' ') {
                at++;
            }
        }

        /** -1 for none, or for one that is too large. */
        private long number() {
            int start = at;
            while (peek() >= '0' && peek() <= '9') {
                at++;
            }
            return at == start || at - start > 18 ? -1 : Long.parseLong(text, start, at, 10);
        }
    }
}
