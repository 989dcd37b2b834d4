package io.weir.server;

import io.weir.config.ClientSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Reads request heads out of one connection's input buffer with Jetty's parser, and bodies in chunks after them. Confined to the
 * connection's thread. The buffer is small while the connection is idle and grows only for a head that needs it.
 */
final class RequestReader implements HttpParser.RequestHandler {

    /** What nginx takes although the RFCs do not; upper and lower case of names are kept for the upstream. */
    private static final HttpCompliance AS_NGINX = HttpCompliance.RFC7230.with(
            "nginx",
            HttpCompliance.Violation.CASE_SENSITIVE_FIELD_NAME,
            HttpCompliance.Violation.HTTP_0_9,
            HttpCompliance.Violation.LF_HEADER_TERMINATION,
            HttpCompliance.Violation.MISMATCHED_AUTHORITY,
            HttpCompliance.Violation.NO_COLON_AFTER_FIELD_NAME,
            HttpCompliance.Violation.UNSAFE_HOST_HEADER);

    private static final int CHUNKED_BUFFER = 16 * 1024;

    private HttpParser parser = newParser();
    private final ClientSettings settings;
    private final RequestRules rules;

    private ByteBuffer in;
    private HttpFields.Mutable fields = HttpFields.build();
    private String method = "";
    private String target = "";
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private boolean complete;
    private boolean bodyComplete;
    private int headLength;
    private int rejected;
    private String why = "";
    private @Nullable ByteBuffer content;

    RequestReader(ClientSettings settings) {
        this.settings = settings;
        this.rules = new RequestRules(settings);
        this.in = ByteBuffer.allocate(settings.headerBufferSize()).limit(0);
    }

    private HttpParser newParser() {
        HttpParser made = new HttpParser(this, -1, AS_NGINX);
        made.setHeaderCacheCaseSensitive(true);
        return made;
    }

    /** The input: received and not consumed from position to limit, free from there on. */
    ByteBuffer input() {
        return in;
    }

    /** Begins the next request; bytes that are here already belong to it. */
    void begin() {
        parser.reset();
        if (in.capacity() > settings.headerBufferSize() && in.remaining() <= settings.headerBufferSize()) {
            in = ByteBuffer.allocate(settings.headerBufferSize()).put(in).flip();
        } else {
            in.compact().flip();
        }
        fields = HttpFields.build();
        method = "";
        target = "";
        version = HttpVersion.HTTP_1_1;
        complete = false;
        bodyComplete = false;
        headLength = 0;
        rejected = 0;
        why = "";
        content = null;
    }

    /**
     * Room for more bytes of a head, grown up to what {@code large_client_header_buffers} allow.
     *
     * @return the free part of the input; empty when the head is too large
     */
    ByteBuffer spaceForHead() {
        if (in.limit() == in.capacity()) {
            int most = settings.headerBufferSize() + settings.largeHeaderBuffers() * settings.largeHeaderBufferSize();
            int larger = Math.min(most, Math.max(in.capacity() * 2, settings.largeHeaderBufferSize()));
            if (larger > in.capacity()) {
                // From 0 on: the head stays in one piece, so that its first line can be told as it came.
                ByteBuffer grown = ByteBuffer.allocate(larger).put(0, in, 0, in.limit());
                in = grown.limit(in.limit()).position(in.position());
            }
        }
        return free();
    }

    private ByteBuffer free() {
        return in.duplicate().limit(in.capacity()).position(in.limit());
    }

    /** Tells that bytes were put into the free part. */
    void received(int count) {
        in.limit(in.limit() + count);
    }

    /** Parses what is here. @return whether the head is complete, or known to be bad */
    boolean parseHead() {
        int received = in.limit();
        parser.parseNext(in);
        if (rejected != 0) {
            in.limit(received).position(received); // the parser empties the buffer when it gives up
            if (rejected == 505 && takeAsVersion11()) {
                return parseHead();
            }
        }
        if (complete && headLength == 0) {
            headLength = in.position();
            if (rejected == 0) {
                check();
            }
        }
        return complete || rejected != 0;
    }

    /** HTTP/1.2 and its like are taken as 1.1, as nginx does; the parser knows no such versions. */
    private boolean takeAsVersion11() {
        String line = firstLine();
        int at = line.lastIndexOf(" HTTP/1.");
        int digit = at + 8;
        if (at < 0 || line.length() != digit + 1 || line.charAt(digit) < '2' || line.charAt(digit) > '9') {
            return false;
        }
        int start = new String(in.array(), 0, in.limit(), StandardCharsets.ISO_8859_1).indexOf(line);
        in.put(start + digit, (byte) '1');
        in.position(0);
        parser = newParser(); // one that gave up stays closed
        rejected = 0;
        return true;
    }

    private void check() {
        restoreTargetBytes();
        RequestRules.Verdict verdict = rules.check(method, target, version, fields);
        if (verdict != null) {
            reject(verdict.status(), verdict.why());
        }
    }

    /** The parser reads targets as UTF-8 and replaces what is none; a proxy passes on the bytes. */
    private void restoreTargetBytes() {
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) >= 0x80) {
                String line = firstLine();
                int start = line.indexOf(' ') + 1;
                int end = line.lastIndexOf(' ');
                target = end >= start ? line.substring(start, end) : line.substring(start);
                return;
            }
        }
    }

    /** The request line as received. */
    String firstLine() {
        int start = 0;
        while (start < in.limit() && (in.get(start) == '\r' || in.get(start) == '\n')) {
            start++;
        }
        int end = start;
        while (end < in.limit() && in.get(end) != '\r' && in.get(end) != '\n') {
            end++;
        }
        return new String(in.array(), start, end - start, StandardCharsets.ISO_8859_1);
    }

    private void reject(int status, String reason) {
        if (rejected == 0) {
            rejected = status;
            why = reason;
        }
    }

    /** The head does not fit: which part decides about the status. */
    void rejectTooLarge() {
        boolean inRequestLine = method.isEmpty();
        reject(inRequestLine ? 414 : 494, inRequestLine ? "client sent too long URI" : "client sent too large request");
    }

    /** 0, or the status of a request that is not served. */
    int rejected() {
        return rejected;
    }

    String why() {
        return why;
    }

    String method() {
        return method;
    }

    String target() {
        return target;
    }

    HttpVersion version() {
        return version;
    }

    HttpFields fields() {
        return fields;
    }

    int headLength() {
        return headLength;
    }

    // ---- bodies in chunks

    /**
     * Decodes what is here.
     *
     * @return bytes put into {@code target}; 0 when more input is needed; -1 at the end; -2 when the chunks are broken
     */
    int decodeChunks(ByteBuffer into) {
        while (content == null || !content.hasRemaining()) {
            if (bodyComplete) {
                return -1;
            }
            content = null;
            boolean stopped = in.hasRemaining() && parser.parseNext(in);
            if (rejected != 0) {
                return -2;
            }
            if (!stopped && content == null && !bodyComplete) {
                return 0;
            }
        }
        int count = Math.min(into.remaining(), content.remaining());
        into.put(into.position(), content, content.position(), count);
        into.position(into.position() + count);
        content.position(content.position() + count);
        return count;
    }

    /** Room for more bytes of a body in chunks; everything before was consumed. */
    ByteBuffer spaceForChunks() {
        if (in.capacity() < CHUNKED_BUFFER) {
            in = ByteBuffer.allocate(CHUNKED_BUFFER).put(in).flip();
        } else {
            in.compact().flip();
        }
        return free();
    }

    // ---- what the parser tells

    @Override
    public void startRequest(String parsedMethod, String uri, HttpVersion parsedVersion) {
        method = parsedMethod;
        target = uri;
        version = parsedVersion;
        if (uri.length() > settings.largeHeaderBufferSize()) {
            reject(414, "client sent too long URI");
        }
    }

    @Override
    public void parsedHeader(HttpField field) {
        if (field.getName().length()
                        + (field.getValue() == null ? 0 : field.getValue().length())
                > settings.largeHeaderBufferSize()) {
            reject(494, "client sent too long header line: \"" + field.getName() + "...\"");
        }
        if (rules.keeps(field)) {
            fields.add(field);
        }
    }

    @Override
    public boolean headerComplete() {
        complete = true;
        return true;
    }

    @Override
    public boolean content(ByteBuffer item) {
        content = item;
        return true;
    }

    @Override
    public boolean contentComplete() {
        return false;
    }

    @Override
    public boolean messageComplete() {
        bodyComplete = true;
        return true;
    }

    @Override
    public void earlyEOF() {
        // The parser is never told of the end of input: this is its word for chunks that are none.
        reject(400, "client sent invalid chunked body");
    }

    @Override
    public void badMessage(HttpException failure) {
        boolean noHost = fields.getField(HttpHeader.HOST) == null && "No Host".equals(failure.getReason());
        if (version == HttpVersion.HTTP_1_1 && failure.getReason().startsWith("Bad Transfer-Encoding")) {
            boolean repeated = "chunked".equalsIgnoreCase(fields.get(HttpHeader.TRANSFER_ENCODING));
            reject(
                    repeated ? 400 : 501,
                    "client sent " + (repeated ? "duplicate" : "unknown") + " \"Transfer-Encoding\"");
            return;
        }
        reject(
                failure.getCode() == 505 ? 505 : 400,
                noHost
                        ? "client sent HTTP/1.1 request without \"Host\" header"
                        : "client sent invalid request: " + failure.getReason());
    }
}
