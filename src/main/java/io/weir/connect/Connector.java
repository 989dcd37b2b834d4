package io.weir.connect;

import io.weir.config.PeerAddress;
import io.weir.time.Ticker;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

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
     * @throws IOException when no socket could be made
     */
    public static PeerConnection prepare(
            PeerAddress address, boolean tcpNodelay, boolean socketKeepalive, Ticker ticker) throws IOException {
        SocketChannel channel = channelFor(address);
        try {
            if (tcpNodelay && address instanceof PeerAddress.Inet) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            if (socketKeepalive && address instanceof PeerAddress.Inet) {
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
            return new PeerConnection(channel, address, ticker);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static SocketChannel channelFor(PeerAddress address) throws IOException {
        return switch (address) {
            case PeerAddress.Inet _ -> SocketChannel.open();
            case PeerAddress.Unix _ -> SocketChannel.open(StandardProtocolFamily.UNIX);
        };
    }
}
