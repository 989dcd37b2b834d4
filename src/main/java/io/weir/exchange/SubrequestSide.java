package io.weir.exchange;

import io.weir.body.RequestBody;
import io.weir.config.ClientSettings;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * Where a subrequest's response goes: nowhere. Only its head is wanted; a body that does not come with it is not waited for
 * (nginx's {@code header_only}). Of the client's side it shows what the main request is, and nothing can be sent through it.
 */
public final class SubrequestSide extends DownstreamFilter {

    private final String method;
    private final @Nullable RequestBody body;
    private final boolean apart;
    private boolean begun;

    private SubrequestSide(Downstream main, String method, @Nullable RequestBody body, boolean apart) {
        super(main);
        this.method = method;
        this.body = body;
        this.apart = apart;
    }

    /** For a subrequest on the main request's thread, which waits for it: a GET without a body. */
    public static SubrequestSide within(Exchange main) {
        return new SubrequestSide(main.downstream(), "GET", null, false);
    }

    /** For a copy of the main request on a thread of its own. The body belongs to the main request, which has to outlast it. */
    public static SubrequestSide apart(Exchange main, @Nullable RequestBody body) {
        return new SubrequestSide(main.downstream(), main.method(), body, true);
    }

    boolean apart() {
        return apart;
    }

    String requestMethod() {
        return method;
    }

    @Nullable
    RequestBody body() {
        return body;
    }

    @Override
    public long bodyLength() {
        return body == null ? 0 : body.length();
    }

    @Override
    public int readBody(ByteBuffer into) {
        return -1;
    }

    @Override
    public boolean dropBody() {
        return true;
    }

    @Override
    public boolean bodyInvalid() {
        return false;
    }

    @Override
    public boolean bodyArrived() {
        return true;
    }

    @Override
    public void bodyReader(Thread reader) {
        // The body was read before.
    }

    @Override
    public void limits(ClientSettings settings) {
        // The client is the main request's.
    }

    @Override
    public void earlyHints(HttpFields fields) {
        // For a client.
    }

    @Override
    public void pace(long bytesPerSecond, long after) {
        // Nothing goes anywhere.
    }

    @Override
    public void upgrade() {
        // A subrequest is no tunnel.
    }

    @Override
    public int readUpgraded(ByteBuffer into) {
        return -1;
    }

    @Override
    public void begin(ResponseHead head) {
        begun = true;
    }

    @Override
    public boolean committed() {
        return begun;
    }

    @Override
    public void write(ByteBuffer[] data) {
        for (ByteBuffer piece : data) {
            piece.position(piece.limit());
        }
    }

    @Override
    public void tryWrite(ByteBuffer[] data) {
        write(data);
    }

    @Override
    public void flush() {
        // Nothing waits.
    }

    @Override
    public void end(HttpFields trailers) {
        // That was all.
    }

    @Override
    public void endWith(ByteBuffer[] data, HttpFields trailers) {
        // It came with the head, and is dropped.
    }

    @Override
    public void endWhole(ByteBuffer whole, HttpFields trailers) {
        // It came with the head, and is dropped.
    }

    @Override
    public void abort() {
        // What becomes of the client is the main request's to say.
    }

    @Override
    public void drop() {
        // The same.
    }

    @Override
    public long bytesSent() {
        return 0;
    }

    @Override
    public long headBytesSent() {
        return 0;
    }

    @Override
    public void watch(Runnable gone) {
        if (!apart) {
            next().watch(gone);
        }
    }

    @Override
    public void unwatch() {
        if (!apart) {
            next().unwatch();
        }
    }
}
