package io.weir.server;

import io.weir.exchange.ResponseHead;
import io.weir.http.HeadWriter;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/** A response's head in wire form, in nginx's order (nginx-semantics 6.6). The status line always says HTTP/1.1, as nginx's. */
final class ResponseHeadEncoder {

    private static final byte[] VERSION = HeadWriter.ascii("HTTP/1.1 ");
    private static final byte[] SERVER = HeadWriter.ascii("Server: ");
    private static final byte[] CONTENT_LENGTH = HeadWriter.ascii("Content-Length: ");
    private static final byte[] CHUNKED = HeadWriter.ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] KEEP_ALIVE = HeadWriter.ascii("Connection: keep-alive\r\n");
    private static final byte[] KEEP_ALIVE_TIMEOUT = HeadWriter.ascii("Keep-Alive: timeout=");
    private static final byte[] UPGRADE = HeadWriter.ascii("Connection: upgrade\r\n");
    private static final byte[] CLOSE = HeadWriter.ascii("Connection: close\r\n");

    private ResponseHeadEncoder() {}

    /**
     * @param keepAliveHeader seconds for {@code Keep-Alive: timeout=}; 0 for none
     */
    static ByteBuffer encode(ResponseHead head, boolean chunked, boolean keepAlive, long keepAliveHeader) {
        HeadWriter out = new HeadWriter(512);
        out.put(VERSION).put(statusText(head)).endLine();
        if (head.server() != null) {
            out.put(SERVER).put(head.server()).endLine();
        }
        if (head.date()) {
            out.put(DateLine.now());
        }
        HttpField contentType = head.fields().getField(HttpHeader.CONTENT_TYPE);
        if (contentType != null) {
            field(out, contentType);
        }
        if (head.contentLength() >= 0) {
            out.put(CONTENT_LENGTH).put(head.contentLength()).endLine();
        }
        if (chunked) {
            out.put(CHUNKED);
        }
        boolean switching = head.status() == 101;
        out.put(switching ? UPGRADE : keepAlive ? KEEP_ALIVE : CLOSE);
        if (keepAlive && !switching && keepAliveHeader > 0) {
            out.put(KEEP_ALIVE_TIMEOUT).put(keepAliveHeader).endLine();
        }
        for (HttpField field : head.fields()) {
            if (field != contentType) {
                field(out, field);
            }
        }
        return out.endLine().toBuffer();
    }

    /** A 103 (RFC 8297). */
    static ByteBuffer earlyHints(HttpFields fields) {
        HeadWriter out = new HeadWriter(256).put(VERSION).put("103 Early Hints").endLine();
        for (HttpField field : fields) {
            field(out, field);
        }
        return out.endLine().toBuffer();
    }

    private static String statusText(ResponseHead head) {
        return head.statusText() != null
                ? head.statusText()
                : head.status() + " " + HttpStatus.getMessage(head.status());
    }

    private static void field(HeadWriter out, HttpField field) {
        out.field(field.getName(), field.getValue() == null ? "" : field.getValue());
    }
}
