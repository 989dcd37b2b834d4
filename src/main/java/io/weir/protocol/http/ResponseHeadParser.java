package io.weir.protocol.http;

import io.weir.exchange.UpstreamHead;
import io.weir.http.KnownNames;
import io.weir.protocol.HeaderProgress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response head line by line, by nginx's rules (nginx-semantics 6.5 and 10.1), which are neither the RFCs' nor those of
 * Jetty's parser: names may hold nearly any character, a line without a colon is a field without a value, and what follows a
 * version is taken as it comes. Jetty's parser reads the requests, whose senders nobody knows; here it was a tenth of the CPU
 * time of a small response.
 *
 * <p>Consumes whole lines only, so that any split of the input gives the same result.
 */
public final class ResponseHeadParser {

    private static final int EARLY_HINTS = 103;

    private static final String NO_STATUS_LINE = "upstream sent no valid HTTP/1.0 header";

    /** A copy of what has been received: an array is read faster than a direct buffer. Grows to the header buffer's size. */
    private byte[] bytes = new byte[1024];

    private HttpFields.Mutable fields = HttpFields.build();
    private boolean statusLineRead;
    private int status;
    private String statusText = "";
    private @Nullable String contentLengthText;
    private long contentLength = -1;
    private boolean chunked;
    private boolean keepable;
    private boolean complete;
    private @Nullable String invalid;

    void reset() {
        fields = HttpFields.build();
        statusLineRead = false;
        contentLengthText = null;
        contentLength = -1;
        chunked = false;
        keepable = false;
        complete = false;
        invalid = null;
    }

    /** See {@link io.weir.protocol.Protocol#processHeader}. */
    public HeaderProgress parse(ByteBuffer received) {
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
            readLine(line, at);
            line = at + 1;
            if (invalid != null) {
                return new HeaderProgress.Invalid(invalid);
            }
            if (complete && isFinal()) {
                received.position(received.position() + line);
                return new HeaderProgress.Complete(
                        new UpstreamHead(status, statusText, fields, contentLength, chunked, keepable));
            }
            if (complete && status == EARLY_HINTS) {
                HttpFields hints = fields;
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
        if (!statusLineRead && !mayBecomeStatusLine(line, count)) {
            return new HeaderProgress.Invalid(NO_STATUS_LINE);
        }
        return HeaderProgress.NeedMore.INSTANCE;
    }

    /** 101 ends the HTTP part of a connection, so nothing follows it that could be final. */
    private boolean isFinal() {
        return status >= 200 || status == 101 || status < 100;
    }

    private boolean mayBecomeStatusLine(int start, int end) {
        for (int i = 0; i < 5 && start + i < end; i++) {
            if (bytes[start + i] != "HTTP/".charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** @param lineFeed where the line's LF is; CRs before it belong to the line's end */
    private void readLine(int start, int lineFeed) {
        int end = lineFeed;
        while (end > start && bytes[end - 1] == '\r') {
            end--;
        }
        if (!statusLineRead) {
            readStatusLine(start, end);
        } else if (end == start) {
            finish();
        } else {
            readField(start, end);
        }
    }

    /** {@code HTTP/} digits {@code .} digits, spaces, three digits, then the end, or a space or dot and anything. */
    private void readStatusLine(int start, int end) {
        int major = number(start + 5, end);
        int dot = afterDigits(start + 5, end);
        int minor = number(dot + 1, end);
        int at = afterDigits(dot + 1, end);
        int spaces = at;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        boolean version = mayBecomeStatusLine(start, end)
                && dot > start + 5
                && dot < end
                && bytes[dot] == '.'
                && spaces > dot + 1
                && at > spaces;
        int codeEnd = afterDigits(at, end);
        boolean code = codeEnd - at == 3 && (codeEnd == end || bytes[codeEnd] == ' ' || bytes[codeEnd] == '.');
        if (!version || !code) {
            invalid = NO_STATUS_LINE;
            return;
        }
        statusLineRead = true;
        status = number(at, end);
        statusText = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
        keepable = major > 1 || (major == 1 && minor >= 1);
        if (status == EARLY_HINTS && !keepable) {
            invalid = "upstream sent HTTP/1.0 response with early hints";
        }
    }

    private int afterDigits(int start, int end) {
        int at = start;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    /** The digits from {@code start} on as a number; large ones are just large. */
    private int number(int start, int end) {
        int value = 0;
        for (int at = start; at < end && bytes[at] >= '0' && bytes[at] <= '9' && value < 100_000; at++) {
            value = value * 10 + bytes[at] - '0';
        }
        return value;
    }

    private void readField(int start, int end) {
        int colon = start;
        while (colon < end && bytes[colon] != ':') {
            int c = bytes[colon] & 0xff;
            if (c <= ' ' || c == 0x7f) {
                invalidAt(start, colon);
                return;
            }
            if (c == '/' && colon - start == 4 && mayBecomeStatusLine(start, end)) {
                return; // some servers repeat their status line
            }
            colon++;
        }
        if (colon == start) {
            invalidAt(start, colon);
            return;
        }
        int from = Math.min(colon + 1, end);
        int to = end;
        while (from < to && bytes[from] == ' ') {
            from++;
        }
        while (to > from && bytes[to - 1] == ' ') {
            to--;
        }
        for (int at = from; at < to; at++) {
            if (bytes[at] == 0 || bytes[at] == '\r') {
                invalidAt(start, at);
                return;
            }
        }
        HttpHeader known = KnownNames.find(bytes, start, colon - start);
        String name = KnownNames.spelled(known, bytes, start, colon - start);
        add(known, name, from == to ? "" : new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }

    /** nginx's words: what was good of the line, and the byte that was not. */
    private void invalidAt(int start, int at) {
        String good = new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
        invalid = "upstream sent invalid header: \"" + good + String.format("\\x%02x...\"", bytes[at]);
    }

    private void add(@Nullable HttpHeader known, String name, String value) {
        if (known != null) {
            switch (known) {
                case CONTENT_LENGTH -> contentLength(name, value);
                case TRANSFER_ENCODING -> transferEncoding(name, value);
                case CONNECTION -> keepable &= !value.toLowerCase(Locale.ROOT).contains("close"); // anywhere, as nginx
                default -> {}
            }
        }
        fields.add(new HttpField(known, name, value));
    }

    private void contentLength(String name, String value) {
        if (contentLengthText != null) {
            invalid = "upstream sent duplicate header line: \"" + name + ": " + value + "\", previous value: \""
                    + "Content-Length: " + contentLengthText + "\"";
            return;
        }
        contentLengthText = value;
        try {
            contentLength = allDigits(value) ? Long.parseLong(value) : -1;
        } catch (NumberFormatException emptyOrTooLarge) {
            contentLength = -1;
        }
        if (contentLength < 0) {
            invalid = "upstream sent invalid \"Content-Length\" header: \"" + name + ": " + value + "\"";
        }
    }

    private static boolean allDigits(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private void transferEncoding(String name, String value) {
        if (chunked) {
            invalid = "upstream sent duplicate header line: \"" + name + ": " + value
                    + "\", previous value: \"Transfer-Encoding: chunked\"";
        } else if (!value.equalsIgnoreCase("chunked")) {
            invalid = "upstream sent unknown \"Transfer-Encoding\": \"" + value + "\"";
        }
        chunked = true;
    }

    private void finish() {
        if (chunked && contentLengthText != null) {
            invalid = "upstream sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time";
        }
        complete = true;
    }
}
