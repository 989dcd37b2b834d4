package io.weir.protocol.memcached;

import io.weir.config.MemcachedSettings;
import io.weir.exchange.ContentTypes;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.UpstreamHead;
import io.weir.http.HeadWriter;
import io.weir.protocol.BodyFilter;
import io.weir.protocol.HeaderProgress;
import io.weir.protocol.InvalidRequestException;
import io.weir.protocol.NoBody;
import io.weir.protocol.Protocol;
import io.weir.protocol.RequestHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** One {@code get}: the request line, and the line that says whether there is a value. */
final class MemcachedProtocol implements Protocol {

    private static final String VALUE = "VALUE ";

    private final Exchange exchange;
    private final MemcachedSettings settings;
    private final ExchangeLog log;
    private String key = "";

    MemcachedProtocol(Exchange exchange, MemcachedSettings settings, ExchangeLog log) {
        this.exchange = exchange;
        this.settings = settings;
        this.log = log;
    }

    @Override
    public String schema() {
        return "memcached://";
    }

    @Override
    public String uri() {
        return "";
    }

    @Override
    public RequestHead createRequest(long bodyLength) throws InvalidRequestException {
        String configured = settings.key().evaluate(exchange);
        if (configured.isEmpty()) {
            throw new InvalidRequestException("the \"$memcached_key\" variable is not set");
        }
        key = escaped(configured);
        byte[] request =
                new HeadWriter(16 + key.length()).put("get ").put(key).endLine().toBytes();
        return new RequestHead(request, null, false);
    }

    /** What would end the key in memcached's protocol, and the sign of the escape itself; all else goes as it is. */
    private static String escaped(String key) {
        StringBuilder out = new StringBuilder(key.length() + 8);
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c <= ' ' || c == '%') {
                out.append(String.format("%%%02X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    @Override
    public void reinit() {
        // Nothing is remembered: the line is parsed from its start with each call.
    }

    @Override
    public HeaderProgress processHeader(ByteBuffer received) {
        int start = received.position();
        int lineFeed = start;
        while (lineFeed < received.limit() && received.get(lineFeed) != '\n') {
            lineFeed++;
        }
        if (lineFeed == received.limit()) {
            return HeaderProgress.NeedMore.INSTANCE;
        }
        byte[] bytes = new byte[lineFeed - start];
        received.get(start, bytes);
        String line = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!line.endsWith("\r")) {
            return invalid("invalid response: \"" + line + "\"");
        }
        received.position(lineFeed + 1);
        return answer(line.substring(0, line.length() - 1));
    }

    private HeaderProgress answer(String line) {
        if (line.equals("END")) {
            log.info(exchange, "key: \"" + key + "\" was not found by memcached");
            return complete(404, "404 Not Found", HttpFields.EMPTY, 0);
        }
        if (!line.startsWith(VALUE)) {
            return invalid("invalid response: \"" + line + "\"");
        }
        if (!line.startsWith(key, VALUE.length())) {
            return invalidPart("key", line);
        }
        int flags = VALUE.length() + key.length() + 1;
        int length = line.indexOf(' ', flags) + 1;
        if (flags > line.length() || line.charAt(flags - 1) != ' ' || length == 0) {
            return invalid("invalid response: \"" + line + "\"");
        }
        boolean gzip = false;
        if (settings.gzipFlag() != 0) {
            long value = number(line, flags, length - 1);
            if (value < 0) {
                return invalidPart("flags", line);
            }
            gzip = (value & settings.gzipFlag()) != 0;
        }
        long contentLength = number(line, length, line.length());
        if (contentLength < 0) {
            return invalidPart("length", line);
        }
        return complete(200, "200 OK", fields(gzip), contentLength);
    }

    /** The value says nothing about itself: its type is what a file of that name would have. */
    private HttpFields fields(boolean gzip) {
        HttpFields.Mutable fields = HttpFields.build();
        String type = ContentTypes.of(exchange);
        if (!type.isEmpty()) {
            fields.add(new HttpField(HttpHeader.CONTENT_TYPE, type));
        }
        if (gzip) {
            fields.add(new HttpField(HttpHeader.CONTENT_ENCODING, "gzip"));
        }
        return fields;
    }

    private static HeaderProgress complete(int status, String text, HttpFields fields, long length) {
        return new HeaderProgress.Complete(new UpstreamHead(status, text, fields, length, false, true));
    }

    private static HeaderProgress invalid(String what) {
        return new HeaderProgress.Invalid("memcached sent " + what);
    }

    private HeaderProgress invalidPart(String part, String line) {
        return invalid("invalid " + part + " in response \"" + line + "\" for key \"" + key + "\"");
    }

    /** Digits only, as ngx_atoof; -1 for anything else, too many digits included. */
    private static long number(String text, int start, int end) {
        if (start >= end || end - start > 18) {
            return -1;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    @Override
    public BodyFilter body(UpstreamHead head) {
        return exchange.method().equals("HEAD") ? new NoBody() : new ValueBody(head.contentLength(), exchange, log);
    }
}
