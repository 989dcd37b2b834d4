package io.weir.exchange;

/** What one attempt at one peer came to: one element of each {@code $upstream_*} list. Confined to the exchange's thread. */
public final class AttemptRecord {

    /** A time that was never reached; printed as {@code -}. */
    public static final long NEVER = -1;

    private static final int EARLY_HINTS = 103;

    private String peer;
    private final long startNanos = System.nanoTime();
    private final boolean firstOfRun;
    private int status;
    private long connectMillis = NEVER;
    private long headerNanos = NEVER;
    private long responseNanos = NEVER;
    private long responseLength;
    private long bytesSent;
    private long bytesReceived;

    AttemptRecord(String peer, boolean firstOfRun) {
        this.peer = peer;
        this.firstOfRun = firstOfRun;
    }

    /** The request is about to be written: connecting, TLS included, is over. A kept connection took no time at all. */
    public void connected(boolean reused) {
        connectMillis = reused ? 0 : millis(elapsed());
    }

    /** The response's head has been parsed. */
    public void headerReceived(int upstreamStatus) {
        headerNanos = elapsed();
        if (status != EARLY_HINTS) {
            status = upstreamStatus;
        }
    }

    /** A 103 was passed on: as in nginx, {@code $upstream_status} remembers the first status that came. */
    public void earlyHintsPassed() {
        status = EARLY_HINTS;
    }

    /** The attempt failed with the condition that stands for this status. */
    public void failed(int wouldBeStatus) {
        status = wouldBeStatus;
    }

    /** There was not even a socket: nginx then knows neither status nor peer. */
    public void neverOpened() {
        peer = "";
    }

    /** The upstream's part is over. */
    public void ended(long sent, long received, long bodyLength) {
        if (responseNanos == NEVER) {
            responseNanos = elapsed();
            bytesSent = sent;
            bytesReceived = received;
            responseLength = bodyLength;
        }
    }

    private long elapsed() {
        return System.nanoTime() - startNanos;
    }

    private static long millis(long nanos) {
        return nanos == NEVER ? NEVER : nanos / 1_000_000;
    }

    public String peer() {
        return peer;
    }

    /** Whether a new run (after an internal redirect) begins with this attempt: the lists say {@code " : "} before it. */
    public boolean firstOfRun() {
        return firstOfRun;
    }

    /** 0 when there was neither a response nor a failure. */
    public int status() {
        return status;
    }

    public long connectMillis() {
        return connectMillis;
    }

    public long headerMillis() {
        return millis(headerNanos);
    }

    public long headerNanos() {
        return headerNanos;
    }

    public long responseMillis() {
        return millis(responseNanos);
    }

    public long responseNanos() {
        return responseNanos;
    }

    public long responseLength() {
        return responseLength;
    }

    public long bytesSent() {
        return bytesSent;
    }

    public long bytesReceived() {
        return bytesReceived;
    }
}
