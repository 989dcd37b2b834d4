package io.weir.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads HTTP/1 framing from a stream and keeps every byte as it was. Never reads past what it was asked for, as far as its
 * callers can see. Confined to one thread at a time; blocks as the stream does.
 */
final class WireReader {

    private final InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;
    private boolean ended;

    WireReader(InputStream in) {
        this.in = in;
    }

    /** Bytes through the first blank line, which may end with CR LF or LF; less when the stream ends first. */
    byte[] readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int lineLength = 0;
        while (true) {
            int b = read();
            if (b < 0) {
                return head.toByteArray();
            }
            head.write(b);
            if (b == '\n') {
                if (lineLength == 0 && head.size() > 2) {
                    return head.toByteArray();
                }
                lineLength = 0;
            } else if (b != '\r') {
                lineLength++;
            }
        }
    }

    /** Exactly so many bytes, or fewer when the stream ends first. */
    byte[] readUpTo(long length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < length && fill()) {
            int n = (int) Math.min(limit - position, length - bytes.size());
            bytes.write(buffer, position, n);
            position += n;
        }
        return bytes.toByteArray();
    }

    byte[] readExactly(int length) throws IOException {
        byte[] bytes = readUpTo(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    /**
     * A chunked body through the blank line after its trailers. A body that ends early is returned as far as it came.
     *
     * @param raw takes every byte
     * @param decoded takes the data alone
     * @param trailers takes the trailer section without the blank line
     * @return whether the last chunk and the end of the trailers were seen
     */
    boolean readChunked(ByteArrayOutputStream raw, ByteArrayOutputStream decoded, StringBuilder trailers)
            throws IOException {
        while (true) {
            String sizeLine = readLine(raw);
            if (!sizeLine.endsWith("\n")) {
                return false;
            }
            String digits = sizeLine.strip().split("[; \t]", 2)[0];
            long size;
            try {
                size = Long.parseLong(digits, 16);
            } catch (NumberFormatException _) {
                throw new IOException("bad chunk size line \"" + sizeLine.strip() + "\"");
            }
            if (size == 0) {
                return readTrailers(raw, trailers);
            }
            byte[] data = readUpTo(size);
            raw.writeBytes(data);
            decoded.writeBytes(data);
            if (data.length < size || !readLine(raw).endsWith("\n")) {
                return false;
            }
        }
    }

    private boolean readTrailers(ByteArrayOutputStream raw, StringBuilder trailers) throws IOException {
        while (true) {
            String line = readLine(raw);
            if (!line.endsWith("\n")) {
                return false;
            }
            if (line.isBlank()) {
                return true;
            }
            trailers.append(line);
        }
    }

    /** A line with its end, or what there is before the end of the stream. */
    String readLine(ByteArrayOutputStream raw) throws IOException {
        StringBuilder line = new StringBuilder();
        int b;
        while ((b = read()) >= 0) {
            raw.write(b);
            line.append((char) b);
            if (b == '\n') {
                break;
            }
        }
        return line.toString();
    }

    /** One byte, or -1 at the end of the stream. */
    int read() throws IOException {
        return fill() ? buffer[position++] & 0xff : -1;
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        if (ended) {
            return false;
        }
        int n = in.read(buffer);
        position = 0;
        limit = Math.max(n, 0);
        ended = n < 0;
        return n > 0;
    }
}
