package io.weir.resolve;

import io.weir.time.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * The search for what a name has, on a virtual thread of its own, for everybody who wants to know: it must go on when the one
 * who asked first has left. {@link Resolver} counts who waits.
 */
final class Lookup {

    /** nginx: an unanswered question goes to the next server after this. */
    private static final long RESEND_MILLIS = 5000;

    /** NGX_RESOLVER_MAX_RECURSION. */
    static final int MAX_ALIASES = 50;

    private final Resolver resolver;
    private final Ticker ticker;
    private final Question question;

    private @Nullable Answer answer; // guarded by this, as the next one
    private @Nullable ResolveException failure;
    private @Nullable NameServer asked;
    private boolean abandoned;

    /** Guarded by the resolver. */
    int waiting;

    /** @param types the records that are asked for */
    record Question(Name name, List<Integer> types) {}

    Lookup(Resolver resolver, Question question, Ticker ticker) {
        this.resolver = resolver;
        this.question = question;
        this.ticker = ticker;
    }

    Question question() {
        return question;
    }

    void start() {
        Thread.ofVirtual().name("resolve " + question.name()).start(this::run);
    }

    private void run() {
        Answer found = null;
        ResolveException why = new ResolveException(ResolveException.SERVER_FAILURE); // of a defect
        try {
            found = follow();
        } catch (ResolveException failed) {
            why = failed;
        } finally {
            resolver.ended(this);
            synchronized (this) {
                answer = found;
                failure = found == null ? why : null;
                notifyAll();
            }
        }
    }

    private Answer follow() throws ResolveException {
        Question next = question;
        for (int i = 0; i <= MAX_ALIASES; i++) {
            Answer known = resolver.known(next);
            Answer here = known != null ? known : ask(next);
            if (!(here instanceof Answer.Alias alias)) {
                return here;
            }
            next = new Question(alias.target(), next.types());
        }
        throw new ResolveException(ResolveException.NOT_FOUND);
    }

    private Answer ask(Question next) throws ResolveException {
        Inquiry inquiry = new Inquiry(next.name(), next.types());
        List<InetSocketAddress> servers = resolver.serversInTurn();
        for (int i = 0; ; i++) {
            NameServer server = new NameServer(servers.get(i % servers.size()), ticker);
            try (server) {
                asking(server);
                try {
                    inquiry.ask(server);
                    return resolver.remember(next, inquiry);
                } catch (IOException unanswered) {
                    // One that refuses is no reason to wait while there are others.
                    if ((i + 1) % servers.size() == 0) {
                        server.awaitOver();
                    }
                }
            }
        }
    }

    private synchronized void asking(NameServer server) throws ResolveException {
        if (abandoned) {
            throw new ResolveException(ResolveException.TIMED_OUT);
        }
        asked = server;
        server.limit(RESEND_MILLIS);
    }

    /** Nobody waits any more: ends the thread soon. From any thread. */
    void abandon() {
        NameServer server;
        synchronized (this) {
            abandoned = true;
            server = asked;
        }
        if (server != null) {
            server.abandon();
        }
    }

    /** Blocks until the answer is there or {@code resolution} is stopped. */
    synchronized Answer await(Resolution resolution) throws ResolveException {
        boolean interrupted = false;
        while (answer == null && failure == null && !resolution.isStopped() && !interrupted) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                interrupted = true;
            }
        }
        if (answer != null) {
            return answer;
        }
        throw failure != null ? failure : new ResolveException(ResolveException.TIMED_OUT);
    }

    /** Lets those who wait look again. */
    synchronized void wake() {
        notifyAll();
    }
}
