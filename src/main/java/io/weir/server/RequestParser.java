package io.weir.server;

import io.weir.config.ClientSettings;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's parser, made to take what nginx takes, and what it has told of the current request. The methods that override are for
 * the parser only. Confined to the connection's thread.
 */
final class RequestParser implements HttpParser.RequestHandler {

    /** What nginx takes although the RFCs do not; upper and lower case of names are kept for the upstream. */
    private static final HttpCompliance AS_NGINX = HttpCompliance.RFC7230.with(
            "nginx",
            HttpCompliance.Violation.CASE_SENSITIVE_FIELD_NAME,
            HttpCompliance.Violation.HTTP_0_9,
            HttpCompliance.Violation.LF_HEADER_TERMINATION,
            HttpCompliance.Violation.MISMATCHED_AUTHORITY,
            HttpCompliance.Violation.NO_COLON_AFTER_FIELD_NAME,
            HttpCompliance.Violation.UNSAFE_HOST_HEADER);

    private final ClientSettings settings;
    private final RequestRules rules;
    private final HeadLines lines;
    private HttpParser parser = newParser();

    private HttpFields.Mutable fields = HttpFields.build();
    private String method = "";
    private String target = "";
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private boolean headComplete;
    private boolean messageComplete;
    private int rejected;
    private String why = "";
    private @Nullable ByteBuffer content;

    RequestParser(ClientSettings settings, RequestRules rules, HeadLines lines) {
        this.lines = lines;
        this.settings = settings;
        this.rules = rules;
    }

    private HttpParser newParser() {
        HttpParser made = new HttpParser(this, -1, AS_NGINX);
        made.setHeaderCacheCaseSensitive(true);
        return made;
    }

    /** Begins the next request. */
    void begin() {
        parser.reset();
        fields = HttpFields.build();
        method = "";
        target = "";
        version = HttpVersion.HTTP_1_1;
        headComplete = false;
        messageComplete = false;
        rejected = 0;
        why = "";
        content = null;
    }

    /** Takes back that the request line was rejected, to read it again: a parser that gave up stays closed. */
    void beginAgain() {
        parser = newParser();
        rejected = 0;
    }

    /** Goes on with the head. When it is bad, the parser has emptied {@code in}. */
    void parseHead(ByteBuffer in) {
        parser.parseNext(in);
    }

    /** Goes on with the body, as far as the next {@link #content}. @return whether there was something to tell */
    boolean parseBody(ByteBuffer in) {
        content = null;
        return in.hasRemaining() && parser.parseNext(in);
    }

    void reject(int status, String reason) {
        if (rejected == 0) {
            rejected = status;
            why = reason;
        }
    }

    // ---- what it has told

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

    /** Corrects what the parser has made of the target's bytes. */
    void target(String asReceived) {
        target = asReceived;
    }

    HttpVersion version() {
        return version;
    }

    HttpFields fields() {
        return fields;
    }

    boolean headIsComplete() {
        return headComplete;
    }

    boolean messageIsComplete() {
        return messageComplete;
    }

    /** A piece of the body, in the memory of the input. */
    @Nullable
    ByteBuffer content() {
        return content;
    }

    // ---- what the parser tells

    @Override
    public void startRequest(String parsedMethod, String uri, HttpVersion parsedVersion) {
        method = parsedMethod;
        target = uri;
        version = parsedVersion;
        if (!lines.passRequestLine(parsedMethod, parsedVersion)) {
            reject(400, "client sent invalid request");
        }
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
        HttpField received = lines.asReceived(field);
        if (rules.keeps(received)) {
            fields.add(received);
        }
    }

    @Override
    public boolean headerComplete() {
        headComplete = true;
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
        messageComplete = true;
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
