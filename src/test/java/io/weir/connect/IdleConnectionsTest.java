package io.weir.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.weir.config.PeerAddress;
import io.weir.time.ManualTicker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IdleConnectionsTest {

    private record Entry(
            PeerConnection connection, @Nullable Object tag) {}

    /** Against a plain list, newest last, searched from its end: what nginx's queue does. */
    @RepeatedTest(10)
    void behavesLikeAListThatIsSearched() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ManualTicker time = new ManualTicker();
        Object[] tags = {null, new Object(), new Object()};
        List<PeerConnection> free = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            PeerAddress address = new PeerAddress.Unix(Path.of("/peer" + i % 3));
            free.add(Connector.prepare(address, false, false, time.ticker()));
        }
        List<PeerConnection> all = List.copyOf(free);
        IdleConnections idle = new IdleConnections();
        List<Entry> model = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4, 5, 6, 7 -> {
                    if (!free.isEmpty()) {
                        PeerConnection connection = free.remove(random.nextInt(free.size()));
                        Object tag = tags[random.nextInt(tags.length)];
                        idle.add(connection, tag, step);
                        model.add(new Entry(connection, tag));
                    }
                }
                case 8 -> {
                    PeerAddress address = new PeerAddress.Unix(Path.of("/peer" + random.nextInt(4)));
                    List<PeerConnection> expected = model.stream()
                            .map(Entry::connection)
                            .filter(connection -> connection.address().equals(address))
                            .toList();
                    model.removeIf(entry -> expected.contains(entry.connection));
                    assertEquals(
                            new HashSet<>(expected),
                            new HashSet<>(idle.pollAll(address::equals)),
                            () -> "seed " + seed);
                    free.addAll(expected);
                }
                case 9, 10, 11, 12, 13, 14, 15 -> {
                    // Another instance of the address, as after a reload.
                    PeerAddress address = new PeerAddress.Unix(Path.of("/peer" + random.nextInt(4)));
                    Object tag = tags[random.nextInt(tags.length)];
                    PeerConnection expected = null;
                    for (int i = model.size() - 1; i >= 0 && expected == null; i--) {
                        Entry entry = model.get(i);
                        if (entry.tag == tag && entry.connection.address().equals(address)) {
                            expected = model.remove(i).connection;
                            free.add(expected);
                        }
                    }
                    assertSame(expected, idle.pollNewest(address, tag), () -> "seed " + seed);
                }
                default -> {
                    PeerConnection expected = model.isEmpty() ? null : model.removeFirst().connection;
                    assertSame(expected, idle.pollOldest(), () -> "seed " + seed);
                    if (expected != null) {
                        free.add(expected);
                    }
                    idle.prune();
                }
            }
            assertEquals(model.size(), idle.size(), () -> "seed " + seed);
        }
        all.forEach(PeerConnection::close);
    }
}
