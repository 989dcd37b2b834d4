package io.weir.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.JavaProcess;
import io.weir.testing.Patience;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import io.weir.testing.WeirProcess;
import io.weir.upstream.Peer;
import io.weir.upstream.PeerError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two peers under some 200 requests a second, of which one falls ill in every way that peers do: no client of a GET sees it,
 * no POST arrives twice, and the peer has its share again soon after it has recovered.
 */
@Timeout(60)
class FailingPeerTest {

    private static final int CLIENTS = 4;
    private static final long PAUSE_MILLIS = 20;
    private static final long FAIL_TIMEOUT_SECONDS = 1;
    private static final long LONGEST_TIMEOUT_MILLIS = 1000;
    /** Of the ill peer, so that its backlog can be filled. */
    private static final int FEW = 1;
    /** Of the other one: with fewer it would fail too when all clients connect to it at once, on a busy machine. */
    private static final int ENOUGH = 100;

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger posts = new AtomicInteger();
    private final List<Thread> clients = new ArrayList<>();
    private final List<JavaProcess> programs = new ArrayList<>();
    private WeirProcess weir;
    private JavaProcess ill;
    private int port;

    @BeforeEach
    void start() throws Exception {
        ill = peer(0, FEW);
        port = portOf(ill);
        weir = WeirProcess.start(
                """
                access_log = ["%%home%%/access.log"]
                error_log = ["%%home%%/error.log", "info"]

                [[upstream]]
                name = "app"

                [[upstream.server]]
                address = "127.0.0.1:%d"
                fail_timeout = %d

                [[upstream.server]]
                address = "127.0.0.1:%d"
                fail_timeout = %d

                [[server]]
                listen = "127.0.0.1:%%front%%"

                  [[server.location]]
                  path = "/"
                  proxy_pass = "http://app"
                  proxy_connect_timeout = "500ms"
                  proxy_read_timeout = "1s"
                  proxy_next_upstream = ["error", "timeout", "http_500"]
                """.formatted(port, FAIL_TIMEOUT_SECONDS, portOf(peer(0, ENOUGH)), FAIL_TIMEOUT_SECONDS));
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofVirtual().start(this::get));
        }
        clients.add(Thread.ofVirtual().start(this::post));
        awaitAnswers(100);
    }

    @AfterEach
    void stop() throws Exception {
        over.countDown();
        for (Thread client : clients) {
            client.join();
        }
        weir.close();
        programs.forEach(JavaProcess::close);
    }

    private JavaProcess peer(int atPort, int backlog) throws IOException {
        JavaProcess program = JavaProcess.program(MoodyPeer.class, Integer.toString(atPort), Integer.toString(backlog));
        programs.add(program);
        return program;
    }

    private static int portOf(JavaProcess peer) throws InterruptedException {
        return Integer.parseInt(peer.awaitOut("port ").substring("port ".length()));
    }

    private boolean pause() throws InterruptedException {
        return !over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void get() {
        try (RawClient client = RawClient.connect(weir.address())) {
            do {
                RawResponse response =
                        client.send("GET / HTTP/1.1\r\nHost: front\r\n\r\n").readResponse();
                if (response.status() != 200) {
                    failures.add(response.statusLine());
                }
                answered.incrementAndGet();
            } while (pause());
        } catch (IOException | InterruptedException | AssertionError e) {
            failures.add(e.toString());
        }
    }

    /** Whatever the answer is: only how often each arrives counts. */
    private void post() {
        try {
            do {
                try (RawClient client = RawClient.connect(weir.address())) {
                    client.send("POST /" + posts.incrementAndGet()
                                    + " HTTP/1.1\r\nHost: front\r\nContent-Length: 0\r\n\r\n")
                            .readResponse();
                }
            } while (pause());
        } catch (IOException | InterruptedException | AssertionError e) {
            failures.add("POST: " + e);
        }
    }

    private void awaitAnswers(int more) throws InterruptedException {
        int enough = answered.get() + more;
        Patience.until(
                () -> "more answers than " + answered + "; failures: " + failures, () -> answered.get() >= enough);
    }

    private Peer state() {
        return Objects.requireNonNull(weir.weir().upstreams().get("app"))
                .peers()
                .getFirst();
    }

    /** The illness, with so many requests that the peer must have been asked; then the cure. */
    private void survives(String mood) throws Exception {
        ill.say(mood);
        ill.awaitOut("mood " + mood);
        suffer();
        ill.say("ok");
        ill.awaitOut("mood ok");
        recover();
    }

    private void suffer() throws InterruptedException {
        Patience.until(() -> "the peer to fail", () -> state().fails() > 0);
        awaitAnswers(200);
    }

    /**
     * nginx counts in whole seconds, so a peer is out for up to a second more than {@code fail_timeout}; and an attempt that
     * had begun before the cure may fail after it and begin that time anew. A second more is for the twenty picks and for
     * a slow machine.
     */
    private void recover() throws InterruptedException {
        long cured = System.currentTimeMillis();
        long picks = state().picks();
        // A probe at first, and then as many as the other one.
        Patience.until(() -> "the peer to be used again", () -> state().fails() == 0 && state().picks() > picks + 20);
        long recovered = System.currentTimeMillis();
        PeerError last = Objects.requireNonNull(state().snapshot(recovered).lastError());
        // Its backlog is so short that on a busy machine it may refuse a probe yet, and has to wait for the next.
        long latest = cured + LONGEST_TIMEOUT_MILLIS + 1000 * (FAIL_TIMEOUT_SECONDS + 2);
        assertTrue(last.epochMillis() < latest, () -> last + " after " + cured);
        long millis = recovered - Math.max(cured, last.epochMillis());
        assertTrue(millis < 1000 * (FAIL_TIMEOUT_SECONDS + 2), "it took " + millis + " ms");
        assertEquals(List.of(), List.copyOf(failures), this::logged);
        over.countDown();
        for (Thread client : clients) {
            client.join();
        }
        assertEquals(List.of(), List.copyOf(failures));
        List<String> delivered = programs.stream()
                .flatMap(program -> program.out().stream())
                .filter(line -> line.startsWith("POST "))
                .toList();
        assertTrue(delivered.size() > 20, delivered.size() + " POSTs");
        assertEquals(new HashSet<>(delivered).size(), delivered.size(), "POSTs that arrived twice: " + delivered);
    }

    @Test
    void aPeerThatIsKilledAndStartedAgain() throws Exception {
        ill.signal("KILL");
        ill.awaitExit();
        suffer();
        assertEquals(port, portOf(peer(port, FEW)));
        recover();
    }

    @Test
    void aPeerThatIsStoppedAndContinued() throws Exception {
        ill.signal("STOP");
        suffer();
        ill.signal("CONT");
        recover();
    }

    @Test
    void aPeerThatAnswers500() throws Exception {
        survives("500");
    }

    @Test
    void aPeerThatNeverAnswers() throws Exception {
        survives("silent");
    }

    @Test
    void aPeerWhoseBacklogIsFull() throws Exception {
        ill.say("deaf");
        ill.awaitOut("mood deaf");
        // The first connections still find room in the backlog, and fail later, when nobody reads from them.
        String full = "upstream timed out (110: Connection timed out) while connecting to upstream";
        Patience.until(() -> "a connect to a full backlog", () -> hasError(full));
        suffer();
        ill.say("ok");
        ill.awaitOut("mood ok");
        recover();
    }

    private String logged() {
        try {
            return String.join("\n", weir.errorLog());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean hasError(String text) {
        return logged().contains(text);
    }
}
