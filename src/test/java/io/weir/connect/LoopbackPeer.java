package io.weir.connect;

import io.weir.config.PeerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A listening socket on the loopback, or at a path, and the connections it has accepted. Closes them all. */
final class LoopbackPeer implements AutoCloseable {

    private final ServerSocketChannel listener;
    private final PeerAddress address;
    private final List<SocketChannel> accepted = new ArrayList<>();

    private LoopbackPeer(ServerSocketChannel listener, PeerAddress address) {
        this.listener = listener;
        this.address = address;
    }

    static LoopbackPeer tcp() throws IOException {
        return tcp(50);
    }

    static LoopbackPeer tcp(int backlog) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), backlog);
        return new LoopbackPeer(listener, inet((InetSocketAddress) listener.getLocalAddress()));
    }

    static LoopbackPeer unix(Path path) throws IOException {
        return unix(path, 50);
    }

    static LoopbackPeer unix(Path path, int backlog) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(path), backlog);
        return new LoopbackPeer(listener, new PeerAddress.Unix(path));
    }

    static PeerAddress inet(InetSocketAddress address) {
        return new PeerAddress.Inet(address.getAddress(), address.getPort());
    }

    PeerAddress address() {
        return address;
    }

    /** Waits for the next connection. */
    SocketChannel accept() throws IOException {
        SocketChannel channel = listener.accept();
        accepted.add(channel);
        return channel;
    }

    /** Fills the queue of connections nobody accepts, so that the next connect() hangs. */
    void fillBacklog(int backlog) throws IOException {
        for (int i = 0; i <= backlog + 1; i++) {
            SocketChannel filler = address instanceof PeerAddress.Unix
                    ? SocketChannel.open(StandardProtocolFamily.UNIX)
                    : SocketChannel.open();
            accepted.add(filler);
            filler.configureBlocking(false);
            try {
                filler.connect(address.socketAddress());
            } catch (SocketException e) {
                return; // a Unix socket says so when its queue is full; TCP just does not answer
            }
        }
    }

    static void send(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    static String receive(SocketChannel channel, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    /** Closes with a reset instead of an end of stream. */
    static void reset(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : accepted) {
            channel.close();
        }
        listener.close();
    }
}
