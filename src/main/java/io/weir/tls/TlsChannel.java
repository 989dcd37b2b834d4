package io.weir.tls;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * Bytes in clear over a channel that carries TLS records. One thread may read while another writes. It blocks where the
 * channel below blocks; over one that does not, reading returns 0, and writing must not be tried.
 */
public final class TlsChannel implements ByteChannel, ScatteringByteChannel, GatheringByteChannel {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteChannel transport;
    private final SSLEngine engine;
    private final ReentrantLock writing = new ReentrantLock();

    /** Records that have come, ready to be taken. */
    private ByteBuffer incoming;

    /** What a record held that did not fit where it should go, ready to be taken. */
    private ByteBuffer decoded = NOTHING;

    /** Records that the transport has not taken yet. Guarded by {@link #writing}. */
    private ByteBuffer outgoing;

    private boolean ended;

    public TlsChannel(ByteChannel transport, SSLEngine engine) {
        this.transport = transport;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        incoming = ByteBuffer.allocate(packet).limit(0);
        outgoing = ByteBuffer.allocate(packet).limit(0);
    }

    /**
     * Does the handshake. Blocks.
     *
     * @throws TlsException when the peer speaks no TLS, or none that both sides know, or ends the connection
     * @throws IOException when the transport fails
     */
    public void handshake() throws IOException {
        try {
            engine.beginHandshake();
            while (step()) {
                // one flight after the other
            }
        } catch (SSLException e) {
            tellPeer();
            throw new TlsException("SSL_do_handshake() failed " + OpenSslError.of(e), e);
        }
    }

    private boolean step() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_WRAP -> wrapOnce(new ByteBuffer[] {NOTHING}, 0, 1);
            case NEED_TASK -> runTasks();
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                ByteBuffer space = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
                SSLEngineResult result = engine.unwrap(incoming, space);
                decoded = space.flip();
                boolean incomplete = result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW;
                if (result.getStatus() == SSLEngineResult.Status.CLOSED || incomplete && fill() < 0) {
                    throw new TlsException("peer closed connection in SSL handshake");
                }
            }
            case FINISHED, NOT_HANDSHAKING -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return (int) read(new ByteBuffer[] {dst}, 0, 1);
    }

    @Override
    public long read(ByteBuffer[] dsts) throws IOException {
        return read(dsts, 0, dsts.length);
    }

    /**
     * Takes what is there, waiting until there is something.
     *
     * @return -1 at the end; a connection that ends without TLS's own sign of it has ended, as nginx sees it
     */
    @Override
    public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
        long count = 0;
        try {
            while (!decoded.hasRemaining() && !ended && hasRoom(dsts, offset, length)) {
                SSLEngineResult result = engine.unwrap(incoming, dsts, offset, length);
                count += result.bytesProduced();
                if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW && count == 0) {
                    result = decode();
                }
                switch (result.getStatus()) {
                    case OK -> answer(result.getHandshakeStatus());
                    case CLOSED -> ended = true;
                    case BUFFER_OVERFLOW -> {
                        return count;
                    }
                    case BUFFER_UNDERFLOW -> {
                        if (count > 0) {
                            return count;
                        }
                        int more = fillOrEnd();
                        if (more == 0) {
                            return 0;
                        }
                        ended = more < 0;
                    }
                }
            }
        } catch (SSLException e) {
            throw new TlsException("SSL_read() failed " + OpenSslError.of(e), e);
        }
        if (count == 0) {
            count = take(dsts, offset, length);
        }
        return count == 0 && ended ? -1 : count;
    }

    private static boolean hasRoom(ByteBuffer[] dsts, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (dsts[i].hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    /** The next record, which may be incomplete, is larger than the room for it. */
    private SSLEngineResult decode() throws SSLException {
        ByteBuffer space = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        SSLEngineResult result = engine.unwrap(incoming, space);
        decoded = space.flip();
        return result;
    }

    private long take(ByteBuffer[] dsts, int offset, int length) {
        long count = 0;
        for (int i = offset; i < offset + length && decoded.hasRemaining(); i++) {
            int part = Math.min(decoded.remaining(), dsts[i].remaining());
            dsts[i].put(dsts[i].position(), decoded, decoded.position(), part);
            dsts[i].position(dsts[i].position() + part);
            decoded.position(decoded.position() + part);
            count += part;
        }
        if (!decoded.hasRemaining()) {
            decoded = NOTHING;
        }
        return count;
    }

    /** A reset is an end like any other: nginx reads both off OpenSSL as "peer shutdown SSL cleanly". */
    private int fillOrEnd() throws IOException {
        try {
            return fill();
        } catch (SocketException reset) {
            return -1;
        }
    }

    /** Reads off the transport. @return the number of bytes, -1 at the end */
    private int fill() throws IOException {
        int packet = engine.getSession().getPacketBufferSize();
        if (incoming.capacity() < packet) {
            incoming = ByteBuffer.allocate(packet).put(incoming).flip();
        }
        incoming.compact();
        try {
            return transport.read(incoming);
        } finally {
            incoming.flip();
        }
    }

    /** What the peer's record asks of this side: new keys, for one. A writer that is at work answers by itself. */
    private void answer(HandshakeStatus status) throws IOException {
        if (status == HandshakeStatus.NEED_TASK) {
            runTasks();
        }
        if (status == HandshakeStatus.NEED_WRAP && writing.tryLock()) {
            try {
                wrapOnce(new ByteBuffer[] {NOTHING}, 0, 1);
            } finally {
                writing.unlock();
            }
        }
    }

    private void runTasks() {
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        return (int) write(new ByteBuffer[] {src}, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] srcs) throws IOException {
        return write(srcs, 0, srcs.length);
    }

    /** Sends one record with as much as goes into it. @return how much that was */
    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        writing.lock();
        try {
            long taken = 0;
            while (taken == 0 && hasRoom(srcs, offset, length)) {
                taken = wrapOnce(srcs, offset, length);
            }
            return taken;
        } finally {
            writing.unlock();
        }
    }

    /** One record, sent as far as the transport takes it. The lock is held, or no other thread uses this yet. */
    private long wrapOnce(ByteBuffer[] srcs, int offset, int length) throws IOException {
        flush();
        outgoing.compact();
        SSLEngineResult result;
        try {
            result = engine.wrap(srcs, offset, length, outgoing);
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                int packet = engine.getSession().getPacketBufferSize();
                outgoing = ByteBuffer.allocate(outgoing.position() + packet).put(outgoing.flip());
                result = engine.wrap(srcs, offset, length, outgoing);
            }
        } finally {
            outgoing.flip();
        }
        flush();
        if (result.getStatus() == SSLEngineResult.Status.CLOSED && result.bytesProduced() == 0) {
            throw new SocketException("Broken pipe");
        }
        return result.bytesConsumed();
    }

    private void flush() throws IOException {
        while (outgoing.hasRemaining() && transport.write(outgoing) > 0) {
            // a blocking transport takes it all
        }
    }

    /** Says that nothing more is sent, if nobody is sending. Does not wait for the peer to say the same. */
    public void closeNotify() {
        if (writing.tryLock()) {
            try {
                engine.closeOutbound();
                tellPeer();
            } finally {
                writing.unlock();
            }
        }
    }

    /** Sends the alert that the engine has ready. */
    private void tellPeer() {
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) {
                wrapOnce(new ByteBuffer[] {NOTHING}, 0, 1);
            }
        } catch (IOException peerIsGone) {
            // Then there is nobody to tell.
        }
    }

    @Override
    public boolean isOpen() {
        return transport.isOpen();
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
