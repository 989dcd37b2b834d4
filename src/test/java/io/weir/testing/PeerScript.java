package io.weir.testing;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FakePeer} does on one connection: steps that run in order on the connection's own thread. Steps may be added
 * before or while it runs; after the last one the connection stays open until the peer is closed.
 */
public final class PeerScript {

    private record Step(String name, Action action) {}

    @FunctionalInterface
    private interface Action {
        void on(PeerConnection connection) throws Exception;
    }

    private final FakePeer peer;
    private final int index;
    private final LinkedBlockingQueue<Step> steps = new LinkedBlockingQueue<>();

    // Guarded by this.
    private int added;
    private int done;
    private String current = "accept";
    private @Nullable Throwable failure;

    PeerScript(FakePeer peer, int index) {
        this.peer = peer;
        this.index = index;
    }

    /** Reads a request head through its blank line. */
    public PeerScript readHead() {
        return add("readHead", PeerConnection::readHead);
    }

    /** Reads a whole request of another protocol than HTTP. */
    public PeerScript readRequest(PeerWire wire) {
        return add("readRequest(" + wire + ")", connection -> connection.readRequest(wire));
    }

    /** Sends what the function makes of the request that was read last. */
    public PeerScript answer(Function<PeerRequest, String> answer) {
        return add("answer", connection -> {
            byte[] bytes = Bytes.of(answer.apply(connection.request()));
            connection.send(bytes, 0, bytes.length);
        });
    }

    /** Reads exactly so many bytes of body. */
    public PeerScript readBody(int length) {
        return add("readBody(" + length + ")", connection -> connection.readBody(length));
    }

    /** Reads exactly so many bytes of whatever comes. */
    public PeerScript readBytes(int length) {
        return add("readBytes(" + length + ")", connection -> connection.readBytes(length));
    }

    /** Reads the body that the last head announces: by length, chunked, or none. */
    public PeerScript readBody() {
        return add("readBody", PeerConnection::readBody);
    }

    /** Fails unless the head that was read last contains the text. */
    public PeerScript expectHead(String text) {
        return add("expectHead(" + text + ")", connection -> {
            String head = connection.request().headText();
            if (!head.contains(text)) {
                throw new AssertionError("the head does not contain \"" + text + "\":\n" + head);
            }
        });
    }

    /** Sends a byte string. */
    public PeerScript send(String bytes) {
        return send(Bytes.of(bytes));
    }

    public PeerScript send(byte[] bytes) {
        return add("send(" + bytes.length + " bytes)", connection -> connection.send(bytes, 0, bytes.length));
    }

    /**
     * Sends a byte string in separate writes of the given sizes, what is left over in one more. With {@code TCP_NODELAY}
     * each is a segment of its own, although the other side may still read several at once.
     */
    public PeerScript sendInPieces(String bytes, int... sizes) {
        byte[] all = Bytes.of(bytes);
        return add("sendInPieces(" + all.length + " bytes)", connection -> {
            int sent = 0;
            for (int size : sizes) {
                int length = Math.min(size, all.length - sent);
                connection.send(all, sent, length);
                sent += length;
            }
            connection.send(all, sent, all.length - sent);
        });
    }

    /** Waits until the test opens the gate. */
    public PeerScript waitFor(Gate gate) {
        return add("waitFor(" + gate + ")", _ -> gate.await());
    }

    /** Opens a gate: tells the test that the script has come this far. */
    public PeerScript open(Gate gate) {
        return add("open(" + gate + ")", _ -> gate.open());
    }

    /** Ends the sending side only. */
    public PeerScript halfClose() {
        return add("halfClose", PeerConnection::halfClose);
    }

    public PeerScript close() {
        return add("close", PeerConnection::close);
    }

    /** Ends the connection with a reset (linger 0). */
    public PeerScript reset() {
        return add("reset", PeerConnection::reset);
    }

    /** Waits until the proxy ends the connection; any byte before that is a failure. */
    public PeerScript expectClose() {
        return add("expectClose", PeerConnection::expectClose);
    }

    /** Waits until the proxy ends the connection; whatever comes before that is dropped. */
    public PeerScript expectEnd() {
        return add("expectEnd", PeerConnection::expectEnd);
    }

    /** Sends so many bytes, or fewer when the proxy ends the connection meanwhile, which it must. */
    public PeerScript sendAsFarAsPossible(int most) {
        return add("sendAsFarAsPossible(" + most + ")", connection -> connection.sendUntilClosed(most));
    }

    /** The script of the peer's next connection. */
    public PeerScript accept() {
        return peer.accept();
    }

    private synchronized PeerScript add(String name, Action action) {
        added++;
        steps.add(new Step(name, action));
        return this;
    }

    /** Runs until the thread is interrupted, a step fails or the peer closes. */
    void run(PeerConnection connection) {
        try {
            reached("(no step yet)");
            while (true) {
                Step step = steps.take();
                reached(step.name());
                step.action().on(connection);
                stepDone();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception | AssertionError e) {
            fail(e);
        } finally {
            connection.close();
        }
    }

    private synchronized void reached(String step) {
        current = step;
    }

    private synchronized void stepDone() {
        done++;
        notifyAll();
    }

    private synchronized void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        }
        notifyAll();
    }

    /** Blocks until all steps added so far are done; rethrows the failure of the one that was not. */
    synchronized void await() throws InterruptedException {
        long end = System.nanoTime() + Patience.BOUND.toNanos();
        while (done < added && failure == null) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw Patience.expired("connection " + index + " of " + peer + ", step " + (done + 1) + " of " + added
                        + ": " + current);
            }
            wait(left);
        }
        if (failure != null) {
            throw new AssertionError(
                    "connection " + index + " of " + peer + " failed in step " + (done + 1) + ": " + current, failure);
        }
    }
}
