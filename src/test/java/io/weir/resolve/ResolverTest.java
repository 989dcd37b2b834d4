package io.weir.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weir.testing.FakeDns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** What ngx_resolver.c does with the answers of name servers. */
@Timeout(60)
class ResolverTest {

    @RegisterExtension
    final ResolverBench bench = new ResolverBench();

    @Test
    void bothFamiliesAreAskedForAndGiven() throws Exception {
        bench.dns.a("a.test", 60, "127.0.0.1").records("a.test", Type.AAAA, 60, "::1");
        assertEquals(Set.of("127.0.0.1", "0:0:0:0:0:0:0:1"), new HashSet<>(bench.find("a.test")));
    }

    @ParameterizedTest
    @CsvSource({"true, false, A", "false, true, AAAA"})
    void aFamilyThatIsOffIsNotAskedFor(boolean ipv4, boolean ipv6, String asked) throws Exception {
        bench.use(0, ipv4, ipv6, bench.dns.socketAddress());
        bench.dns.a("a.test", 60, "127.0.0.1").records("a.test", Type.AAAA, 60, "::1");
        assertEquals(1, bench.find("a.test").size());
        assertEquals(List.of(asked + " a.test UDP"), bench.dns.questions());
    }

    @Test
    void anErrorOfOneFamilyFailsTheName() {
        bench.dns.a("a.test", 60, "127.0.0.1").error("a.test", Type.AAAA, Rcode.SERVFAIL);
        assertEquals("2: Server failure", bench.failure("a.test"));
    }

    @ParameterizedTest
    @CsvSource({"2, 2: Server failure", "3, 3: Host not found", "4, 4: Unimplemented", "5, 5: Operation refused"})
    void anErrorHasItsText(int code, String text) {
        bench.dns.error("a.test", Type.A, code).error("a.test", Type.AAAA, code);
        assertEquals(text, bench.failure("a.test"));
    }

    @Test
    void aNameWithoutAddressesIsNotFound() {
        bench.dns.records("a.test", Type.TXT, 60, "text");
        assertEquals("3: Host not found", bench.failure("a.test"));
    }

    @Test
    void anAnswerHoldsAsLongAsItSaysTheLastSecondIncluded() throws Exception {
        bench.dns.a("a.test", 5, "127.0.0.1");
        bench.find("a.test");
        bench.dns.a("a.test", 5, "127.0.0.2");
        bench.seconds.addAndGet(5);
        assertEquals(List.of("127.0.0.1"), bench.find("a.test"));
        bench.seconds.addAndGet(1);
        assertNull(bench.resolver.known("a.test"));
        assertEquals(List.of("127.0.0.2"), bench.find("a.test"));
    }

    @Test
    void validOverridesWhatAnAnswerSays() throws Exception {
        bench.use(10, true, true, bench.dns.socketAddress());
        bench.dns.a("a.test", 3600, "127.0.0.1");
        bench.find("a.test");
        bench.seconds.addAndGet(10);
        assertNotNull(bench.resolver.known("a.test"));
        bench.seconds.addAndGet(1);
        assertNull(bench.resolver.known("a.test"));
    }

    @Test
    void failuresAreNotRemembered() throws Exception {
        assertEquals("3: Host not found", bench.failure("a.test"));
        bench.dns.a("a.test", 5, "127.0.0.1");
        assertEquals(List.of("127.0.0.1"), bench.find("a.test"));
    }

    @Test
    void whatNobodyUsesForHalfAMinuteIsForgotten() throws Exception {
        bench.dns.a("a.test", 3600, "127.0.0.1").a("b.test", 3600, "127.0.0.1");
        bench.find("a.test");
        bench.seconds.addAndGet(31);
        bench.find("b.test");
        assertNull(bench.resolver.known("a.test"));
        assertNotNull(bench.resolver.known("b.test"));
    }

    @Test
    void aliasesAreFollowed() throws Exception {
        bench.dns
                .records("a.test", Type.CNAME, 60, "b.test.")
                .on("a.test", Type.A, (query, _) -> List.of(alias(query, "b.test.")))
                .on("a.test", Type.AAAA, (query, _) -> List.of(alias(query, "b.test.")))
                .a("b.test", 60, "127.0.0.1");
        assertEquals(List.of("127.0.0.1"), bench.find("a.test"));
        assertEquals(List.of("127.0.0.1"), bench.find("a.test"));
        assertEquals(1, bench.dns.asked("A a.test"));
        assertEquals(1, bench.dns.asked("A b.test"));
    }

    private static byte[] alias(Message query, String target) throws java.io.IOException {
        String name = query.getQuestion().getName().toString(true);
        return FakeDns.reply(query, Rcode.NOERROR, FakeDns.recordsOf(name, Type.CNAME, 60, target))
                .toWire();
    }

    @Test
    void addressesInTheAnswerOfAnAliasAreTaken() throws Exception {
        bench.dns.on("a.test", Type.A, (query, _) -> {
            var records = new ArrayList<>(FakeDns.recordsOf("a.test", Type.CNAME, 60, "b.test."));
            records.addAll(FakeDns.recordsOf("b.test", Type.A, 60, "127.0.0.9"));
            return List.of(FakeDns.reply(query, Rcode.NOERROR, records).toWire());
        });
        assertEquals(List.of("127.0.0.9"), bench.find("a.test"));
        assertEquals(0, bench.dns.asked("A b.test"));
    }

    @Test
    void aCircleOfAliasesIsNotFound() {
        for (String[] link : new String[][] {{"a.test", "b.test."}, {"b.test", "c.test."}, {"c.test", "b.test."}}) {
            bench.dns.on(link[0], Type.A, (query, _) -> List.of(alias(query, link[1])));
        }
        assertEquals("3: Host not found", bench.failure("a.test"));
        assertEquals("3: Host not found", bench.failure("a.test"));
        assertEquals(1, bench.dns.asked("A c.test"));
    }

    @Test
    void theAddressesBeginAtRandomAndKeepTheirOrder() throws Exception {
        bench.dns.a("a.test", 60, "127.0.0.1", "127.0.0.2", "127.0.0.3");
        Set<List<String>> orders = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            orders.add(bench.find("a.test"));
        }
        assertEquals(
                Set.of(
                        List.of("127.0.0.1", "127.0.0.2", "127.0.0.3"),
                        List.of("127.0.0.2", "127.0.0.3", "127.0.0.1"),
                        List.of("127.0.0.3", "127.0.0.1", "127.0.0.2")),
                orders);
    }
}
