package io.weir.connect;

import io.weir.config.AddressText;
import io.weir.config.PeerAddress;
import io.weir.config.SocketSettings;
import io.weir.time.Ticker;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Opens new connections to peers, TCP and Unix. */
public final class Connector {

    private Connector() {}

    /**
     * Opens a connection. Blocks until it is established, refused or overdue. The caller closes it.
     *
     * @param tcpNodelay ignored for Unix sockets
     * @param socketKeepalive {@code SO_KEEPALIVE}
     * @throws TimedOutException when {@code connectTimeoutMillis} passed before
     * @throws ConnectFailedException when it was refused or cannot be reached
     * @throws IOException when no socket could be made (out of descriptors): the fault is ours, not the peer's
     */
    public static PeerConnection open(
            PeerAddress address, long connectTimeoutMillis, boolean tcpNodelay, boolean socketKeepalive, Ticker ticker)
            throws IOException {
        PeerConnection connection = prepare(address, tcpNodelay, socketKeepalive, ticker);
        connection.connect(connectTimeoutMillis);
        return connection;
    }

    /**
     * The first half of {@link #open}: makes the socket and does not connect it, so that another thread can
     * {@linkplain PeerConnection#abort abort} it while {@link PeerConnection#connect} blocks. The caller closes it.
     *
     * @param socket options of the socket; what its {@code bind} says is the next parameter
     * @param local the address to connect from; null when the system chooses it
     * @throws IOException when no socket could be made, or it cannot have that address; the message says what failed
     */
    public static PeerConnection prepare(
            PeerAddress address,
            boolean tcpNodelay,
            SocketSettings socket,
            @Nullable InetSocketAddress local,
            Ticker ticker)
            throws IOException {
        SocketChannel channel = channelFor(address);
        try {
            if (tcpNodelay && address instanceof PeerAddress.Inet) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            apply(socket, channel, address instanceof PeerAddress.Inet);
            if (local != null) {
                bind(channel, address, local);
            }
            return new PeerConnection(channel, address, ticker);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The same with the system's defaults for all else. */
    public static PeerConnection prepare(
            PeerAddress address, boolean tcpNodelay, boolean socketKeepalive, Ticker ticker) throws IOException {
        SocketSettings socket = new SocketSettings(socketKeepalive, null, false, 0, 0);
        return prepare(address, tcpNodelay, socket, null, ticker);
    }

    private static void apply(SocketSettings socket, SocketChannel channel, boolean inet) throws IOException {
        if (socket.keepalive() && inet) {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
        if (socket.receiveBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, socket.receiveBuffer());
        }
        if (socket.sendBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, socket.sendBuffer());
        }
    }

    private static void bind(SocketChannel channel, PeerAddress address, InetSocketAddress local) throws IOException {
        String name = AddressText.withPort(local);
        switch (address) {
            case PeerAddress.Unix _ -> throw bindFailed(name, new IOException("Invalid argument"));
            case PeerAddress.Inet peer
            when peer.socketAddress().getAddress().getClass()
                    != local.getAddress().getClass() ->
                // Java's sockets have no family of their own; nginx's do.
                throw bindFailed(name, new IOException("Address family not supported by protocol"));
            case PeerAddress.Inet _ -> {
                try {
                    channel.bind(local);
                } catch (IOException e) {
                    throw bindFailed(name, e);
                }
            }
        }
    }

    private static IOException bindFailed(String name, IOException why) {
        return new IOException("bind(" + name + ") failed (" + SystemError.of(why) + ")", why);
    }

    private static SocketChannel channelFor(PeerAddress address) throws IOException {
        try {
            return switch (address) {
                // Of the peer's own family, as nginx's: left to itself Java opens an IPv6 socket for IPv4, too.
                case PeerAddress.Inet inet
                when inet.socketAddress().getAddress() instanceof Inet4Address ->
                    SocketChannel.open(StandardProtocolFamily.INET);
                case PeerAddress.Inet _ -> SocketChannel.open(StandardProtocolFamily.INET6);
                case PeerAddress.Unix _ -> SocketChannel.open(StandardProtocolFamily.UNIX);
            };
        } catch (IOException e) {
            throw new IOException("socket() failed (" + SystemError.of(e) + ")", e);
        } catch (UnsupportedOperationException e) {
            // A machine, or a JVM, without IPv6.
            throw new IOException("socket() failed (97: Address family not supported by protocol)", e);
        }
    }
}
