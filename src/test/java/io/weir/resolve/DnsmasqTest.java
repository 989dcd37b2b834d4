package io.weir.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.config.ResolverConfig;
import io.weir.testing.Patience;
import io.weir.time.Ticker;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A name server that nobody wrote for these tests. */
@Timeout(60)
@EnabledIf(value = "installed", disabledReason = "dnsmasq is not installed")
class DnsmasqTest {

    private static final Path DNSMASQ = Path.of("/usr/sbin/dnsmasq");
    private static final int MANY = 60;

    @TempDir
    Path directory;

    static boolean installed() {
        return Files.isExecutable(DNSMASQ);
    }

    private Process start(int port) throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "port=" + port,
                "listen-address=127.0.0.1",
                "bind-interfaces",
                "no-resolv",
                "no-hosts",
                "local=/test/",
                "host-record=a.test,127.0.0.7,::7",
                "cname=alias.test,a.test",
                "srv-host=_http._tcp.svc.test,a.test,8080,1,5"));
        for (int i = 0; i < MANY; i++) {
            lines.add("host-record=many.test,127.0.2." + i);
        }
        Path file = Files.write(directory.resolve("dnsmasq.conf"), lines);
        return new ProcessBuilder(DNSMASQ.toString(), "--keep-in-foreground", "--conf-file=" + file, "--pid-file=")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("dnsmasq.log").toFile())
                .start();
    }

    @Test
    void namesAliasesServicesAndLongAnswersAreFound() throws Exception {
        int port;
        try (DatagramSocket free = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            port = free.getLocalPort();
        }
        Process dnsmasq = start(port);
        try (Ticker ticker = new Ticker();
                Resolvers resolvers = new Resolvers(ticker)) {
            InetSocketAddress server = new InetSocketAddress("127.0.0.1", port);
            Resolver resolver = resolvers.of(new ResolverConfig(List.of(server), 10, true, true));
            Patience.until(() -> "dnsmasq to answer", () -> answers(resolver));
            assertEquals(Set.of("127.0.0.7", "0:0:0:0:0:0:0:7"), find(resolver, "a.test"));
            assertEquals(Set.of("127.0.0.7", "0:0:0:0:0:0:0:7"), find(resolver, "alias.test"));
            assertEquals(MANY, find(resolver, "many.test").size(), "these do not fit a datagram");
            Answer services = resolver.resolveService("_http._tcp.svc.test").answer(20_000);
            Answer.Service service = ((Answer.Services) services).services().getFirst();
            assertEquals("a.test:8080", service.target().toString(true) + ":" + service.port());
            assertEquals(
                    "3: Host not found",
                    assertThrows(ResolveException.class, () -> find(resolver, "no.test"))
                            .getMessage());
        } finally {
            dnsmasq.destroy();
            dnsmasq.waitFor(Patience.BOUND.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static boolean answers(Resolver resolver) {
        try {
            resolver.resolve("a.test").await(100);
            return true;
        } catch (ResolveException notYet) {
            return false;
        }
    }

    private static Set<String> find(Resolver resolver, String name) throws ResolveException {
        List<InetAddress> found = resolver.resolve(name).await(20_000);
        return found.stream().map(InetAddress::getHostAddress).collect(Collectors.toCollection(HashSet::new));
    }
}
