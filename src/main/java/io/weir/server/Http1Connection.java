package io.weir.server;

import io.weir.config.ClientSettings;
import io.weir.config.ServerConfig;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.http.UserAgent;
import io.weir.route.ServerSelection;
import io.weir.time.Ticker;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;

/**
 * One client connection on its virtual thread: read a head, serve it, finish what is left of the body, and again, until either
 * side has had enough.
 */
final class Http1Connection implements Runnable {

    private static final int ROUND = 16;

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
    private final long startNanos = System.nanoTime();
    private final ClientSocket socket;
    private final Listener listener;
    private final RequestReader reader;
    private final Http1Downstream downstream;
    /** How long to wait for the next request, in milliseconds. */
    private long patience;

    private long requests;
    /** Written by this thread, read by the one that stops the listener. */
    private volatile boolean idle = true;

    private volatile boolean stopping;
    /** When it became idle; kept only where {@code keepalive_min_timeout} asks for it. */
    private volatile long idleSince;

    Http1Connection(SocketChannel channel, Listener listener, Ticker ticker) throws IOException {
        this.socket = new ClientSocket(channel, ticker);
        this.listener = listener;
        ClientSettings settings = listener.site().defaults();
        this.patience = settings.headerTimeout();
        this.reader = new RequestReader(settings);
        this.downstream = new Http1Downstream(this, socket, reader);
    }

    @Override
    public void run() {
        try {
            while (serveSome()) {
                // the next requests of this connection
            }
        } finally {
            socket.release();
            listener.closed(this);
        }
    }

    /**
     * A round of requests. The loop over all of them is compiled while it runs, with everything inlined, for the connections that
     * are there; every new one would begin in slower code until that is compiled as well. This is called often enough to be
     * compiled as a method, for all connections alike.
     */
    private boolean serveSome() {
        for (int i = 0; i < ROUND; i++) {
            if (!serveOne()) {
                return false;
            }
        }
        return true;
    }

    /** @return whether the connection can take another request */
    private boolean serveOne() {
        reader.release();
        boolean pipelined = reader.input().hasRemaining();
        if (!pipelined && !awaitRequest()) {
            return false;
        }
        Site site = listener.site();
        ServerSelection servers = site.socket().servers(socket.local());
        ClientSettings settings = servers.defaultServer().root().client();
        requests++;
        reader.begin(servers);
        downstream.begin(settings, pipelined);
        try {
            if (!readHead(settings.headerTimeout())) {
                return abandoned(site, 400, "client prematurely closed connection");
            }
        } catch (DownstreamException failed) {
            return abandoned(site, failed.kind().status(), failed.getMessage());
        }
        ParsedHead head = reader.head();
        if (reader.dropped() != null) {
            reader.dropped().forEach(line -> site.phases().note(unserved(), line));
        }
        if (head == null) {
            site.phases()
                    .reject(
                            unserved(),
                            reader.rejection().status(),
                            reader.rejection().why());
        } else {
            downstream.headRead(head);
            site.phases().serve(exchange(head));
        }
        return downstream.finishRequest();
    }

    /** Blocks for the first byte of a request: in this state the connection may be closed at any time. */
    private boolean awaitRequest() {
        long least = requests == 0 ? 0 : listener.site().defaults().keepaliveMinTimeout();
        if (least > 0) {
            idleSince = System.nanoTime(); // first: whoever finds it idle looks at this
        }
        idle = true;
        try {
            if (requests > 0) {
                listener.turns().letOthersRun(); // the next request cannot be here yet
            }
            if (stopping) {
                if (least == 0) {
                    return false;
                }
                patience = Math.min(patience, least); // the last response has promised so much
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
            if (stopping) {
                keepReading();
            }
        }
    }

    /** {@link #stop} may have bounded the read that is over now; what follows has its own time-outs. */
    private synchronized void keepReading() {
        socket.boundRead(Long.MAX_VALUE);
    }

    /** @return false when the client left in the middle */
    private boolean readHead(long timeout) throws DownstreamException {
        if (reader.parseHead()) {
            return true;
        }
        long end = System.nanoTime() + timeout * 1_000_000;
        do {
            int count = socket.read(reader.spaceForHead(), (end - System.nanoTime()) / 1_000_000);
            if (count < 0) {
                return false;
            }
            reader.received(count);
        } while (!reader.parseHead());
        return true;
    }

    private boolean abandoned(Site site, int status, String why) {
        site.phases().unanswered(unserved(), status, why);
        return false;
    }

    private Exchange exchange(ParsedHead head) {
        ServerConfig server = head.match().server();
        String name = head.host() == null ? null : head.host().name();
        return new Exchange(
                downstream, head.line().parsed(), name, server, head.match().captures());
    }

    /** Of a request whose head is not complete or not valid, with what is known of it. */
    private Exchange unserved() {
        return new Exchange(downstream, reader.target(), reader.hostName(), reader.server(), null);
    }

    /**
     * Closes the connection when it is idle, but not before {@code keepalive_min_timeout}; one that is not idle is left to close
     * after its request.
     */
    void stop() {
        stopping = true;
        synchronized (this) {
            if (!idle) {
                return;
            }
            long least = listener.site().defaults().keepaliveMinTimeout();
            long left = least - (System.nanoTime() - idleSince) / 1_000_000;
            if (idleSince != 0 && left > 0) {
                socket.boundRead(left);
            } else {
                socket.close();
            }
        }
    }

    /** Ends whatever goes on. */
    void abort() {
        socket.close();
    }

    /**
     * Whether the connection may live on after the current request, as far as it alone knows.
     *
     * @param settings of the location, which say how long it waits for the next one
     */
    boolean mayKeepAlive(ClientSettings settings) {
        patience = settings.keepaliveTimeout();
        ParsedHead head = reader.head();
        return !stopping
                && head != null
                && head.staysOpen()
                && settings.keepaliveTimeout() > 0
                && requests < settings.keepaliveRequests()
                && System.nanoTime() - startNanos < settings.keepaliveTime() * 1_000_000
                && !isBrowserToClose(settings.browsers());
    }

    /** {@code keepalive_disable}. */
    private boolean isBrowserToClose(ClientSettings.Browsers rule) {
        boolean asksMsie6 = rule.msie6ToClose() && reader.method().equals("POST");
        if (!asksMsie6 && !rule.safariToClose()) {
            return false;
        }
        UserAgent agent = UserAgent.of(reader.fields().get(HttpHeader.USER_AGENT));
        return (asksMsie6 && agent.msie6()) || (rule.safariToClose() && agent.safari());
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
