package io.weir.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A client that sends the bytes it is given and reads no more than it is asked for. Owns its connection. Confined to one
 * thread; every method blocks, none longer than {@link Patience#BOUND}.
 */
public final class RawClient implements AutoCloseable {

    private static final int NARROW = 8 * 1024;

    private final Socket socket;
    private final WireReader in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(Patience.BOUND.toMillis()));
        this.in = new WireReader(new Failing(socket.getInputStream()));
    }

    public static RawClient connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, Math.toIntExact(Patience.BOUND.toMillis()));
        return over(socket);
    }

    /** The same with a receive buffer so small that whoever sends notices soon that nobody reads. */
    public static RawClient connectNarrow(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(NARROW);
        socket.connect(address, Math.toIntExact(Patience.BOUND.toMillis()));
        return over(socket);
    }

    /** Takes over a connected socket, as of TLS. */
    public static RawClient over(Socket socket) throws IOException {
        return new RawClient(socket);
    }

    /** Sends a byte string in one write. */
    public RawClient send(String bytes) throws IOException {
        return send(Bytes.of(bytes));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads through the blank line; fails when the connection ends before it. */
    public Head readHead() throws IOException {
        byte[] bytes = in.readHead();
        if (!Bytes.text(bytes).endsWith("\n")) {
            throw new AssertionError("the connection ended in the head: \"" + Bytes.text(bytes) + "\"");
        }
        return Head.parse(bytes);
    }

    /** Reads a line, which is returned without its end. */
    public String readLine() throws IOException {
        return in.readLine(new ByteArrayOutputStream()).stripTrailing();
    }

    public byte[] readExactly(int length) throws IOException {
        return in.readExactly(length);
    }

    /** Whatever comes until the connection ends; fails on a reset. */
    public byte[] readToEnd() throws IOException {
        return in.readUpTo(Long.MAX_VALUE);
    }

    /**
     * Reads one response to a request other than HEAD; an informational one counts. Bytes that are no HTTP response are read
     * until the connection ends.
     */
    public RawResponse readResponse() throws IOException {
        return readResponse(true);
    }

    /** Reads one response to a HEAD request, which has no body whatever its header says. */
    public RawResponse readResponseToHead() throws IOException {
        return readResponse(false);
    }

    /** Reads responses until one is not informational (1xx), and returns that one. */
    public RawResponse readFinalResponse() throws IOException {
        RawResponse response = readResponse();
        while (response.status() / 100 == 1 && response.status() != 101) {
            response = readResponse();
        }
        return response;
    }

    private RawResponse readResponse(boolean mayHaveBody) throws IOException {
        byte[] headBytes;
        try {
            headBytes = in.readHead();
        } catch (IOException _) {
            return withoutHead(new byte[0], RawResponse.Ending.RESET);
        }
        String text = Bytes.text(headBytes);
        if (!text.startsWith("HTTP/")) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(headBytes);
            RawResponse.Ending ending = readToEnd(all);
            return withoutHead(all.toByteArray(), ending);
        }
        Head head = Head.parse(headBytes);
        if (!text.endsWith("\n")) {
            return new RawResponse(head, new byte[0], new byte[0], List.of(), false, RawResponse.Ending.CLOSED);
        }
        return readBody(head, mayHaveBody);
    }

    private static RawResponse withoutHead(byte[] bytes, RawResponse.Ending ending) {
        boolean complete = bytes.length > 0 && ending == RawResponse.Ending.CLOSED;
        return new RawResponse(new Head("", List.of()), bytes, bytes, List.of(), complete, ending);
    }

    private RawResponse readBody(Head head, boolean mayHaveBody) throws IOException {
        int status = new RawResponse(head, new byte[0], new byte[0], List.of(), true, RawResponse.Ending.OPEN).status();
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        StringBuilder trailers = new StringBuilder();
        RawResponse.Ending ending = RawResponse.Ending.OPEN;
        boolean complete = true;
        if (mayHaveBody && status / 100 != 1 && status != 204 && status != 304) {
            if (head.isChunked()) {
                try {
                    complete = in.readChunked(raw, decoded, trailers);
                    ending = complete ? RawResponse.Ending.OPEN : RawResponse.Ending.CLOSED;
                } catch (IOException e) {
                    complete = false;
                    ending = failed(e);
                }
            } else if (head.contentLength() >= 0) {
                ending = readUpTo(head.contentLength(), raw);
                complete = raw.size() == head.contentLength();
            } else {
                ending = readToEnd(raw);
                complete = ending == RawResponse.Ending.CLOSED;
            }
        }
        byte[] body = head.isChunked() ? decoded.toByteArray() : raw.toByteArray();
        List<String> lines = new ArrayList<>(Arrays.asList(trailers.toString().split("\r?\n")));
        lines.removeIf(String::isEmpty);
        return new RawResponse(head, raw.toByteArray(), body, lines, complete, ending);
    }

    private RawResponse.Ending readToEnd(ByteArrayOutputStream into) throws IOException {
        return readUpTo(Long.MAX_VALUE, into);
    }

    /** Byte by byte, so that what came before a reset is kept. */
    private RawResponse.Ending readUpTo(long length, ByteArrayOutputStream into) throws IOException {
        try {
            for (long i = 0; i < length; i++) {
                int b = in.read();
                if (b < 0) {
                    return RawResponse.Ending.CLOSED;
                }
                into.write(b);
            }
            return RawResponse.Ending.OPEN;
        } catch (IOException e) {
            return failed(e);
        }
    }

    private static RawResponse.Ending failed(IOException e) throws IOException {
        if (e.getMessage() != null && e.getMessage().startsWith("bad chunk")) {
            throw e;
        }
        return RawResponse.Ending.RESET;
    }

    /** Blocks until the peer ends the connection, orderly or by a reset; fails on any byte before that. */
    public void expectClose() {
        int b;
        try {
            b = in.read();
        } catch (IOException _) {
            return;
        }
        if (b >= 0) {
            throw new AssertionError("the connection should have ended, but a byte came: " + b);
        }
    }

    /** Ends the sending side only. */
    public RawClient halfClose() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Ends the connection with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Turns the bound on a read into a failure that says so. */
    private static final class Failing extends InputStream {
        private final InputStream in;

        Failing(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (SocketTimeoutException _) {
                throw Patience.expired("bytes from the server");
            }
        }
    }
}
