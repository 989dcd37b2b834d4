package io.weir.server;

import io.weir.config.ClientSettings;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.route.HostHeader;
import io.weir.route.InvalidTarget;
import io.weir.route.ParsedTarget;
import io.weir.route.RegexLimitException;
import io.weir.route.RequestTarget;
import io.weir.route.ServerMatch;
import io.weir.time.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;

/**
 * One client connection on its virtual thread: read a head, serve it, finish what is left of the body, and again, until either
 * side has had enough.
 */
final class Http1Connection implements Runnable {

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final RequestTarget NO_TARGET = new RequestTarget("", "", null, null, false, true);

    private final long number = NUMBERS.incrementAndGet();
    private final long startNanos = System.nanoTime();
    private final ClientSocket socket;
    private final Listener listener;
    private final RequestReader reader;
    private final Http1Downstream downstream;
    private long requests;
    /** Written by this thread, read by the one that stops the listener. */
    private volatile boolean idle = true;

    private volatile boolean stopping;

    Http1Connection(SocketChannel channel, Listener listener, Ticker ticker) throws IOException {
        this.socket = new ClientSocket(channel, ticker);
        this.listener = listener;
        this.reader = new RequestReader(listener.site().defaults());
        this.downstream = new Http1Downstream(this, socket, reader);
    }

    @Override
    public void run() {
        try {
            while (serveOne()) {
                // the next request of this connection
            }
        } finally {
            socket.release();
            listener.closed(this);
        }
    }

    /** @return whether the connection can take another request */
    private boolean serveOne() {
        Site site = listener.site();
        ClientSettings settings = site.defaults();
        reader.begin();
        boolean pipelined = reader.input().hasRemaining();
        if (!pipelined && !awaitRequest(settings)) {
            return false;
        }
        requests++;
        downstream.begin(settings, pipelined);
        try {
            if (!readHead(settings)) {
                return abandoned(site, 400, "client prematurely closed connection");
            }
        } catch (DownstreamException failed) {
            return abandoned(site, failed.kind().status(), failed.getMessage());
        }
        serve(site);
        return downstream.finishRequest();
    }

    /** Blocks for the first byte of a request: in this state the connection may be closed at any time. */
    private boolean awaitRequest(ClientSettings settings) {
        idle = true;
        try {
            if (stopping) {
                return false;
            }
            long patience = requests == 0 ? settings.headerTimeout() : settings.keepaliveTimeout();
            if (requests > 0) {
                Thread.yield(); // the next request cannot be here yet, see Attempt.readHeader
            }
            int count = socket.read(reader.spaceForHead(), patience);
            if (count < 0) {
                return false;
            }
            reader.received(count);
            return true;
        } catch (DownstreamException closed) {
            return false; // nobody had asked for anything yet
        } finally {
            idle = false;
        }
    }

    /** @return false when the client left in the middle */
    private boolean readHead(ClientSettings settings) throws DownstreamException {
        long end = System.nanoTime() + settings.headerTimeout() * 1_000_000;
        while (!reader.parseHead()) {
            ByteBuffer space = reader.spaceForHead();
            if (!space.hasRemaining()) {
                reader.rejectTooLarge();
                return true;
            }
            int count = socket.read(space, (end - System.nanoTime()) / 1_000_000);
            if (count < 0) {
                return false;
            }
            reader.received(count);
        }
        return true;
    }

    private boolean abandoned(Site site, int status, String why) {
        site.phases().unanswered(unroutable(site), status, why);
        return false;
    }

    private void serve(Site site) {
        if (reader.rejected() != 0) {
            reject(site, reader.rejected(), reader.why());
            return;
        }
        downstream.headRead();
        ParsedTarget parsed =
                RequestTarget.parse(reader.target(), site.defaults().mergeSlashes());
        switch (parsed) {
            case InvalidTarget invalid -> reject(site, 400, invalid.why());
            case RequestTarget target -> serve(site, target);
        }
    }

    private void serve(Site site, RequestTarget target) {
        HostHeader host = target.host();
        if (host == null) {
            String field = reader.fields().get(HttpHeader.HOST);
            if (field != null && !field.isEmpty()) {
                host = HostHeader.parse(field);
                if (host == null) {
                    reject(site, 400, "client sent invalid host header");
                    return;
                }
            }
        }
        ServerMatch match;
        try {
            match = site.socket().servers(socket.local()).select(host == null ? "" : host.name());
        } catch (RegexLimitException tooComplex) {
            reject(site, 500, tooComplex.getMessage());
            return;
        }
        String name = host == null ? match.server().firstName() : host.name();
        site.phases().serve(new Exchange(downstream, target, name, match.server(), match.captures()));
    }

    private void reject(Site site, int status, String why) {
        downstream.headRead();
        site.phases().reject(unroutable(site), status, why);
    }

    private Exchange unroutable(Site site) {
        return new Exchange(downstream, NO_TARGET, "", site.socket().servers().defaultServer(), null);
    }

    /** Closes the connection when it is idle, and lets it close after its request when it is not. */
    void stop() {
        stopping = true;
        if (idle) {
            socket.close();
        }
    }

    /** Ends whatever goes on. */
    void abort() {
        socket.close();
    }

    /** Whether the connection may live on after the current request, as far as it alone knows. */
    boolean mayKeepAlive(ClientSettings settings) {
        return !stopping
                && settings.keepaliveTimeout() > 0
                && requests < settings.keepaliveRequests()
                && System.nanoTime() - startNanos < settings.keepaliveTime() * 1_000_000
                && askedToStay();
    }

    /** The last line that says anything counts, as in nginx. */
    private boolean askedToStay() {
        boolean stay = reader.version() == HttpVersion.HTTP_1_1;
        boolean mayAsk = stay || reader.version() == HttpVersion.HTTP_1_0;
        for (HttpField field : reader.fields()) {
            if (field.getHeader() == HttpHeader.CONNECTION && field.getValue() != null) {
                String value = field.getValue().toLowerCase(Locale.ROOT);
                stay = !value.contains("close") && (value.contains("keep-alive") ? mayAsk : stay);
            }
        }
        return stay;
    }

    long number() {
        return number;
    }

    long requests() {
        return requests;
    }

    long startNanos() {
        return startNanos;
    }
}
