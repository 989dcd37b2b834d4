package io.weir.health;

import io.weir.body.ChunkDecoder;
import io.weir.body.ChunkedException;
import io.weir.config.HealthCheck;
import io.weir.config.PeerAddress;
import io.weir.connect.ConnectFailedException;
import io.weir.connect.Connector;
import io.weir.connect.PeerConnection;
import io.weir.connect.SystemError;
import io.weir.connect.TimedOutException;
import io.weir.exchange.UpstreamHead;
import io.weir.log.Phase;
import io.weir.protocol.HeaderProgress;
import io.weir.protocol.http.ResponseHeadParser;
import io.weir.time.Ticker;
import io.weir.tls.ServerNames;
import io.weir.tls.TlsClient;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One check of one peer, begun and ended: a request on a new connection, and a look at the answer. Blocks its thread. */
final class Probe {

    private static final int HEAD_BYTES = 16 * 1024;

    /** As much of a body as nginx looks at. */
    private static final int BODY_BYTES = 256 * 1024;

    private static final String READING_BODY = "reading response body";

    private final HealthCheck check;
    private final String host;
    private final PeerConnection connection;
    private final long end;
    private final ResponseHeadParser parser = new ResponseHeadParser();
    private final ByteBuffer received = ByteBuffer.allocate(HEAD_BYTES);
    private String phase = Phase.CONNECTING_TO_UPSTREAM.text();

    private Probe(HealthCheck check, String host, PeerConnection connection) {
        this.check = check;
        this.host = host;
        this.connection = connection;
        this.end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(check.timeoutMillis());
    }

    /**
     * @param host the {@code Host} field
     * @param tls null for a check in the clear
     */
    static Finding run(HealthCheck check, String host, PeerAddress peer, @Nullable TlsClient tls, Ticker ticker) {
        try (PeerConnection connection = Connector.prepare(addressOf(peer, check), true, false, ticker)) {
            return new Probe(check, host, connection).run(tls);
        } catch (IOException e) {
            return Finding.failed(Phase.CONNECTING_TO_UPSTREAM.text(), SystemError.of(e));
        }
    }

    private static PeerAddress addressOf(PeerAddress peer, HealthCheck check) {
        return peer instanceof PeerAddress.Inet inet && check.port() > 0
                ? new PeerAddress.Inet(inet.socketAddress().getAddress(), check.port())
                : peer;
    }

    private Finding run(@Nullable TlsClient tls) {
        try {
            connection.connect(millisLeft());
            if (tls != null) {
                phase = Phase.SSL_HANDSHAKING_TO_UPSTREAM.text();
                String name = ServerNames.withoutPort(host);
                String sent = ServerNames.mayBeSent(name) ? name : null;
                connection.secure(tls.engine(connection.address().name(), sent), millisLeft());
            }
            phase = Phase.SENDING_REQUEST_TO_UPSTREAM.text();
            connection.write(new ByteBuffer[] {request()}, 0, 1, millisLeft());
            phase = Phase.READING_UPSTREAM_HEADER.text();
            Finding finding = judge(readHead());
            connection.finish(false);
            return finding;
        } catch (ChunkedException | EOFException e) {
            return Finding.failed(phase, e.getMessage());
        } catch (IOException e) {
            return Finding.failed(phase, inWords(e));
        }
    }

    private String inWords(IOException e) {
        if (e instanceof TimedOutException || e instanceof ConnectFailedException) {
            return SystemError.of(e);
        }
        if (phase.equals(Phase.SSL_HANDSHAKING_TO_UPSTREAM.text())) {
            return SystemError.ofHandshake(e);
        }
        boolean sending = phase.equals(Phase.SENDING_REQUEST_TO_UPSTREAM.text());
        return sending ? SystemError.ofWrite(e, connection.secured()) : SystemError.ofRead(e);
    }

    private ByteBuffer request() {
        String head = check.method() + ' ' + check.uri() + " HTTP/1.1\r\nHost: " + host
                + "\r\nUser-Agent: weir-health-check\r\nConnection: close\r\n\r\n";
        return ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    private HeaderProgress readHead() throws IOException {
        while (true) {
            if (!received.hasRemaining()) {
                return new HeaderProgress.Invalid("upstream sent too big header");
            }
            if (connection.read(received, millisLeft()) < 0) {
                return new HeaderProgress.Invalid("upstream prematurely closed connection");
            }
            received.flip();
            HeaderProgress progress = parser.parse(received);
            if (progress instanceof HeaderProgress.EarlyHints) {
                progress = parser.parse(received);
            }
            if (!(progress instanceof HeaderProgress.NeedMore)) {
                return progress;
            }
            received.compact();
        }
    }

    private Finding judge(HeaderProgress progress) throws IOException, ChunkedException {
        if (!(progress instanceof HeaderProgress.Complete(var head))) {
            String error = progress instanceof HeaderProgress.Invalid(var message) ? message : "no response";
            return Finding.failed(phase, error);
        }
        if (!check.statuses().allow(head.status())) {
            return Finding.failed("checking status code", "the status is " + head.status());
        }
        if (check.body() == null) {
            return Finding.PASSED;
        }
        phase = READING_BODY;
        String body = readBody(head);
        return check.body().allows(body) ? Finding.PASSED : Finding.failed("checking body", "the body does not match");
    }

    /** The body, or its beginning. */
    private String readBody(UpstreamHead head) throws IOException, ChunkedException {
        boolean none = check.method().equals("HEAD") || head.status() == 204 || head.status() == 304;
        ChunkDecoder chunks = head.chunked() ? ChunkDecoder.skippingTrailers() : null;
        long length = none ? 0 : head.contentLength(); // -1 when only the connection's end ends it
        StringBuilder body = new StringBuilder();
        while (true) {
            int payload = chunks == null || none ? received.remaining() : chunks.decode(received);
            long wanted = length < 0 ? BODY_BYTES : Math.min(length, BODY_BYTES);
            int count = (int) Math.min(payload, wanted - body.length());
            int from = received.arrayOffset() + received.position();
            body.append(new String(received.array(), from, count, StandardCharsets.ISO_8859_1));
            if (body.length() == wanted || (chunks != null && chunks.done())) {
                return body.toString();
            }
            received.clear();
            if (connection.read(received, millisLeft()) < 0) {
                if (chunks == null && length < 0) {
                    return body.toString();
                }
                throw new EOFException("upstream prematurely closed connection");
            }
            received.flip();
        }
    }

    /** One bound for the whole of it: a peer that sends a byte now and then is not well. */
    private long millisLeft() {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(0, end - System.nanoTime()));
    }
}
