package io.weir.server;

import io.weir.route.HostHeader;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * What nginx makes of the fields that it knows (nginx-semantics 1.9): those that may stand once only, the host, how long the
 * body is, whether the connection lives on. Collects it for one head, line by line. Confined to the connection's thread.
 */
final class FieldRules {

    /** Fields that may stand once only. */
    private static final Set<HttpHeader> ONCE = EnumSet.of(
            HttpHeader.HOST,
            HttpHeader.CONTENT_LENGTH,
            HttpHeader.TRANSFER_ENCODING,
            HttpHeader.CONTENT_RANGE,
            HttpHeader.EXPECT,
            HttpHeader.AUTHORIZATION,
            HttpHeader.PROXY_AUTHORIZATION,
            HttpHeader.IF_MODIFIED_SINCE,
            HttpHeader.IF_UNMODIFIED_SINCE,
            HttpHeader.IF_MATCH,
            HttpHeader.IF_NONE_MATCH,
            HttpHeader.IF_RANGE);

    private static final String CLOSE = "close";
    private static final String KEEP_ALIVE = "keep-alive";

    private enum Wish {
        NONE,
        CLOSE,
        KEEP_ALIVE
    }

    private boolean hostGiven;
    private @Nullable HostHeader host;
    private @Nullable HttpField length;
    private @Nullable HttpField encoding;
    private @Nullable HttpField expect;
    private Wish wish = Wish.NONE;

    /** Forgets everything, before the next head. */
    void release() {
        hostGiven = false;
        host = null;
        length = null;
        encoding = null;
        expect = null;
        wish = Wish.NONE;
    }

    /** What {@code Host} says; null as long as there was none. */
    @Nullable
    HostHeader host() {
        return host;
    }

    /**
     * Takes the next field.
     *
     * @param before the fields before it, up to {@code count}
     * @return null unless it spoils the request
     */
    @Nullable
    Rejection take(HttpField field, @Nullable HttpField[] before, int count) {
        HttpHeader known = field.getHeader();
        if (known == null) {
            return null;
        }
        if (known == HttpHeader.CONNECTION) {
            connection(field.getValue());
            return null;
        }
        return ONCE.contains(known) ? takeOnce(known, field, before, count) : null;
    }

    private @Nullable Rejection takeOnce(HttpHeader known, HttpField field, @Nullable HttpField[] before, int count) {
        for (int i = 0; i < count; i++) {
            HttpField other = before[i];
            if (other != null && other.getHeader() == known) {
                String what = known == HttpHeader.HOST ? "host header" : "header line";
                return new Rejection(
                        400,
                        "client sent duplicate " + what + ": \"" + line(field) + "\", previous value: \"" + line(other)
                                + "\"");
            }
        }
        switch (known) {
            case HOST -> {
                hostGiven = true;
                host = HostHeader.parse(field.getValue());
                return host == null ? new Rejection(400, "client sent invalid host header") : null;
            }
            case CONTENT_LENGTH -> length = field;
            case TRANSFER_ENCODING -> encoding = field;
            case EXPECT -> expect = field;
            default -> {}
        }
        return null;
    }

    private static String line(HttpField field) {
        return field.getName() + ": " + field.getValue();
    }

    /** The last line that says anything counts, and a word counts wherever it stands, as in nginx. */
    private void connection(String value) {
        if (contains(value, CLOSE)) {
            wish = Wish.CLOSE;
        } else if (contains(value, KEEP_ALIVE)) {
            wish = Wish.KEEP_ALIVE;
        }
    }

    private static boolean contains(String text, String word) {
        for (int at = 0; at <= text.length() - word.length(); at++) {
            if (text.regionMatches(true, at, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }

    /** What is wrong with the head as a whole, in nginx's order. @return null for one that is served */
    @Nullable
    Rejection check(RequestLine line) {
        boolean version11 = line.version() == HttpVersion.HTTP_1_1;
        if (version11 && !hostGiven) {
            return new Rejection(400, "client sent HTTP/1.1 request without \"Host\" header");
        }
        if (length != null && bodyLength() < 0) {
            return new Rejection(400, "client sent invalid \"Content-Length\" header");
        }
        if (encoding != null) {
            if (!version11) {
                return new Rejection(400, "client sent HTTP/1.0 request with \"Transfer-Encoding\" header");
            }
            if (!encoding.getValue().equalsIgnoreCase("chunked")) {
                return new Rejection(501, "client sent unknown \"Transfer-Encoding\": \"" + encoding.getValue() + "\"");
            }
            if (length != null) {
                return new Rejection(
                        400, "client sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time");
            }
        }
        return switch (line.method()) {
            case "CONNECT" -> new Rejection(405, "client sent CONNECT method");
            case "TRACE" -> new Rejection(405, "client sent TRACE method");
            default -> null;
        };
    }

    boolean chunked() {
        return encoding != null;
    }

    /** As declared; 0 without a declaration, -1 for one that is no number. */
    long bodyLength() {
        if (length == null) {
            return 0;
        }
        String digits = length.getValue();
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return digits.isEmpty() ? -1 : value;
    }

    boolean expectsContinue() {
        return expect != null && expect.getValue().equalsIgnoreCase("100-continue");
    }

    boolean staysOpen(HttpVersion version) {
        return switch (wish) {
            case NONE -> version == HttpVersion.HTTP_1_1;
            case CLOSE -> false;
            case KEEP_ALIVE -> version != HttpVersion.HTTP_0_9;
        };
    }
}
