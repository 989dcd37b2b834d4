package io.weir.benchmark;

import io.weir.config.ClientSettings;
import io.weir.config.Configuration;
import io.weir.exchange.Downstream;
import io.weir.exchange.Exchange;
import io.weir.exchange.ResponseHead;
import io.weir.route.RequestTarget;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;

/** A browser's GET without a network, to build heads and log lines from. */
public final class FixedRequest implements Downstream {

    private static final String TARGET = "/shop/items/4711?colour=red&size=42";
    private static final HttpFields FIELDS = HttpFields.build()
            .add("Host", "shop.example.com")
            .add("Connection", "keep-alive")
            .add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
            .add("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
            .add("Accept-Language", "en-US,en;q=0.5")
            .add("Accept-Encoding", "gzip, deflate, br, zstd")
            .add("Referer", "https://shop.example.com/shop/items")
            .add("Cookie", "session=0123456789abcdef0123456789abcdef; theme=dark")
            .asImmutable();

    private final SocketAddress client = new InetSocketAddress("127.0.0.1", 54321);
    private final SocketAddress server = new InetSocketAddress("127.0.0.1", 8080);
    private final long start = System.nanoTime();

    /** The exchange of this request, in the first location of the first server. */
    public static Exchange exchange(Configuration configuration) {
        var server = configuration.servers().getFirst();
        RequestTarget target = (RequestTarget) RequestTarget.parse(TARGET, true);
        Exchange exchange = new Exchange(new FixedRequest(), target, "shop.example.com", server, null);
        exchange.enter(server.root().locations().getFirst(), null);
        return exchange;
    }

    @Override
    public String requestLine() {
        return "GET " + TARGET + " HTTP/1.1";
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String target() {
        return TARGET;
    }

    @Override
    public HttpVersion version() {
        return HttpVersion.HTTP_1_1;
    }

    @Override
    public HttpFields fields() {
        return FIELDS;
    }

    @Override
    public long headLength() {
        return 500;
    }

    @Override
    public long startNanos() {
        return start;
    }

    @Override
    public String remoteText() {
        return "127.0.0.1";
    }

    @Override
    public SocketAddress remoteAddress() {
        return client;
    }

    @Override
    public SocketAddress localAddress() {
        return server;
    }

    @Override
    public long connectionNumber() {
        return 1;
    }

    @Override
    public long connectionRequests() {
        return 1;
    }

    @Override
    public long connectionStartNanos() {
        return start;
    }

    @Override
    public boolean pipelined() {
        return false;
    }

    @Override
    public long bodyLength() {
        return 0;
    }

    @Override
    public int readBody(ByteBuffer into) {
        return -1;
    }

    @Override
    public boolean bodyArrived() {
        return true;
    }

    @Override
    public long bodyBytesReceived() {
        return 0;
    }

    @Override
    public void endWhole(ByteBuffer body, HttpFields trailers) {
        // Nothing is answered here.
    }

    @Override
    public void bodyReader(Thread reader) {}

    @Override
    public void limits(ClientSettings settings) {}

    @Override
    public void begin(ResponseHead head) {}

    @Override
    public boolean committed() {
        return true;
    }

    @Override
    public void write(ByteBuffer[] data) {}

    @Override
    public void tryWrite(ByteBuffer[] data) {}

    @Override
    public void flush() {}

    @Override
    public void end(HttpFields trailers) {}

    @Override
    public void endWith(ByteBuffer[] data, HttpFields trailers) {}

    @Override
    public void abort() {}

    @Override
    public HttpFields sentTrailers() {
        return HttpFields.EMPTY;
    }

    @Override
    public long bytesSent() {
        return 1300;
    }

    @Override
    public long headBytesSent() {
        return 276;
    }

    @Override
    public void watch(Runnable gone) {}

    @Override
    public void unwatch() {}

    @Override
    public void earlyHints(HttpFields fields) {}

    @Override
    public void pace(long bytesPerSecond, long after) {}

    @Override
    public void upgrade() {}

    @Override
    public int readUpgraded(ByteBuffer into) {
        return -1;
    }

    @Override
    public void drop() {}
}
