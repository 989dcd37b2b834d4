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

/**
 * A WebSocket server that sends back each frame that it gets (RFC 6455), for {@code websocket.js}. Run it with {@code java
 * k6/Echo.java}; the port is 8093.
 */
public final class Echo {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int PORT = 8093;
    private static final int CLOSE = 8;

    private Echo() {}

    public static void main(String[] args) throws IOException {
        try (ServerSocket server = new ServerSocket(PORT, 4096, InetAddress.getLoopbackAddress())) {
            System.out.println("WebSocket echo on port " + PORT);
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            OutputStream out = socket.getOutputStream();
            String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept(key(in)) + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            while (echo(in, out)) {
                // the next frame
            }
        } catch (IOException gone) {
            // Clients come and go.
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
}
