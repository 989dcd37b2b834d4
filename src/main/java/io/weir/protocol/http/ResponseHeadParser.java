package io.weir.protocol.http;

import io.weir.exchange.UpstreamHead;
import io.weir.protocol.HeaderProgress;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Reads a response head out of the header buffer with Jetty's parser, set to what nginx takes (nginx-semantics 6.5, 10.1). */
final class ResponseHeadParser implements HttpParser.ResponseHandler {

    /** What nginx passes although the RFCs do not: lines that end with LF alone, and names without a colon. Case is kept. */
    private static final HttpCompliance AS_NGINX = HttpCompliance.RFC7230.with(
            "nginx",
            HttpCompliance.Violation.CASE_SENSITIVE_FIELD_NAME,
            HttpCompliance.Violation.LF_HEADER_TERMINATION,
            HttpCompliance.Violation.NO_COLON_AFTER_FIELD_NAME);

    private static final byte[] PROTOCOL = {'H', 'T', 'T', 'P', '/'};
    private static final String NO_STATUS_LINE = "upstream sent no valid HTTP/1.0 header";

    // No limit of its own: the header buffer is the limit.
    private HttpParser parser = newParser();

    private HttpFields.Mutable fields = HttpFields.build();
    private boolean started;
    private boolean complete;
    private int status;
    private String statusText = "";
    private long contentLength = -1;
    private boolean chunked;
    private boolean keepable;
    private @Nullable String invalid;
    /** How many bytes of {@link #PROTOCOL} have been seen. */
    private int begun;

    private HttpParser newParser() {
        HttpParser made = new HttpParser(this, -1, AS_NGINX);
        made.setHeaderCacheCaseSensitive(true);
        made.setHeaderCacheSize(0);
        return made;
    }

    void reset() {
        if (invalid == null) {
            parser.reset();
        } else {
            parser = newParser(); // one that gave up stays closed
        }
        begin();
    }

    private void begin() {
        fields = HttpFields.build();
        started = false;
        complete = false;
        contentLength = -1;
        chunked = false;
        keepable = false;
        invalid = null;
        begun = 0;
    }

    /** See {@link io.weir.protocol.Protocol#processHeader}. */
    HeaderProgress parse(ByteBuffer received) {
        while (true) {
            if (!started && !beginsWithProtocol(received)) {
                return new HeaderProgress.Invalid(NO_STATUS_LINE);
            }
            parser.parseNext(received);
            if (invalid != null) {
                return new HeaderProgress.Invalid(invalid);
            }
            if (!complete) {
                return HeaderProgress.NeedMore.INSTANCE;
            }
            if (!isInterim()) {
                return new HeaderProgress.Complete(
                        new UpstreamHead(status, statusText, fields, contentLength, chunked, keepable));
            }
            // Nobody asked for it (Expect is never sent upstream): the final response follows (RFC 9110 section 15.2).
            reset();
        }
    }

    /** The parser takes the protocol in any case; whoever spells it another way speaks another protocol. */
    private boolean beginsWithProtocol(ByteBuffer received) {
        for (int i = 0; i < received.remaining() && begun < PROTOCOL.length; i++) {
            if (received.get(received.position() + i) != PROTOCOL[begun++]) {
                return false;
            }
        }
        return true;
    }

    /** 101 ends the HTTP part of a connection, so nothing follows it that could be final. */
    private boolean isInterim() {
        return status < 200 && status != HttpStatus.SWITCHING_PROTOCOLS_101;
    }

    @Override
    public void startResponse(HttpVersion version, int code, String reason) {
        started = true;
        status = code;
        statusText = reason == null || reason.isEmpty() ? Integer.toString(code) : code + " " + reason;
        keepable = version.getVersion() >= HttpVersion.HTTP_1_1.getVersion();
    }

    @Override
    public void parsedHeader(HttpField field) {
        HttpHeader known = field.getHeader();
        if (known != null) {
            switch (known) {
                case CONTENT_LENGTH -> contentLength = Long.parseLong(field.getValue());
                case TRANSFER_ENCODING -> transferEncoding(field);
                case CONNECTION -> connection(field);
                default -> {}
            }
        }
        fields.add(field);
    }

    private void transferEncoding(HttpField field) {
        if (!"chunked".equalsIgnoreCase(field.getValue())) {
            invalid = "upstream sent unknown \"Transfer-Encoding\": \"" + field.getValue() + "\"";
        }
        chunked = true;
    }

    /** nginx looks for the letters anywhere in the value. */
    private void connection(HttpField field) {
        if (field.getValue() != null
                && field.getValue().toLowerCase(Locale.ROOT).contains("close")) {
            keepable = false;
        }
    }

    @Override
    public boolean headerComplete() {
        complete = true;
        return true; // stop: what follows is body, which the walk reads
    }

    @Override
    public void badMessage(HttpException failure) {
        if (invalid == null) {
            invalid = started ? "upstream sent invalid header: " + failure.getReason() : NO_STATUS_LINE;
        }
    }

    @Override
    public void earlyEOF() {
        // The walk sees the end of the connection itself.
    }

    @Override
    public boolean content(ByteBuffer item) {
        throw new IllegalStateException("the head parser was given body bytes");
    }

    @Override
    public boolean contentComplete() {
        return false;
    }

    @Override
    public boolean messageComplete() {
        return true;
    }
}
