package io.weir.loadtest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/** One connection of {@link Backend}: what has been read of the present request. Confined to the selector's thread. */
final class BackendConnection {

    private static final byte[] DELAYED = response("200 OK", "0123456789abcdef".repeat(64));
    private static final String LENGTH = "\r\ncontent-length:";

    private final SocketChannel channel;
    private final byte[] head = new byte[8192];
    private final CRC32 checksum = new CRC32();
    private int headLength;
    private long bodyLength;
    private long bodyMissing;
    private boolean lastRequest;

    BackendConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Takes what has arrived. @return whether a request is complete whose answer is to be delayed */
    boolean read(ByteBuffer input) {
        try {
            input.clear();
            if (channel.read(input) < 0) {
                channel.close();
                return false;
            }
            return take(input.flip());
        } catch (IOException e) {
            close();
            return false;
        }
    }

    void answerDelayed() {
        try {
            answer(DELAYED);
        } catch (IOException e) {
            close();
        }
    }

    private boolean take(ByteBuffer input) throws IOException {
        boolean delayed = false;
        while (input.hasRemaining()) {
            if (bodyMissing > 0) {
                takeBody(input);
            } else if (takeHead(input)) {
                delayed |= headComplete();
            }
        }
        return delayed;
    }

    private boolean takeHead(ByteBuffer input) throws IOException {
        while (input.hasRemaining()) {
            if (headLength == head.length) {
                throw new IOException("request head too long");
            }
            head[headLength++] = input.get();
            if (head[headLength - 1] == '\n'
                    && headLength > 3
                    && head[headLength - 2] == '\r'
                    && head[headLength - 3] == '\n') {
                return true;
            }
        }
        return false;
    }

    private boolean headComplete() throws IOException {
        String text = new String(head, 0, headLength, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        headLength = 0;
        lastRequest = text.contains("\r\nconnection: close\r\n");
        if (text.startsWith("get /delay")) {
            return true;
        }
        int field = text.indexOf(LENGTH);
        if (field < 0) {
            answer(response("411 Length Required", ""));
            return false;
        }
        int start = field + LENGTH.length();
        bodyLength =
                Long.parseLong(text.substring(start, text.indexOf('\r', start)).strip());
        bodyMissing = bodyLength;
        checksum.reset();
        if (bodyMissing == 0) {
            answerPost();
        }
        return false;
    }

    private void takeBody(ByteBuffer input) throws IOException {
        int limit = input.limit();
        int count = (int) Math.min(bodyMissing, input.remaining());
        input.limit(input.position() + count);
        checksum.update(input);
        input.limit(limit);
        bodyMissing -= count;
        if (bodyMissing == 0) {
            answerPost();
        }
    }

    private void answerPost() throws IOException {
        answer(response("200 OK", bodyLength + " " + Long.toHexString(checksum.getValue()) + "\n"));
    }

    private void answer(byte[] response) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(response);
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            // One small answer at a time always fits the socket's buffer.
            throw new IOException("the client does not read its answers");
        }
        if (lastRequest) {
            channel.close();
        }
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing is left to be lost.
        }
    }

    private static byte[] response(String status, String body) {
        return ("HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
