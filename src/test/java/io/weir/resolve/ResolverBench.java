package io.weir.resolve;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.config.ResolverConfig;
import io.weir.testing.FakeDns;
import io.weir.testing.Patience;
import io.weir.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A resolver with a name server and a clock of the test's. After the test nothing may be left of it. */
final class ResolverBench implements BeforeEachCallback, AfterEachCallback {

    static final long LONG = 20_000;

    final AtomicLong seconds = new AtomicLong(1000);
    FakeDns dns;
    Resolver resolver;

    private final Ticker ticker = new Ticker();

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        dns = FakeDns.start();
        use(0, true, true, dns.socketAddress());
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        dns.close();
        resolver.close();
        Patience.until(
                () -> ticker.registered() + " deadlines, " + resolver.lookups() + " lookups",
                () -> ticker.registered() + resolver.lookups() == 0);
        ticker.close();
    }

    /** Puts another resolver in place of the one that knows {@link #dns}. */
    void use(long valid, boolean ipv4, boolean ipv6, InetSocketAddress... servers) {
        ResolverConfig config = new ResolverConfig(List.of(servers), valid, ipv4, ipv6);
        resolver = new Resolver(config, ticker, seconds::get, RandomGenerator.getDefault());
    }

    List<String> find(String name) throws ResolveException {
        List<InetAddress> known = resolver.known(name);
        List<InetAddress> found = known != null ? known : resolver.resolve(name).await(LONG);
        return found.stream().map(InetAddress::getHostAddress).toList();
    }

    String failure(String name) {
        return assertThrows(ResolveException.class, () -> find(name)).getMessage();
    }
}
