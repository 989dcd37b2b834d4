package io.weir.resolve;

import io.weir.time.Deadline;
import io.weir.time.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with one name server: a socket of its own, closed when its time is over or nobody wants the answer any
 * more. Owned by the thread of a lookup; {@link #abandon} may be called by any.
 */
final class NameServer implements AutoCloseable {

    /** What nginx takes at most over UDP. */
    private static final int UDP_BYTES = 4096;

    private final InetSocketAddress address;
    private final Deadline deadline;
    private volatile @Nullable NetworkChannel channel;
    private volatile boolean over;

    NameServer(InetSocketAddress address, Ticker ticker) {
        this.address = address;
        this.deadline = ticker.deadline(this::abandon);
    }

    /** From now on it has so long. */
    void limit(long millis) {
        deadline.arm(millis);
    }

    /** Opens the datagram socket. What comes from another address than the server's is dropped by the system. */
    DatagramChannel udp() throws IOException {
        DatagramChannel udp = DatagramChannel.open();
        opened(udp);
        udp.connect(address);
        return udp;
    }

    /** Connects; used when an answer does not fit a datagram. Blocks. */
    SocketChannel tcp() throws IOException {
        SocketChannel tcp = SocketChannel.open();
        opened(tcp);
        tcp.connect(address);
        return tcp;
    }

    private void opened(NetworkChannel next) throws IOException {
        NetworkChannel before = channel;
        channel = next;
        if (before != null) {
            before.close();
        }
        if (over) { // perhaps before there was anything to close
            next.close();
        }
    }

    static void send(DatagramChannel udp, byte[] message) throws IOException {
        udp.write(ByteBuffer.wrap(message));
    }

    /** The next datagram. Blocks. */
    static byte[] receive(DatagramChannel udp) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(UDP_BYTES);
        udp.read(buffer);
        return bytes(buffer.flip());
    }

    /** Sends a message in the form of TCP, which begins with its length, and receives one. Blocks. */
    static byte[] ask(ByteChannel tcp, byte[] message) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(2 + message.length);
        out.putShort((short) message.length).put(message).flip();
        while (out.hasRemaining()) {
            tcp.write(out);
        }
        int length = Short.toUnsignedInt(read(tcp, 2).getShort());
        return bytes(read(tcp, length));
    }

    private static ByteBuffer read(ByteChannel tcp, int length) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(length);
        while (in.hasRemaining()) {
            if (tcp.read(in) < 0) {
                throw new IOException("the name server closed the connection");
            }
        }
        return in.flip();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Blocks until its time is over. */
    synchronized void awaitOver() {
        while (!over) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Ends whatever blocks, with an exception there. */
    void abandon() {
        synchronized (this) {
            over = true;
            notifyAll();
        }
        NetworkChannel open = channel;
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                // Nothing was expected of it any more.
            }
        }
    }

    @Override
    public void close() {
        deadline.close();
        abandon();
    }
}
