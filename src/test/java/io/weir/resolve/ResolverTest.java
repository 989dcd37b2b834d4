package io.weir.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.ResolverConfig;
import io.weir.testing.FakeDns;
import io.weir.testing.Gate;
import io.weir.testing.Patience;
import io.weir.time.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** What ngx_resolver.c does with the answers of name servers. */
@Timeout(60)
class ResolverTest {

    private static final long LONG = 20_000;

    private final Ticker ticker = new Ticker();
    private final AtomicLong seconds = new AtomicLong(1000);
    private FakeDns dns;
    private Resolver resolver;

    @BeforeEach
    void start() throws Exception {
        dns = FakeDns.start();
        resolver = resolver(0, true, true, dns.socketAddress());
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        dns.close();
        resolver.close();
        Patience.until(
                () -> ticker.registered() + " deadlines, " + resolver.lookups() + " lookups",
                () -> ticker.registered() + resolver.lookups() == 0);
        ticker.close();
    }

    private Resolver resolver(long valid, boolean ipv4, boolean ipv6, InetSocketAddress... servers) {
        ResolverConfig config = new ResolverConfig(List.of(servers), valid, ipv4, ipv6);
        return new Resolver(config, ticker, seconds::get, RandomGenerator.getDefault());
    }

    private List<String> find(String name) throws ResolveException {
        List<InetAddress> known = resolver.known(name);
        List<InetAddress> found = known != null ? known : resolver.resolve(name).await(LONG);
        return found.stream().map(InetAddress::getHostAddress).toList();
    }

    private String failure(String name) {
        return assertThrows(ResolveException.class, () -> find(name)).getMessage();
    }

    @Test
    void bothFamiliesAreAskedForAndGiven() throws Exception {
        dns.a("a.test", 60, "127.0.0.1").records("a.test", Type.AAAA, 60, "::1");
        assertEquals(Set.of("127.0.0.1", "0:0:0:0:0:0:0:1"), new HashSet<>(find("a.test")));
    }

    @ParameterizedTest
    @CsvSource({"true, false, A", "false, true, AAAA"})
    void aFamilyThatIsOffIsNotAskedFor(boolean ipv4, boolean ipv6, String asked) throws Exception {
        resolver = resolver(0, ipv4, ipv6, dns.socketAddress());
        dns.a("a.test", 60, "127.0.0.1").records("a.test", Type.AAAA, 60, "::1");
        assertEquals(1, find("a.test").size());
        assertEquals(List.of(asked + " a.test UDP"), dns.questions());
    }

    @Test
    void anErrorOfOneFamilyFailsTheName() {
        dns.a("a.test", 60, "127.0.0.1").error("a.test", Type.AAAA, Rcode.SERVFAIL);
        assertEquals("2: Server failure", failure("a.test"));
    }

    @ParameterizedTest
    @CsvSource({"2, 2: Server failure", "3, 3: Host not found", "4, 4: Unimplemented", "5, 5: Operation refused"})
    void anErrorHasItsText(int code, String text) {
        dns.error("a.test", Type.A, code).error("a.test", Type.AAAA, code);
        assertEquals(text, failure("a.test"));
    }

    @Test
    void aNameWithoutAddressesIsNotFound() {
        dns.records("a.test", Type.TXT, 60, "text");
        assertEquals("3: Host not found", failure("a.test"));
    }

    @Test
    void anAnswerHoldsAsLongAsItSaysTheLastSecondIncluded() throws Exception {
        dns.a("a.test", 5, "127.0.0.1");
        find("a.test");
        dns.a("a.test", 5, "127.0.0.2");
        seconds.addAndGet(5);
        assertEquals(List.of("127.0.0.1"), find("a.test"));
        seconds.addAndGet(1);
        assertNull(resolver.known("a.test"));
        assertEquals(List.of("127.0.0.2"), find("a.test"));
    }

    @Test
    void validOverridesWhatAnAnswerSays() throws Exception {
        resolver = resolver(10, true, true, dns.socketAddress());
        dns.a("a.test", 3600, "127.0.0.1");
        find("a.test");
        seconds.addAndGet(10);
        assertNotNull(resolver.known("a.test"));
        seconds.addAndGet(1);
        assertNull(resolver.known("a.test"));
    }

    @Test
    void failuresAreNotRemembered() throws Exception {
        assertEquals("3: Host not found", failure("a.test"));
        dns.a("a.test", 5, "127.0.0.1");
        assertEquals(List.of("127.0.0.1"), find("a.test"));
    }

    @Test
    void whatNobodyUsesForHalfAMinuteIsForgotten() throws Exception {
        dns.a("a.test", 3600, "127.0.0.1").a("b.test", 3600, "127.0.0.1");
        find("a.test");
        seconds.addAndGet(31);
        find("b.test");
        assertNull(resolver.known("a.test"));
        assertNotNull(resolver.known("b.test"));
    }

    @Test
    void aliasesAreFollowed() throws Exception {
        dns.records("a.test", Type.CNAME, 60, "b.test.")
                .on("a.test", Type.A, (query, _) -> List.of(alias(query, "b.test.")))
                .on("a.test", Type.AAAA, (query, _) -> List.of(alias(query, "b.test.")))
                .a("b.test", 60, "127.0.0.1");
        assertEquals(List.of("127.0.0.1"), find("a.test"));
        assertEquals(List.of("127.0.0.1"), find("a.test"));
        assertEquals(1, dns.asked("A a.test"));
        assertEquals(1, dns.asked("A b.test"));
    }

    private static byte[] alias(Message query, String target) throws java.io.IOException {
        String name = query.getQuestion().getName().toString(true);
        return FakeDns.reply(query, Rcode.NOERROR, FakeDns.recordsOf(name, Type.CNAME, 60, target))
                .toWire();
    }

    @Test
    void addressesInTheAnswerOfAnAliasAreTaken() throws Exception {
        dns.on("a.test", Type.A, (query, _) -> {
            var records = new ArrayList<>(FakeDns.recordsOf("a.test", Type.CNAME, 60, "b.test."));
            records.addAll(FakeDns.recordsOf("b.test", Type.A, 60, "127.0.0.9"));
            return List.of(FakeDns.reply(query, Rcode.NOERROR, records).toWire());
        });
        assertEquals(List.of("127.0.0.9"), find("a.test"));
        assertEquals(0, dns.asked("A b.test"));
    }

    @Test
    void aCircleOfAliasesIsNotFound() {
        for (String[] link : new String[][] {{"a.test", "b.test."}, {"b.test", "c.test."}, {"c.test", "b.test."}}) {
            dns.on(link[0], Type.A, (query, _) -> List.of(alias(query, link[1])));
        }
        assertEquals("3: Host not found", failure("a.test"));
        assertEquals("3: Host not found", failure("a.test"));
        assertEquals(1, dns.asked("A c.test"));
    }

    @Test
    void everybodyWhoAsksMeanwhileSharesOneQuestion() throws Exception {
        Gate asked = new Gate("the server was asked");
        Gate answer = new Gate("the server may answer");
        dns.on("a.test", Type.A, (query, _) -> {
            asked.open();
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new java.io.IOException(e);
            }
            return List.of(FakeDns.reply(query, Rcode.NOERROR, FakeDns.recordsOf("a.test", Type.A, 60, "127.0.0.1"))
                    .toWire());
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Resolution> resolutions = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                resolutions.add(resolver.resolve("a.test"));
            }
            asked.await();
            List<Future<List<InetAddress>>> found = new ArrayList<>();
            resolutions.forEach(
                    each -> found.add(threads.submit((Callable<List<InetAddress>>) () -> each.await(LONG))));
            answer.open();
            for (Future<List<InetAddress>> each : found) {
                assertEquals("127.0.0.1", each.get().getFirst().getHostAddress());
            }
        }
        assertEquals(1, dns.asked("A a.test"));
    }

    @Test
    void theOthersGoOnWhenTheFirstOneLeaves() throws Exception {
        Gate answer = new Gate("the server may answer");
        dns.on("a.test", Type.A, (query, _) -> {
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new java.io.IOException(e);
            }
            return List.of(FakeDns.reply(query, Rcode.NOERROR, FakeDns.recordsOf("a.test", Type.A, 60, "127.0.0.1"))
                    .toWire());
        });
        Resolution first = resolver.resolve("a.test");
        Resolution second = resolver.resolve("a.test");
        assertEquals(
                "110: Operation timed out",
                assertThrows(ResolveException.class, () -> first.await(20)).getMessage());
        answer.open();
        assertEquals(1, second.await(LONG).size());
    }

    @Test
    void whenNobodyWaitsTheQuestionEnds() throws Exception {
        dns.on("a.test", Type.A, (_, _) -> List.of());
        Resolution only = resolver.resolve("a.test");
        only.stop();
        assertThrows(ResolveException.class, () -> only.await(LONG));
        assertEquals(0, resolver.lookups());
    }

    @Test
    void aTruncatedAnswerIsAskedForAgainOverTcp() throws Exception {
        String[] many = new String[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = "127.0.1." + i;
        }
        dns.on("a.test", Type.A, (query, overTcp) -> {
            Message reply = FakeDns.reply(
                    query, Rcode.NOERROR, overTcp ? FakeDns.recordsOf("a.test", Type.A, 60, many) : List.of());
            if (!overTcp) {
                reply.getHeader().setFlag(Flags.TC);
            }
            return List.of(reply.toWire());
        });
        assertEquals(100, find("a.test").size());
        assertTrue(dns.questions().contains("A a.test TCP"), dns.questions()::toString);
    }

    @Test
    void whatIsNoAnswerToTheQuestionIsIgnored() throws Exception {
        dns.on("a.test", Type.A, (query, _) -> {
            Message wrongId = FakeDns.reply(query, Rcode.NXDOMAIN, List.of());
            wrongId.getHeader().setID(query.getHeader().getID() ^ 1);
            Message wrongName = FakeDns.reply(query, Rcode.NXDOMAIN, List.of());
            wrongName.removeRecord(wrongName.getQuestion(), org.xbill.DNS.Section.QUESTION);
            Message query2 = (Message) query.clone();
            return List.of(
                    new byte[] {1, 2, 3},
                    wrongId.toWire(),
                    wrongName.toWire(),
                    query2.toWire(),
                    FakeDns.reply(query, Rcode.FORMERR, List.of()).toWire(),
                    FakeDns.reply(query, Rcode.NOERROR, FakeDns.recordsOf("a.test", Type.A, 60, "127.0.0.1"))
                            .toWire());
        });
        assertEquals(List.of("127.0.0.1"), find("a.test"));
    }

    /** nginx waits five seconds for any server; here one that refuses is no reason to wait while there are others. */
    @Test
    void aServerThatIsDownIsPassedOver() throws Exception {
        InetSocketAddress dead;
        try (FakeDns gone = FakeDns.start()) {
            dead = gone.socketAddress();
        }
        resolver = resolver(0, true, true, dead, dns.socketAddress());
        dns.a("a.test", 60, "127.0.0.1");
        assertEquals(List.of("127.0.0.1"), find("a.test"));
    }

    @Test
    void aServerThatIsSilentIsPassedOverAfterFiveSeconds() throws Exception {
        try (FakeDns silent = FakeDns.start()) {
            silent.on("a.test", Type.A, (_, _) -> List.of());
            resolver = resolver(0, true, false, silent.socketAddress(), dns.socketAddress());
            dns.a("a.test", 60, "127.0.0.1");
            assertEquals(List.of("127.0.0.1"), find("a.test"));
            assertEquals(1, silent.asked("A a.test"));
        }
    }

    @Test
    void theServersAreAskedInTurn() throws Exception {
        try (FakeDns other = FakeDns.start()) {
            resolver = resolver(0, true, true, dns.socketAddress(), other.socketAddress());
            for (String name : List.of("a.test", "b.test", "c.test", "d.test")) {
                dns.a(name, 60, "127.0.0.1");
                other.a(name, 60, "127.0.0.2");
                find(name);
            }
            assertEquals(2, other.asked("A "));
            assertEquals(2, dns.asked("A "));
        }
    }

    @Test
    void theAddressesBeginAtRandomAndKeepTheirOrder() throws Exception {
        dns.a("a.test", 60, "127.0.0.1", "127.0.0.2", "127.0.0.3");
        Set<List<String>> orders = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            orders.add(find("a.test"));
        }
        assertEquals(
                Set.of(
                        List.of("127.0.0.1", "127.0.0.2", "127.0.0.3"),
                        List.of("127.0.0.2", "127.0.0.3", "127.0.0.1"),
                        List.of("127.0.0.3", "127.0.0.1", "127.0.0.2")),
                orders);
    }

    @Test
    void afterTheEndNothingIsResolved() {
        resolver.close();
        assertEquals("110: Operation timed out", failure("a.test"));
    }
}
