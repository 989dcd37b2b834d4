package io.weir.connect;

import io.weir.config.PeerAddress;
import io.weir.time.Deadline;
import io.weir.tls.TlsChannel;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import javax.net.ssl.SSLEngine;

/** The steps before a connection carries requests, each with a deadline that closes the socket. */
final class Opening {

    private Opening() {}

    /** Blocks until the connection stands. The caller closes it when that fails. */
    static void connect(SocketChannel channel, PeerAddress address, Deadline deadline, long timeoutMillis)
            throws TimedOutException, ConnectFailedException {
        deadline.arm(timeoutMillis);
        try {
            channel.connect(address.socketAddress());
        } catch (UnsupportedAddressTypeException e) {
            // An IPv6 address on a machine without IPv6.
            IOException unsupported = new IOException("Address family not supported by protocol", e);
            throw new ConnectFailedException(SystemError.ofConnect(unsupported, address), e);
        } catch (IOException e) {
            if (deadline.disarm()) {
                throw new ConnectFailedException(SystemError.ofConnect(e, address), e);
            }
            throw new TimedOutException();
        }
        if (!deadline.disarm()) {
            throw new TimedOutException();
        }
    }

    /** Blocks until both sides have agreed on keys. */
    static TlsChannel handshake(SocketChannel channel, SSLEngine engine, Deadline deadline, long timeoutMillis)
            throws IOException {
        TlsChannel secured = new TlsChannel(channel, engine);
        deadline.arm(timeoutMillis);
        try {
            secured.handshake();
        } catch (IOException e) {
            throw deadline.disarm() ? e : new TimedOutException();
        }
        if (!deadline.disarm()) {
            throw new TimedOutException();
        }
        return secured;
    }
}
