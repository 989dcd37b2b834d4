package io.weir.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection of a {@link FakePeer}, and what came on it. Confined to its own thread, but for {@link #close},
 * which any thread may call to end it.
 */
final class PeerConnection {

    private final SocketChannel channel;
    private final int index;
    private final WireReader in;
    private final Consumer<PeerExchange> headSeen;
    private @Nullable PeerExchange exchange;
    private int exchanges;

    /** @param headSeen told after each request head, before its body is read */
    PeerConnection(SocketChannel channel, int index, Consumer<PeerExchange> headSeen) {
        this.channel = channel;
        this.index = index;
        this.in = new WireReader(new ChannelInput(channel));
        this.headSeen = headSeen;
    }

    /** Reads a request head; fails when the connection ends first. */
    void readHead() throws IOException {
        if (!tryReadHead()) {
            throw new EOFException("the connection ended where a request head was expected");
        }
    }

    /** Reads a request head, or finds the end of the connection in its place. */
    boolean tryReadHead() throws IOException {
        byte[] bytes = in.readHead();
        if (bytes.length == 0) {
            return false;
        }
        if (!Bytes.text(bytes).endsWith("\n")) {
            throw new EOFException("the connection ended in the head: " + Bytes.text(bytes));
        }
        exchange = new PeerExchange(index, exchanges++, bytes);
        headSeen.accept(exchange);
        return true;
    }

    /** Reads a whole request of another protocol. */
    void readRequest(PeerWire wire) throws IOException {
        PeerWire.Seen seen = wire.read(in);
        if (seen == null) {
            throw new EOFException("the connection ended where a request was expected");
        }
        exchange = new PeerExchange(index, exchanges++, Bytes.of(seen.head()));
        exchange.addBody(seen.body(), seen.body());
        headSeen.accept(exchange);
    }

    void readBody(int length) throws IOException {
        byte[] bytes = in.readUpTo(length);
        current().addBody(bytes, bytes);
        if (bytes.length < length) {
            throw new EOFException("the connection ended after " + bytes.length + " of " + length + " bytes");
        }
    }

    void readBytes(int length) throws IOException {
        int count = in.readUpTo(length).length;
        if (count < length) {
            throw new EOFException("the connection ended after " + count + " of " + length + " bytes");
        }
    }

    /** Reads the body that the last head announces: chunked, by length, or none. */
    void readBody() throws IOException {
        Head parsed = request().head();
        if (parsed.isChunked()) {
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            ByteArrayOutputStream decoded = new ByteArrayOutputStream();
            boolean complete = in.readChunked(raw, decoded, new StringBuilder());
            current().addBody(raw.toByteArray(), decoded.toByteArray());
            if (!complete) {
                throw new EOFException("the connection ended in a chunked request body");
            }
        } else if (parsed.contentLength() > 0) {
            readBody(Math.toIntExact(parsed.contentLength()));
        }
    }

    /** The last request, as far as it was read. */
    PeerRequest request() {
        return current().snapshot();
    }

    private PeerExchange current() {
        if (exchange == null) {
            throw new IllegalStateException("no head was read yet");
        }
        return exchange;
    }

    void send(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    void halfClose() throws IOException {
        channel.shutdownOutput();
    }

    void reset() throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        channel.close();
    }

    void expectClose() {
        int b;
        try {
            b = in.read();
        } catch (IOException _) {
            return;
        }
        if (b >= 0) {
            throw new AssertionError("the proxy should have ended the connection, but sent the byte " + b);
        }
    }

    void expectEnd() {
        try {
            while (in.read() >= 0) {
                // dropped
            }
        } catch (IOException _) {
            // That is an end, too.
        }
    }

    /** Fails when the proxy has taken all of it. */
    void sendUntilClosed(int most) {
        try {
            byte[] piece = new byte[64 * 1024];
            for (int sent = 0; sent < most; sent += piece.length) {
                send(piece, 0, Math.min(piece.length, most - sent));
            }
        } catch (IOException _) {
            return;
        }
        throw new AssertionError("the proxy should have ended the connection, but took all " + most + " bytes");
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code Channels.newInputStream} would share a lock between reading and writing. */
    private static final class ChannelInput extends InputStream {
        private final SocketChannel channel;

        ChannelInput(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(bytes, offset, length));
        }
    }
}
