package io.weir.loadtest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The backend for two things that nginx's static files cannot do: {@code GET /delay} is answered with 1 KB after a fixed
 * time, and {@code POST} is answered with the length and CRC-32 of the body once all of it has arrived.
 *
 * <p>One thread and one selector, so that it takes as little as possible from the cores that the proxy under test
 * shares with it. Usage: {@code Backend PORT DELAY_MILLIS}.
 */
public final class Backend {

    private record Delayed(BackendConnection connection, long due) {}

    private final Selector selector = Selector.open();
    private final ByteBuffer input = ByteBuffer.allocateDirect(256 * 1024);
    /** The delay is the same for all, so that the order of arrival is the order of answering. */
    private final Queue<Delayed> waiting = new ArrayDeque<>();

    private final long delayNanos;

    private Backend(int port, int delayMillis) throws IOException {
        delayNanos = delayMillis * 1_000_000L;
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress("127.0.0.1", port), 4096);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] args) throws IOException {
        new Backend(Integer.parseInt(args[0]), Integer.parseInt(args[1])).run();
    }

    private void run() throws IOException {
        while (true) {
            if (waiting.isEmpty()) {
                selector.select(this::handle);
            } else {
                long nanos = waiting.element().due() - System.nanoTime();
                selector.select(this::handle, Math.max(1, nanos / 1_000_000));
            }
            answerDue();
        }
    }

    private void answerDue() {
        long now = System.nanoTime();
        while (!waiting.isEmpty() && waiting.element().due() <= now) {
            waiting.remove().connection().answerDelayed();
        }
    }

    private void handle(SelectionKey key) {
        if (key.isAcceptable()) {
            accept((ServerSocketChannel) key.channel());
        } else if (((BackendConnection) key.attachment()).read(input)) {
            waiting.add(new Delayed((BackendConnection) key.attachment(), System.nanoTime() + delayNanos));
        }
    }

    private void accept(ServerSocketChannel listener) {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.register(selector, SelectionKey.OP_READ, new BackendConnection(channel));
            }
        } catch (IOException e) {
            // The client left before it was accepted.
        }
    }
}
