package io.weir.testing;

import io.weir.tls.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * TLS before a {@link FakePeer}: what arrives is passed on in clear, and the other way round. A reset stays a reset. Owns its
 * sockets and ends with {@link #close}.
 */
public final class TlsFront implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final InetSocketAddress behind;
    private final SSLContext context;
    private final boolean saysGoodbye;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> names = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** @param saysGoodbye whether the end of the peer's bytes is announced as TLS wants it, or the connection just ends */
    public TlsFront(Credentials credentials, FakePeer peer, boolean saysGoodbye) throws Exception {
        this.saysGoodbye = saysGoodbye;
        int colon = peer.name().lastIndexOf(':');
        behind = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(peer.name().substring(colon + 1)));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null);
        store.setKeyEntry(
                "key", credentials.key(), new char[0], credentials.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        Thread.ofVirtual().name("tls front").start(this::acceptAll);
    }

    /** {@code 127.0.0.1:port}. */
    public String name() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Connections accepted so far. */
    public int connections() {
        return connections.get();
    }

    /** The server names of the handshakes so far that had one. */
    public List<String> names() {
        return names;
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket plain = listener.accept();
                sockets.add(plain);
                connections.incrementAndGet();
                Thread.ofVirtual().name("tls front in").start(() -> serve(plain));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket plain) {
        try {
            SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(plain, null, 0, false);
            secured.setUseClientMode(false);
            secured.startHandshake();
            if (secured.getSession() instanceof ExtendedSSLSession session) {
                session.getRequestedServerNames()
                        .forEach(name -> names.add(new String(name.getEncoded(), StandardCharsets.ISO_8859_1)));
            }
            Socket peer = new Socket(behind.getAddress(), behind.getPort());
            sockets.add(peer);
            Thread.ofVirtual().name("tls front out").start(() -> passBack(peer, secured, plain));
            copy(secured.getInputStream(), peer.getOutputStream());
            peer.shutdownOutput();
        } catch (IOException failed) {
            reset(plain); // whoever waits for it sees that
        }
    }

    private void passBack(Socket peer, SSLSocket secured, Socket plain) {
        try {
            copy(peer.getInputStream(), secured.getOutputStream());
            if (saysGoodbye) {
                secured.shutdownOutput();
            }
            plain.shutdownOutput();
        } catch (IOException failed) {
            reset(plain);
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] piece = new byte[64 * 1024];
        int count = from.read(piece);
        while (count >= 0) {
            to.write(piece, 0, count);
            to.flush();
            count = from.read(piece);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException goneAlready) {
            // Then so it is.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
