package io.weir.resolve;

import io.weir.config.ResolverConfig;
import io.weir.resolve.Lookup.Question;
import io.weir.time.Deadline;
import io.weir.time.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * The name servers of one {@code resolver} directive and what they have said: a cache, and the lookups under way.
 * Thread-safe. Made by {@link Resolvers}.
 */
public final class Resolver {

    private final ResolverConfig config;
    private final Ticker ticker;
    private final LongSupplier seconds;
    private final RandomGenerator random;
    private final List<Integer> families = new ArrayList<>();

    private final AnswerCache cache = new AnswerCache(); // guarded by this, as all below
    private final Map<Question, Lookup> lookups = new HashMap<>();
    private int turn;
    private boolean closed;

    Resolver(ResolverConfig config, Ticker ticker) {
        this(config, ticker, () -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()), RandomGenerator.getDefault());
    }

    /** @param seconds a clock that never goes back */
    Resolver(ResolverConfig config, Ticker ticker, LongSupplier seconds, RandomGenerator random) {
        this.config = config;
        this.ticker = ticker;
        this.seconds = seconds;
        this.random = random;
        if (config.ipv4()) {
            families.add(Type.A);
        }
        if (config.ipv6()) {
            families.add(Type.AAAA);
        }
    }

    /**
     * The addresses of a host that are known already, beginning at random; null when somebody has to be asked. Never blocks.
     *
     * @param host a byte string
     * @throws ResolveException when there can be no such host
     */
    public @Nullable List<InetAddress> known(String host) throws ResolveException {
        Question next = new Question(name(host), families);
        for (int i = 0; i <= Lookup.MAX_ALIASES; i++) {
            Answer answer = known(next);
            if (!(answer instanceof Answer.Alias alias)) {
                return answer == null ? null : rotated(answer);
            }
            next = new Question(alias.target(), families);
        }
        throw new ResolveException(ResolveException.NOT_FOUND);
    }

    /** Asks for the addresses of a host, or joins those who wait for them already. The caller awaits what is returned. */
    public Resolution resolve(String host) throws ResolveException {
        return ask(new Question(name(host), families));
    }

    /** The same for SRV records. */
    Resolution resolveService(String name) throws ResolveException {
        return ask(new Question(name(name), List.of(Type.SRV)));
    }

    /** Without the dot that a name may have at its end: what nginx asks for and logs. */
    public static String bare(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** The name of a host, in one spelling. What DNS cannot express does not exist. */
    private static Name name(String host) throws ResolveException {
        String bare = bare(host);
        if (bare.isEmpty() || bare.indexOf('\\') >= 0) { // to the library that begins an escape
            throw new ResolveException(ResolveException.NOT_FOUND);
        }
        try {
            return Name.fromString(bare.toLowerCase(Locale.ROOT), Name.root);
        } catch (TextParseException e) {
            throw new ResolveException(ResolveException.NOT_FOUND);
        }
    }

    private synchronized Resolution ask(Question question) throws ResolveException {
        if (closed) {
            throw new ResolveException(ResolveException.TIMED_OUT);
        }
        Lookup lookup = lookups.get(question);
        boolean first = lookup == null;
        if (lookup == null) {
            lookup = new Lookup(this, question, ticker);
            lookups.put(question, lookup);
        }
        lookup.waiting++;
        if (first) {
            lookup.start();
        }
        return new Resolution(this, lookup);
    }

    void leave(Lookup lookup) {
        boolean last;
        synchronized (this) {
            last = --lookup.waiting == 0 && lookups.remove(lookup.question(), lookup);
        }
        if (last) {
            lookup.abandon();
        }
    }

    /** From here on others begin a lookup of their own. */
    synchronized void ended(Lookup lookup) {
        lookups.remove(lookup.question(), lookup);
    }

    synchronized @Nullable Answer known(Question question) {
        return cache.get(question, seconds.getAsLong());
    }

    synchronized Answer remember(Question question, Inquiry inquiry) throws ResolveException {
        Answer answer = inquiry.result(seconds.getAsLong(), config.validSeconds());
        cache.put(question, answer, seconds.getAsLong());
        return answer;
    }

    /** Every lookup begins with another server. */
    synchronized List<InetSocketAddress> serversInTurn() {
        List<InetSocketAddress> servers = new ArrayList<>(config.servers());
        Collections.rotate(servers, -(turn++ % servers.size()));
        return servers;
    }

    List<InetAddress> rotated(Answer answer) {
        return answer instanceof Answer.Addresses found ? found.rotated(random) : List.of();
    }

    /** Seconds from now in which an answer still holds; 0 and less when it does not. */
    long secondsLeft(Answer answer) {
        return answer.validUntil() - seconds.getAsLong();
    }

    long validSeconds() {
        return config.validSeconds();
    }

    Deadline deadline(Runnable onExpiry) {
        return ticker.deadline(onExpiry);
    }

    /** Lookups under way. */
    synchronized int lookups() {
        return lookups.size();
    }

    /** Those who wait get no addresses, nor does anybody later. */
    void close() {
        List<Lookup> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(lookups.values());
        }
        open.forEach(Lookup::abandon);
    }
}
