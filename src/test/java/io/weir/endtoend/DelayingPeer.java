package io.weir.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An upstream that answers every request the same time after it came; one thread per connection, and one for all delays. */
final class DelayingPeer implements AutoCloseable {

    static final String BODY = "late";

    private static final byte[] RESPONSE = ("HTTP/1.1 200 OK\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY)
            .getBytes(StandardCharsets.ISO_8859_1);

    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Queue<SocketChannel> accepted = new ConcurrentLinkedQueue<>();
    private final Duration delay;

    DelayingPeer(Duration delay) throws IOException {
        this.delay = delay;
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        Thread.ofPlatform().daemon(true).start(this::accept);
    }

    int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                accepted.add(channel);
                Thread.ofVirtual().start(() -> serve(channel));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /** Requests are small and never pipelined: each arrives in one piece. */
    private void serve(SocketChannel channel) {
        ByteBuffer request = ByteBuffer.allocate(4096);
        try (channel) {
            while (channel.read(request.clear()) > 0) {
                timer.schedule(() -> channel.write(ByteBuffer.wrap(RESPONSE)), delay.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (IOException ended) {
            // The proxy sees it, too.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        timer.shutdownNow();
        for (SocketChannel channel : accepted) {
            channel.close();
        }
    }
}
