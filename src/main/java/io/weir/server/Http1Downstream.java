package io.weir.server;

import io.weir.config.ClientSettings;
import io.weir.config.ClientSettings.Lingering;
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

    private ClientSettings settings;
    private boolean pipelined;
    private long startNanos;
    private boolean keepAlive;
    private @Nullable ResponseHead head;
    private boolean ended;
    private volatile boolean aborted;
    private @Nullable Thread bodyReader;

    Http1Downstream(Http1Connection connection, ClientSocket socket, RequestReader reader) {
        this.connection = connection;
        this.socket = socket;
        this.reader = reader;
        this.writer = new ResponseWriter(socket);
        this.body = new ClientRequestBody(socket, reader, writer);
    }

    /** A request has begun to arrive. */
    void begin(ClientSettings defaults, boolean inPipeline) {
        pipelined = inPipeline;
        startNanos = System.nanoTime();
        keepAlive = false;
        head = null;
        ended = false;
        bodyReader = null;
        writer.reset();
        limits(defaults);
    }

    /** Its head is complete. */
    void headRead() {
        if (reader.rejected() == 0) {
            body.begin(settings.bodyTimeout());
        }
    }

    @Override
    public void limits(ClientSettings now) {
        settings = now;
        writer.sendTimeout(now.sendTimeout());
        body.timeout(now.bodyTimeout());
    }

    @Override
    public String requestLine() {
        if (!reader.headIsComplete()) {
            return reader.firstLine();
        }
        String line = reader.method() + " " + reader.target();
        return reader.version() == HttpVersion.HTTP_0_9
                ? line
                : line + " " + reader.version().asString();
    }

    @Override
    public String method() {
        return reader.method();
    }

    @Override
    public String target() {
        return reader.target();
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
    public long headLength() {
        return reader.headLength();
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
    public boolean bodyArrived() {
        return body.arrived();
    }

    @Override
    public long bodyBytesReceived() {
        return body.received();
    }

    @Override
    public void begin(ResponseHead response) {
        head = response;
        HttpVersion version = reader.version();
        boolean headerOnly = response.bodyless() || reader.method().equals("HEAD");
        boolean unknown = response.contentLength() < 0 && !headerOnly;
        boolean chunked = unknown && version == HttpVersion.HTTP_1_1 && settings.chunkedTransferEncoding();
        keepAlive = response.keepAlive()
                && reader.rejected() == 0
                && (!unknown || chunked)
                && connection.mayKeepAlive(settings);
        ByteBuffer encoded = version == HttpVersion.HTTP_0_9
                ? ByteBuffer.allocate(0)
                : ResponseHeadEncoder.encode(response, chunked, keepAlive, settings.keepaliveHeader());
        writer.begin(encoded, chunked, headerOnly);
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
    public void end(HttpFields trailers) throws DownstreamException {
        endWith(new ByteBuffer[0], trailers);
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
    public void abort() {
        aborted = true;
        socket.close();
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
     * After the exchange: reads and drops what is left of the body, so that the next request begins where it begins.
     *
     * @return whether the connection can take another request
     */
    boolean finishRequest() {
        awaitBodyReader();
        if (aborted || !ended) {
            return false;
        }
        if (keepAlive && (body.ended() || (!body.continueOwed() && discardBody()))) {
            return true;
        }
        if (mayBeSending()) {
            socket.shutdownOutput();
            linger();
        }
        return false;
    }

    /** A thread that streamed the body upstream may still wait for more of it, which nobody needs now. */
    private void awaitBodyReader() {
        if (bodyReader == null) {
            return;
        }
        if (bodyReader.isAlive()) {
            body.timeout(settings.lingeringTimeout());
            socket.boundRead(settings.lingeringTimeout());
            if (!keepAlive) {
                socket.shutdownOutput();
            }
        }
        try {
            bodyReader.join();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        bodyReader = null;
    }

    /** nginx's lingering_close: closing at once would reset the connection, and the client might lose the response. */
    private boolean mayBeSending() {
        return switch (settings.lingeringClose()) {
            case OFF -> false;
            case ALWAYS -> true;
            case ON -> reader.rejected() != 0 || !body.ended() || reader.input().hasRemaining();
        };
    }

    private boolean discardBody() {
        long end = System.nanoTime() + settings.lingeringTime() * 1_000_000;
        ByteBuffer dropped = ByteBuffer.allocate(16 * 1024);
        body.timeout(settings.lingeringTimeout());
        try {
            while (System.nanoTime() < end) {
                if (body.read(dropped.clear()) < 0) {
                    return true;
                }
            }
        } catch (DownstreamException failed) {
            // No more requests on this connection.
        }
        return false;
    }

    private void linger() {
        if (settings.lingeringClose() == Lingering.OFF) {
            return;
        }
        long end = System.nanoTime() + settings.lingeringTime() * 1_000_000;
        ByteBuffer dropped = ByteBuffer.allocate(16 * 1024);
        try {
            while (System.nanoTime() < end && socket.read(dropped.clear(), settings.lingeringTimeout()) >= 0) {
                // dropped
            }
        } catch (DownstreamException over) {
            // That was all.
        }
    }
}
