package io.weir.server;

import io.weir.config.ClientSettings;
import io.weir.config.ServerConfig;
import io.weir.route.HostHeader;
import io.weir.route.RequestTarget;
import io.weir.route.ServerSelection;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** One connection's input, and the heads that it holds. Confined to the connection's thread. */
final class RequestReader {

    private final InputBuffer input;
    private final RequestParser parser;

    RequestReader(ClientSettings settings) {
        this.input = new InputBuffer(settings.headerBufferSize());
        this.parser = new RequestParser(settings);
    }

    /** The input: received and not consumed from position to limit, free from there on. */
    ByteBuffer input() {
        return input.bytes();
    }

    /** Gives up what belongs to the last request, before the next one is waited for; its bytes may be here already. */
    void release() {
        parser.release();
        input.beginHead();
    }

    /** Begins the next request. */
    void begin(ServerSelection servers) {
        parser.begin(servers);
    }

    /** Room for more bytes of a head. */
    ByteBuffer spaceForHead() {
        return input.spaceForHead();
    }

    /** Room for more bytes of a body, so that the input can hold so many. */
    ByteBuffer spaceForBody(int capacity) {
        return input.spaceForBody(capacity);
    }

    /** Tells that bytes were put into the free part. */
    void received(int count) {
        input.received(count);
    }

    /** Parses what is here. @return whether the head is complete, or known to be bad */
    boolean parseHead() {
        ByteBuffer in = input.bytes();
        if (!parser.parse(in.array(), in.position(), in.limit())) {
            if (parser.start() < 0) {
                input.clear(); // nothing but empty lines
            }
            return false;
        }
        in.position(parser.rejection() != null ? in.limit() : parser.start() + parser.length());
        return true;
    }

    /** The head once it is complete; null for a request that is not served. */
    @Nullable
    ParsedHead head() {
        return parser.head();
    }

    /** Why a request is not served. */
    @Nullable
    Rejection rejection() {
        return parser.rejection();
    }

    /** Lines that were dropped, for the log; null when there were none. */
    @Nullable
    List<String> dropped() {
        return parser.dropped();
    }

    /** The server of the host as far as that is known, else the default server. */
    ServerConfig server() {
        return parser.server();
    }

    /** In lower case without port; null as long as it is not known. */
    @Nullable
    String hostName() {
        HostHeader host = parser.host();
        return host == null ? null : host.name();
    }

    /** Null until it is complete, and when it is bad. */
    @Nullable
    RequestLine line() {
        return parser.line();
    }

    /** The request line as received, however broken. */
    String firstLine() {
        RequestLine line = parser.line();
        if (line != null) {
            return line.text();
        }
        return parser.start() < 0 ? "" : input.lineAt(parser.start());
    }

    /**
     * Takes what has arrived and was not consumed.
     *
     * @return the number of bytes, perhaps 0
     */
    int take(ByteBuffer into) {
        ByteBuffer arrived = input();
        int count = Math.min(into.remaining(), arrived.remaining());
        into.put(into.position(), arrived, arrived.position(), count);
        into.position(into.position() + count);
        arrived.position(arrived.position() + count);
        return count;
    }

    /** As far as it is known. */
    RequestTarget target() {
        RequestLine line = parser.line();
        if (line != null) {
            return line.parsed();
        }
        Rejection why = parser.rejection();
        return why != null && why.lineRead() ? RequestTarget.INVALID : RequestTarget.UNKNOWN;
    }

    String method() {
        return parser.method();
    }

    /** See {@link io.weir.exchange.Downstream#protocol}. */
    @Nullable
    String protocol() {
        return parser.protocol();
    }

    HttpVersion version() {
        RequestLine line = parser.line();
        if (line != null) {
            return line.version();
        }
        return parser.rejection() == Rejection.METHOD_09 ? HttpVersion.HTTP_0_9 : HttpVersion.HTTP_1_1;
    }

    HttpFields fields() {
        return parser.fields();
    }

    int headLength() {
        return parser.length();
    }
}
