package io.weir.exchange;

import io.weir.config.ClientSettings;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * A client's side with something in between: nginx's output filters. Subclasses change what they have to; everything else goes
 * through as it is. Same thread rules as {@link Downstream}.
 */
public class DownstreamFilter implements Downstream {

    private final Downstream next;

    protected DownstreamFilter(Downstream next) {
        this.next = next;
    }

    /** The side nearer to the client. */
    protected final Downstream next() {
        return next;
    }

    @Override
    public String requestLine() {
        return next.requestLine();
    }

    @Override
    public String method() {
        return next.method();
    }

    @Override
    public @Nullable String protocol() {
        return next.protocol();
    }

    @Override
    public HttpVersion version() {
        return next.version();
    }

    @Override
    public HttpFields fields() {
        return next.fields();
    }

    @Override
    public long requestLength() {
        return next.requestLength();
    }

    @Override
    public long startNanos() {
        return next.startNanos();
    }

    @Override
    public SocketAddress remoteAddress() {
        return next.remoteAddress();
    }

    @Override
    public String remoteText() {
        return next.remoteText();
    }

    @Override
    public SocketAddress localAddress() {
        return next.localAddress();
    }

    @Override
    public long connectionNumber() {
        return next.connectionNumber();
    }

    @Override
    public long connectionRequests() {
        return next.connectionRequests();
    }

    @Override
    public long connectionStartNanos() {
        return next.connectionStartNanos();
    }

    @Override
    public boolean pipelined() {
        return next.pipelined();
    }

    @Override
    public long bodyLength() {
        return next.bodyLength();
    }

    @Override
    public int readBody(ByteBuffer into) throws DownstreamException {
        return next.readBody(into);
    }

    @Override
    public boolean bodyArrived() {
        return next.bodyArrived();
    }

    @Override
    public boolean dropBody() throws DownstreamException {
        return next.dropBody();
    }

    @Override
    public boolean bodyInvalid() {
        return next.bodyInvalid();
    }

    @Override
    public void bodyReader(Thread reader) {
        next.bodyReader(reader);
    }

    @Override
    public void limits(ClientSettings settings) {
        next.limits(settings);
    }

    @Override
    public void begin(ResponseHead head) {
        next.begin(head);
    }

    @Override
    public boolean committed() {
        return next.committed();
    }

    @Override
    public void write(ByteBuffer[] data) throws DownstreamException {
        next.write(data);
    }

    @Override
    public void tryWrite(ByteBuffer[] data) throws DownstreamException {
        next.tryWrite(data);
    }

    @Override
    public void flush() throws DownstreamException {
        next.flush();
    }

    @Override
    public void end(HttpFields trailers) throws DownstreamException {
        next.end(trailers);
    }

    @Override
    public void endWith(ByteBuffer[] data, HttpFields trailers) throws DownstreamException {
        next.endWith(data, trailers);
    }

    @Override
    public void endWhole(ByteBuffer body, HttpFields trailers) throws DownstreamException {
        next.endWhole(body, trailers);
    }

    @Override
    public void earlyHints(HttpFields fields) throws DownstreamException {
        next.earlyHints(fields);
    }

    @Override
    public void pace(long bytesPerSecond, long after) {
        next.pace(bytesPerSecond, after);
    }

    @Override
    public void upgrade() {
        next.upgrade();
    }

    @Override
    public int readUpgraded(ByteBuffer into) throws DownstreamException {
        return next.readUpgraded(into);
    }

    @Override
    public void drop() {
        next.drop();
    }

    @Override
    public void abort() {
        next.abort();
    }

    @Override
    public HttpFields sentTrailers() {
        return next.sentTrailers();
    }

    @Override
    public long bytesSent() {
        return next.bytesSent();
    }

    @Override
    public long headBytesSent() {
        return next.headBytesSent();
    }

    @Override
    public void watch(Runnable gone) {
        next.watch(gone);
    }

    @Override
    public void unwatch() {
        next.unwatch();
    }
}
