package io.weir.server;

import io.weir.config.ClientSettings;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.ResponseHead;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** The client's side of the exchanges of one HTTP/1 connection, one after the other. */
final class Http1Downstream implements Downstream {

    private final Http1Connection connection;
    private final ClientSocket socket;
    private final RequestReader reader;
    private final ResponseWriter writer;
    private final ClientRequestBody body;
    private final RequestEnd requestEnd;

    private ClientSettings settings;
    private boolean pipelined;
    private long startNanos;
    private boolean keepAlive;
    private boolean ended;
    private boolean upgraded;
    private volatile boolean aborted;
    private @Nullable Thread bodyReader;

    Http1Downstream(Http1Connection connection, ClientSocket socket, RequestReader reader) {
        this.connection = connection;
        this.socket = socket;
        this.reader = reader;
        this.writer = new ResponseWriter(socket);
        this.body = new ClientRequestBody(socket, reader, writer);
        this.requestEnd = new RequestEnd(socket, reader, body);
    }

    void begin(ClientSettings defaults, boolean inPipeline) {
        pipelined = inPipeline;
        startNanos = System.nanoTime();
        keepAlive = false;
        ended = false;
        upgraded = false;
        bodyReader = null;
        limits(defaults);
    }

    /** Its head is complete, and it is served. */
    void headRead(ParsedHead head) {
        body.begin(head, settings.bodyTimeout());
    }

    @Override
    public void limits(ClientSettings now) {
        settings = now;
        writer.sendTimeout(now.sendTimeout());
        socket.resetTimedout(now.resetTimedout());
        body.timeout(now.bodyTimeout());
    }

    @Override
    public String requestLine() {
        return reader.firstLine();
    }

    @Override
    public String method() {
        return reader.method();
    }

    @Override
    public @Nullable String protocol() {
        return reader.protocol();
    }

    @Override
    public HttpVersion version() {
        return reader.version();
    }

    @Override
    public HttpFields fields() {
        return reader.fields();
    }

    @Override
    public long requestLength() {
        return reader.headLength() + body.received();
    }

    @Override
    public long startNanos() {
        return startNanos;
    }

    @Override
    public SocketAddress remoteAddress() {
        return socket.remote();
    }

    @Override
    public String remoteText() {
        return socket.remoteText();
    }

    @Override
    public SocketAddress localAddress() {
        return socket.local();
    }

    @Override
    public long connectionNumber() {
        return connection.number();
    }

    @Override
    public long connectionRequests() {
        return connection.requests();
    }

    @Override
    public long connectionStartNanos() {
        return connection.startNanos();
    }

    @Override
    public boolean pipelined() {
        return pipelined;
    }

    @Override
    public long bodyLength() {
        return body.length();
    }

    @Override
    public int readBody(ByteBuffer into) throws DownstreamException {
        return body.read(into);
    }

    @Override
    public boolean dropBody() throws DownstreamException {
        body.grant();
        return !bodyInvalid();
    }

    @Override
    public boolean bodyInvalid() {
        return bodyReader == null && body.invalid();
    }

    @Override
    public boolean bodyArrived() {
        return body.arrived();
    }

    @Override
    public void begin(ResponseHead response) {
        HttpVersion version = reader.version();
        boolean switching = response.status() == 101;
        boolean headerOnly = (response.bodyless() && !switching)
                || (reader.method().equals("HEAD") && version != HttpVersion.HTTP_0_9);
        boolean unknown = response.contentLength() < 0 && !headerOnly;
        boolean chunked =
                unknown && !switching && version == HttpVersion.HTTP_1_1 && settings.chunkedTransferEncoding();
        keepAlive = response.keepAlive() && (!unknown || chunked) && connection.mayKeepAlive(settings);
        ByteBuffer encoded = version == HttpVersion.HTTP_0_9
                ? ByteBuffer.allocate(0)
                : ResponseHeadEncoder.encode(response, chunked, keepAlive, settings.keepaliveHeader());
        writer.begin(encoded, chunked, headerOnly);
    }

    @Override
    public void earlyHints(HttpFields fields) throws DownstreamException {
        writer.interim(ResponseHeadEncoder.earlyHints(fields));
    }

    @Override
    public void pace(long bytesPerSecond, long after) {
        writer.pace(new Pacer(socket, bytesPerSecond, after, startNanos, writer.sent()));
    }

    @Override
    public boolean committed() {
        return writer.started();
    }

    @Override
    public void write(ByteBuffer[] data) throws DownstreamException {
        writer.write(data);
    }

    @Override
    public void tryWrite(ByteBuffer[] data) throws DownstreamException {
        if (bodyIsBeingRead()) {
            return; // nothing is taken: the switch of modes would wait for the thread that reads
        }
        writer.tryWrite(data);
    }

    @Override
    public void flush() throws DownstreamException {
        writer.flush();
    }

    @Override
    public void endWith(ByteBuffer[] data, HttpFields trailers) throws DownstreamException {
        writer.end(data, trailers);
        ended = true;
    }

    @Override
    public void endWhole(ByteBuffer whole, HttpFields trailers) throws DownstreamException {
        writer.endWhole(whole, trailers);
        ended = true;
    }

    @Override
    public HttpFields sentTrailers() {
        return writer.sentTrailers();
    }

    @Override
    public void upgrade() {
        upgraded = true;
        writer.upgrade();
    }

    @Override
    public int readUpgraded(ByteBuffer into) throws DownstreamException {
        int early = reader.take(into);
        return early > 0 ? early : socket.read(into, Long.MAX_VALUE);
    }

    @Override
    public void abort() {
        aborted = true;
        socket.close();
    }

    @Override
    public void drop() {
        aborted = true;
        socket.drop();
    }

    @Override
    public long bytesSent() {
        return writer.sent();
    }

    @Override
    public long headBytesSent() {
        return writer.headSent();
    }

    @Override
    public void watch(Runnable gone) {
        if (bodyIsBeingRead()) {
            return; // that thread finds out by itself, and a look at the same socket would wait for it
        }
        socket.watch(reader.input(), gone);
    }

    private boolean bodyIsBeingRead() {
        return bodyReader != null && !body.ended();
    }

    @Override
    public void unwatch() {
        socket.unwatch();
    }

    @Override
    public void bodyReader(Thread reader) {
        bodyReader = reader;
    }

    /**
     * After the exchange: reads and drops what is left of the body, so that the next request begins where it begins, and gives up
     * what an idle connection does not need.
     *
     * @return whether the connection can take another request
     */
    boolean finishRequest() {
        socket.resetTimedout(false); // what follows is not the request's fault any more
        if (upgraded) {
            return !aborted && ended && requestEnd.finishUpgraded(settings);
        }
        requestEnd.awaitBodyReader(bodyReader, settings, keepAlive);
        bodyReader = null;
        boolean another = !aborted && ended && requestEnd.finish(settings, keepAlive);
        writer.release();
        body.release();
        return another;
    }
}
