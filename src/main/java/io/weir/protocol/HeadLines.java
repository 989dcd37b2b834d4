package io.weir.protocol;

import io.weir.http.KnownNames;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a response head by nginx's rules (nginx-semantics 6.5), which hold for every protocol whose heads have lines:
 * names may hold nearly any character, and a line without a colon is a field without a value. The caller finds the lines and
 * knows which is the last; what is wrong with one, {@link #invalid} says.
 */
public final class HeadLines {

    private HttpFields.Mutable fields = HttpFields.build();
    private int status;
    private String statusText = "";
    private boolean since11;
    private boolean close;
    private @Nullable String contentLengthText;
    private long contentLength = -1;
    private boolean chunked;
    private @Nullable String invalid;

    /** {@code HTTP/} digits {@code .} digits, spaces, three digits, then the end, or a space or dot and anything. */
    public boolean readStatusLine(byte[] bytes, int start, int end) {
        int major = number(bytes, start + 5, end);
        int dot = afterDigits(bytes, start + 5, end);
        int minor = number(bytes, dot + 1, end);
        int at = afterDigits(bytes, dot + 1, end);
        int spaces = at;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        boolean version = beginsAsStatusLine(bytes, start, end)
                && dot > start + 5
                && dot < end
                && bytes[dot] == '.'
                && spaces > dot + 1
                && at > spaces;
        int codeEnd = afterDigits(bytes, at, end);
        boolean code = codeEnd - at == 3 && (codeEnd == end || bytes[codeEnd] == ' ' || bytes[codeEnd] == '.');
        if (!version || !code) {
            return false;
        }
        status = number(bytes, at, end);
        statusText = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
        since11 = major > 1 || (major == 1 && minor >= 1);
        return true;
    }

    /** Whether these bytes are, or may become, the beginning of a status line. */
    public static boolean beginsAsStatusLine(byte[] bytes, int start, int end) {
        for (int i = 0; i < 5 && start + i < end; i++) {
            if (bytes[start + i] != "HTTP/".charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int afterDigits(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    /** The digits from {@code start} on as a number; large ones are just large. */
    private static int number(byte[] bytes, int start, int end) {
        int value = 0;
        for (int at = start; at < end && bytes[at] >= '0' && bytes[at] <= '9' && value < 100_000; at++) {
            value = value * 10 + bytes[at] - '0';
        }
        return value;
    }

    /** @param end without the line's CR and LF */
    public void readField(byte[] bytes, int start, int end) {
        int colon = start;
        while (colon < end && bytes[colon] != ':') {
            int c = bytes[colon] & 0xff;
            if (c <= ' ' || c == 0x7f) {
                invalidAt(bytes, start, colon);
                return;
            }
            if (c == '/' && colon - start == 4 && beginsAsStatusLine(bytes, start, end)) {
                return; // some servers repeat their status line
            }
            colon++;
        }
        if (colon == start) {
            invalidAt(bytes, start, colon);
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
                invalidAt(bytes, start, at);
                return;
            }
        }
        HttpHeader known = KnownNames.find(bytes, start, colon - start);
        String name = KnownNames.spelled(known, bytes, start, colon - start);
        add(known, name, from == to ? "" : new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }

    /** nginx's words: what was good of the line, and the byte that was not. */
    private void invalidAt(byte[] bytes, int start, int at) {
        String good = new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
        invalid = "upstream sent invalid header: \"" + good + String.format("\\x%02x...\"", bytes[at]);
    }

    private void add(@Nullable HttpHeader known, String name, String value) {
        if (known != null) {
            switch (known) {
                case CONTENT_LENGTH -> contentLength(name, value);
                case TRANSFER_ENCODING -> transferEncoding(name, value);
                case CONNECTION -> close |= value.toLowerCase(Locale.ROOT).contains("close"); // anywhere, as nginx
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

    /** Call at the blank line: checks what only all lines together tell. */
    public void finish() {
        if (chunked && contentLengthText != null) {
            invalid = "upstream sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time";
        }
    }

    /** What is wrong, in nginx's words; null for nothing. */
    public @Nullable String invalid() {
        return invalid;
    }

    /** Of the status line; 0 when there was none. */
    public int status() {
        return status;
    }

    /** Code and reason as they stood in the status line. */
    public String statusText() {
        return statusText;
    }

    public HttpFields fields() {
        return fields;
    }

    /** As declared; -1 when not. */
    public long contentLength() {
        return contentLength;
    }

    public boolean chunked() {
        return chunked;
    }

    /** Whether HTTP allows the connection to be kept: 1.1 or later, and no {@code Connection: close}. */
    public boolean keepable() {
        return since11 && !close;
    }
}
