package io.weir.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How a peer that does not speak HTTP reads a request: into the form that HTTP has, so that all that looks at requests need not
 * know. The first line names the protocol and its own numbers; then come parameters as {@code NAME: value}.
 */
public enum PeerWire {
    /** One line, {@code get KEY}. */
    MEMCACHED {
        @Override
        @Nullable
        Seen read(WireReader in) throws IOException {
            String line = in.readLine(new ByteArrayOutputStream());
            return line.isEmpty() ? null : new Seen(line.stripTrailing() + "\r\n\r\n", new byte[0]);
        }
    },
    /** {@code fastcgi keep=0}; checks version, id, padding and the order of records. */
    FASTCGI {
        @Override
        @Nullable
        Seen read(WireReader in) throws IOException {
            int first = in.read();
            return first < 0 ? null : new FastcgiRequest(in).read(first);
        }
    },
    /** {@code uwsgi modifier1=0 modifier2=0}; the body is as long as the parameter CONTENT_LENGTH says. */
    UWSGI {
        @Override
        @Nullable
        Seen read(WireReader in) throws IOException {
            int modifier1 = in.read();
            if (modifier1 < 0) {
                return null;
            }
            int length = in.read() | in.read() << 8;
            String line = "uwsgi modifier1=" + modifier1 + " modifier2=" + in.read();
            byte[] packet = in.readExactly(length);
            StringBuilder head = new StringBuilder(line).append("\r\n");
            int at = 0;
            while (at < length) {
                String name = shortText(packet, at);
                if (at + 2 + name.length() >= length) {
                    head.append("string: ")
                            .append(Bytes.text(packet), at, length)
                            .append("\r\n");
                    break;
                }
                at += 2 + name.length();
                String value = shortText(packet, at);
                at += 2 + value.length();
                head.append(name).append(": ").append(value).append("\r\n");
            }
            return withBody(in, head);
        }
    },
    /** {@code scgi}; the netstring's length and comma are checked. */
    SCGI {
        @Override
        @Nullable
        Seen read(WireReader in) throws IOException {
            int digit = in.read();
            if (digit < 0) {
                return null;
            }
            int length = 0;
            for (; digit != ':'; digit = in.read()) {
                length = length * 10 + digit - '0';
            }
            String[] words = Bytes.text(in.readExactly(length)).split("\0", -1);
            if (in.read() != ',') {
                throw new IOException("no comma behind the netstring");
            }
            StringBuilder head = new StringBuilder("scgi\r\n");
            for (int i = 0; i + 1 < words.length; i += 2) {
                head.append(words[i]).append(": ").append(words[i + 1]).append("\r\n");
            }
            return withBody(in, head);
        }
    };

    /** A request in the form of HTTP. */
    record Seen(String head, byte[] body) {}

    /** The next request; null at the end of the connection. */
    @Nullable
    abstract Seen read(WireReader in) throws IOException;

    private static String shortText(byte[] packet, int at) throws EOFException {
        int length = packet[at] & 0xff | (packet[at + 1] & 0xff) << 8;
        if (at + 2 + length > packet.length) {
            return Bytes.text(packet).substring(at + 2);
        }
        return new String(packet, at + 2, length, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static Seen withBody(WireReader in, StringBuilder head) throws IOException {
        head.append("\r\n");
        long length = Head.parse(Bytes.of(head.toString())).values("CONTENT_LENGTH").stream()
                .filter(value -> value.matches("\\d+"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
        return new Seen(head.toString(), in.readUpTo(length));
    }
}
