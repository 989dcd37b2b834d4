package io.weir.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A WebSocket server that sends back each frame that it gets (RFC 6455), and answers a close frame and then ends. Each
 * connection has a virtual thread.
 */
public final class EchoSockets implements AutoCloseable {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CLOSE = 8;

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private EchoSockets(ServerSocket server) {
        this.server = server;
    }

    public static EchoSockets start() throws IOException {
        EchoSockets echo = new EchoSockets(new ServerSocket(0, 2000, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(echo::accept);
        return echo;
    }

    /** Address and port. */
    public String name() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Connections now open. */
    public int open() {
        return open.size();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            OutputStream out = socket.getOutputStream();
            out.write(Bytes.of("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept(key(in)) + "\r\n\r\n"));
            while (echo(in, out)) {
                // the next frame
            }
        } catch (IOException gone) {
            // Whoever closes it knows why.
        } finally {
            open.remove(socket);
        }
    }

    private static String key(DataInputStream in) throws IOException {
        String key = "";
        StringBuilder line = new StringBuilder();
        while (true) {
            int b = in.readUnsignedByte();
            if (b != '\n') {
                line.append((char) b);
                continue;
            }
            String text = line.toString().strip();
            line.setLength(0);
            if (text.isEmpty()) {
                return key;
            }
            if (text.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
                key = text.substring(18).strip();
            }
        }
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @return false after a close frame */
    private static boolean echo(DataInputStream in, OutputStream out) throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        int length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < length; i++) {
            payload[i] ^= mask[i & 3];
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream(length + 10);
        DataOutputStream head = new DataOutputStream(frame);
        head.writeByte(first);
        if (length < 126) {
            head.writeByte(length);
        } else if (length < 65536) {
            head.writeByte(126);
            head.writeShort(length);
        } else {
            head.writeByte(127);
            head.writeLong(length);
        }
        head.write(payload);
        out.write(frame.toByteArray());
        return (first & 0x0f) != CLOSE;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
