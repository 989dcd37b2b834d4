package io.weir.testing;

import java.io.ByteArrayOutputStream;

/** A request while it is being read. Written by the connection's thread, looked at by the test's; guarded by this. */
final class PeerExchange {

    private final int connection;
    private final int exchange;
    private final byte[] head;
    private final ByteArrayOutputStream rawBody = new ByteArrayOutputStream();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    PeerExchange(int connection, int exchange, byte[] head) {
        this.connection = connection;
        this.exchange = exchange;
        this.head = head;
    }

    synchronized void addBody(byte[] raw, byte[] decoded) {
        rawBody.writeBytes(raw);
        body.writeBytes(decoded);
    }

    synchronized PeerRequest snapshot() {
        return new PeerRequest(connection, exchange, head, rawBody.toByteArray(), body.toByteArray());
    }
}
