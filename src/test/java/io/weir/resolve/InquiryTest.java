package io.weir.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.FakeDns;
import io.weir.testing.Gate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Whom a resolver asks, for whom, and what it takes for an answer. */
@Timeout(60)
class InquiryTest {

    @RegisterExtension
    final ResolverBench bench = new ResolverBench();

    @Test
    void everybodyWhoAsksMeanwhileSharesOneQuestion() throws Exception {
        Gate asked = new Gate("the server was asked");
        Gate answer = new Gate("the server may answer");
        bench.dns.on("a.test", Type.A, (query, _) -> {
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
                resolutions.add(bench.resolver.resolve("a.test"));
            }
            asked.await();
            List<Future<List<InetAddress>>> found = new ArrayList<>();
            resolutions.forEach(each ->
                    found.add(threads.submit((Callable<List<InetAddress>>) () -> each.await(ResolverBench.LONG))));
            answer.open();
            for (Future<List<InetAddress>> each : found) {
                assertEquals("127.0.0.1", each.get().getFirst().getHostAddress());
            }
        }
        assertEquals(1, bench.dns.asked("A a.test"));
    }

    @Test
    void theOthersGoOnWhenTheFirstOneLeaves() throws Exception {
        Gate answer = new Gate("the server may answer");
        bench.dns.on("a.test", Type.A, (query, _) -> {
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new java.io.IOException(e);
            }
            return List.of(FakeDns.reply(query, Rcode.NOERROR, FakeDns.recordsOf("a.test", Type.A, 60, "127.0.0.1"))
                    .toWire());
        });
        Resolution first = bench.resolver.resolve("a.test");
        Resolution second = bench.resolver.resolve("a.test");
        assertEquals(
                "110: Operation timed out",
                assertThrows(ResolveException.class, () -> first.await(20)).getMessage());
        answer.open();
        assertEquals(1, second.await(ResolverBench.LONG).size());
    }

    @Test
    void whenNobodyWaitsTheQuestionEnds() throws Exception {
        bench.dns.on("a.test", Type.A, (_, _) -> List.of());
        Resolution only = bench.resolver.resolve("a.test");
        only.stop();
        assertThrows(ResolveException.class, () -> only.await(ResolverBench.LONG));
        assertEquals(0, bench.resolver.lookups());
    }

    @Test
    void aTruncatedAnswerIsAskedForAgainOverTcp() throws Exception {
        String[] many = new String[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = "127.0.1." + i;
        }
        bench.dns.on("a.test", Type.A, (query, overTcp) -> {
            Message reply = FakeDns.reply(
                    query, Rcode.NOERROR, overTcp ? FakeDns.recordsOf("a.test", Type.A, 60, many) : List.of());
            if (!overTcp) {
                reply.getHeader().setFlag(Flags.TC);
            }
            return List.of(reply.toWire());
        });
        assertEquals(100, bench.find("a.test").size());
        assertTrue(bench.dns.questions().contains("A a.test TCP"), bench.dns.questions()::toString);
    }

    @Test
    void whatIsNoAnswerToTheQuestionIsIgnored() throws Exception {
        bench.dns.on("a.test", Type.A, (query, _) -> {
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
        assertEquals(List.of("127.0.0.1"), bench.find("a.test"));
    }

    /** nginx waits five seconds for any server; here one that refuses is no reason to wait while there are others. */
    @Test
    void aServerThatIsDownIsPassedOver() throws Exception {
        InetSocketAddress dead;
        try (FakeDns gone = FakeDns.start()) {
            dead = gone.socketAddress();
        }
        bench.use(0, true, true, dead, bench.dns.socketAddress());
        bench.dns.a("a.test", 60, "127.0.0.1");
        assertEquals(List.of("127.0.0.1"), bench.find("a.test"));
    }

    @Test
    void aServerThatIsSilentIsPassedOverAfterFiveSeconds() throws Exception {
        try (FakeDns silent = FakeDns.start()) {
            silent.on("a.test", Type.A, (_, _) -> List.of());
            bench.use(0, true, false, silent.socketAddress(), bench.dns.socketAddress());
            bench.dns.a("a.test", 60, "127.0.0.1");
            assertEquals(List.of("127.0.0.1"), bench.find("a.test"));
            assertEquals(1, silent.asked("A a.test"));
        }
    }

    @Test
    void theServersAreAskedInTurn() throws Exception {
        try (FakeDns other = FakeDns.start()) {
            bench.use(0, true, true, bench.dns.socketAddress(), other.socketAddress());
            for (String name : List.of("a.test", "b.test", "c.test", "d.test")) {
                bench.dns.a(name, 60, "127.0.0.1");
                other.a(name, 60, "127.0.0.2");
                bench.find(name);
            }
            assertEquals(2, other.asked("A "));
            assertEquals(2, bench.dns.asked("A "));
        }
    }

    @Test
    void afterTheEndNothingIsResolved() {
        bench.resolver.close();
        assertEquals("110: Operation timed out", bench.failure("a.test"));
    }
}
