package io.weir.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.testing.Patience;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code queue}: what nginx has in its commercial edition only. */
@Timeout(60)
class QueueTest {

    private static final long LONG = 60_000;

    private volatile long now = 1_000_000_000L;
    private final List<String> served = Collections.synchronizedList(new ArrayList<>());

    @Test
    void whoWaitsIsServedInItsOrderAndNobodyOvertakes() throws Exception {
        Upstream group = upstream(10, LONG, Groups.maxConns(Groups.peer("a"), 1));
        Pick first = group.select().pick();
        assertNotNull(first);
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(wait(group, "w" + i));
            awaitLength(group, i + 1);
        }
        assertNull(group.select().pick());
        first.release(Release.SUCCESS);
        for (Thread thread : waiting) {
            thread.join(Patience.BOUND);
        }
        assertEquals(List.of("w0 a", "w1 a", "w2 a", "w3 a", "w4 a"), served);
        assertEquals(0, group.waiting());
        assertEquals(0, group.peers().getFirst().conns());
    }

    @Test
    void aFullQueueRefuses() throws Exception {
        Upstream group = upstream(1, LONG, Groups.maxConns(Groups.peer("a"), 1));
        Pick first = group.select().pick();
        Thread waiting = wait(group, "w");
        awaitLength(group, 1);
        assertNull(group.select().await());
        first.release(Release.SUCCESS);
        waiting.join(Patience.BOUND);
        assertEquals(List.of("w a"), served);
    }

    @Test
    void waitingEndsWithItsTime() {
        Upstream group = upstream(1, 20, Groups.maxConns(Groups.peer("a"), 1));
        Pick first = group.select().pick();
        assertNull(group.select().await());
        assertEquals(0, group.waiting());
        first.release(Release.SUCCESS);
    }

    @Test
    void waitingCanBeStopped() throws Exception {
        Upstream group = upstream(1, LONG, Groups.maxConns(Groups.peer("a"), 1));
        Pick first = group.select().pick();
        AtomicReference<Selection> selection = new AtomicReference<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            selection.set(group.select());
            served.add("" + selection.get().await());
        });
        awaitLength(group, 1);
        selection.get().stopWaiting();
        waiting.join(Patience.BOUND);
        assertEquals(List.of("null"), served);
        assertEquals(0, group.waiting());
        Selection stoppedBefore = group.select();
        stoppedBefore.stopWaiting();
        assertNull(stoppedBefore.await());
        first.release(Release.SUCCESS);
    }

    /** Nobody announces that a peer's time out of service is over. */
    @Test
    void whoWaitsFindsAPeerThatIsTriedAgain() throws Exception {
        Upstream group = upstream(1, LONG, Groups.peer("a"), Groups.peer("b"));
        Selection failing = group.select();
        failing.pick().release(Release.FAILED);
        failing.pick().release(Release.FAILED);
        Thread waiting = wait(group, "w");
        awaitLength(group, 1);
        now += 11_000;
        waiting.join(Patience.BOUND);
        assertEquals(List.of("w b"), served);
    }

    @Test
    void whoWaitsIsServedWhenAPeerComesUpOrIsAdded() throws Exception {
        Upstream group = upstream(1, LONG, Groups.down(Groups.peer("a")));
        Thread waiting = wait(group, "w");
        awaitLength(group, 1);
        group.up(group.peers().getFirst());
        waiting.join(Patience.BOUND);
        assertEquals(List.of("w a"), served);
    }

    private Thread wait(Upstream group, String name) {
        return Thread.ofVirtual().start(() -> {
            Pick pick = group.select().await();
            served.add(name + " " + Groups.letter(pick));
            if (pick != null) {
                pick.release(Release.SUCCESS);
            }
        });
    }

    private static void awaitLength(Upstream group, int length) throws InterruptedException {
        Patience.until(() -> length + " in the queue", () -> group.waiting() == length);
    }

    private Upstream upstream(int places, long timeoutMillis, PeerConfig... peers) {
        return new Upstream(Groups.queue(places, timeoutMillis, peers), () -> now, new GroupState());
    }
}
