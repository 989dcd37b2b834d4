package io.weir.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** One FastCGI request, read strictly: anything that the specification does not allow is a failure of the test. */
final class FastcgiRequest {

    private static final int BEGIN_REQUEST = 1;
    private static final int PARAMS = 4;
    private static final int STDIN = 5;

    private final WireReader in;

    FastcgiRequest(WireReader in) {
        this.in = in;
    }

    /** @param version the first byte, which was read already */
    PeerWire.Seen read(int version) throws IOException {
        ByteArrayOutputStream params = new ByteArrayOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int keep = -1;
        int first = version;
        while (true) {
            byte[] head = in.readExactly(7);
            int type = head[0];
            int length = (head[3] & 0xff) << 8 | head[4] & 0xff;
            check(first == 1, "version " + first);
            check(head[1] == 0 && head[2] == 1, "request id");
            byte[] content = in.readExactly(length);
            in.readExactly(head[5] & 0xff);
            check((length + (head[5] & 0xff)) % 8 == 0, "padding to a multiple of 8");
            switch (type) {
                case BEGIN_REQUEST -> {
                    check(content[0] == 0 && content[1] == 1, "role responder");
                    keep = content[2] & 1;
                }
                case PARAMS -> params.writeBytes(content);
                case STDIN -> {
                    if (length == 0) {
                        return new PeerWire.Seen("fastcgi keep=" + keep + "\r\n" + text(params), body.toByteArray());
                    }
                    body.writeBytes(content);
                }
                default -> throw new IOException("record of type " + type);
            }
            first = in.read();
        }
    }

    private static void check(boolean well, String what) throws IOException {
        if (!well) {
            throw new IOException("FastCGI: wrong " + what);
        }
    }

    private static String text(ByteArrayOutputStream params) {
        byte[] bytes = params.toByteArray();
        StringBuilder head = new StringBuilder();
        int[] at = {0};
        while (at[0] < bytes.length) {
            int name = length(bytes, at);
            int value = length(bytes, at);
            String text = Bytes.text(bytes);
            head.append(text, at[0], at[0] + name).append(": ");
            head.append(text, at[0] + name, at[0] + name + value).append("\r\n");
            at[0] += name + value;
        }
        return head.append("\r\n").toString();
    }

    private static int length(byte[] bytes, int[] at) {
        int first = bytes[at[0]++] & 0xff;
        if (first < 128) {
            return first;
        }
        int length = first & 0x7f;
        for (int i = 0; i < 3; i++) {
            length = length << 8 | bytes[at[0]++] & 0xff;
        }
        return length;
    }
}
