package io.weir.protocol.fastcgi;

import io.weir.protocol.BodyFraming;
import io.weir.protocol.InvalidRequestException;
import io.weir.protocol.cgi.CgiParams.Param;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The records that a request is made of: all have the id 1, and padding to a multiple of 8 bytes, as nginx sends them. */
final class Records implements BodyFraming {

    static final Records BODY = new Records();

    private static final int VERSION = 1;
    private static final int ID = 1;
    private static final int BEGIN_REQUEST = 1;
    private static final int PARAMS = 4;
    private static final int STDIN = 5;
    private static final int RESPONDER = 1;

    private static final int HEADER = 8;
    private static final int LARGEST_CONTENT = 65535;

    /** nginx's size of a record of the body. */
    private static final int STDIN_CONTENT = 32 * 1024;

    /** From here on a length takes four bytes. */
    private static final int LONG = 128;

    private Records() {}

    /** @param noBody whether the end of the body follows at once */
    static byte[] head(List<Param> params, boolean keepConnection, boolean noBody) throws InvalidRequestException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        out.writeBytes(header(BEGIN_REQUEST, 8).array());
        out.writeBytes(new byte[] {0, RESPONDER, (byte) (keepConnection ? 1 : 0), 0, 0, 0, 0, 0});
        byte[] content = content(params);
        if (content.length > LARGEST_CONTENT) {
            throw new InvalidRequestException("fastcgi request record is too big: " + content.length, true);
        }
        if (content.length > 0) {
            out.writeBytes(header(PARAMS, content.length).array());
            out.writeBytes(content);
            out.writeBytes(new byte[padding(content.length)]);
        }
        out.writeBytes(header(PARAMS, 0).array());
        if (noBody) {
            out.writeBytes(header(STDIN, 0).array());
        }
        return out.toByteArray();
    }

    private static byte[] content(List<Param> params) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        for (Param param : params) {
            length(out, param.name().length());
            length(out, param.value().length());
            out.writeBytes(param.name().getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(param.value().getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    private static void length(ByteArrayOutputStream out, int length) {
        if (length >= LONG) {
            out.write(length >>> 24 | 0x80);
            out.write(length >>> 16);
            out.write(length >>> 8);
        }
        out.write(length);
    }

    private static ByteBuffer header(int type, int length) {
        return ByteBuffer.allocate(HEADER)
                .put((byte) VERSION)
                .put((byte) type)
                .putShort((short) ID)
                .putShort((short) length)
                .put((byte) padding(length))
                .put((byte) 0)
                .flip();
    }

    private static int padding(int length) {
        return -length & 7;
    }

    @Override
    public ByteBuffer[] wrap(ByteBuffer piece) {
        int records = (piece.remaining() + STDIN_CONTENT - 1) / STDIN_CONTENT;
        ByteBuffer[] wrapped = new ByteBuffer[3 * records];
        int at = piece.position();
        for (int i = 0; i < records; i++) {
            int length = Math.min(STDIN_CONTENT, piece.limit() - at);
            wrapped[3 * i] = header(STDIN, length);
            wrapped[3 * i + 1] = piece.duplicate().position(at).limit(at + length);
            wrapped[3 * i + 2] = ByteBuffer.allocate(padding(length));
            at += length;
        }
        return wrapped;
    }

    @Override
    public ByteBuffer end() {
        return header(STDIN, 0);
    }
}
