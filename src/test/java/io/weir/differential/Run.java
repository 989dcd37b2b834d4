package io.weir.differential;

import io.weir.testing.FakePeer;
import io.weir.testing.Gate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What one run of a scenario shares between its client, its peers and its proxy. Owns the peers. Thread-safe. */
final class Run implements AutoCloseable {

    /** Both proxies count the boundaries of multipart bodies, each in its own way. */
    private static final Pattern BOUNDARY = Pattern.compile("(?<!\\d)\\d{20}(?!\\d)");

    private final Map<String, FakePeer> peers = new TreeMap<>();
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final List<FakePeer> awaited = new ArrayList<>();
    private final @Nullable ServedFiles files;
    private volatile int front;

    private Run(@Nullable ServedFiles files) {
        this.files = files;
    }

    /** Writes the scenario's files and opens its peers in the order of their names. */
    static Run of(Map<String, PeerPlan> plans, Map<String, String> files) throws IOException {
        Run run = new Run(ServedFiles.write(files));
        for (Map.Entry<String, PeerPlan> plan : new TreeMap<>(plans).entrySet()) {
            FakePeer peer = plan.getValue().open(run);
            synchronized (run) {
                run.peers.put(plan.getKey(), peer);
            }
        }
        return run;
    }

    /** The gate of that name, shut until somebody opens it. */
    Gate gate(String name) {
        return gates.computeIfAbsent(name, Gate::new);
    }

    /** From now on {@code %front%} stands for this port. */
    void front(int port) {
        front = port;
    }

    /** Marks a peer whose script has to come to its end. */
    synchronized void await(FakePeer peer) {
        awaited.add(peer);
    }

    void awaitScripts() throws InterruptedException {
        List<FakePeer> all;
        synchronized (this) {
            all = List.copyOf(awaited);
        }
        for (FakePeer peer : all) {
            peer.awaitScript();
        }
    }

    synchronized Map<String, FakePeer> peers() {
        return new TreeMap<>(peers);
    }

    /** Puts addresses for {@code %a%} (of peer a) and the port for {@code %front%}. */
    String fill(String text) {
        String filled = front == 0 ? text : text.replace("%front%", Integer.toString(front));
        for (Map.Entry<String, FakePeer> peer : peers().entrySet()) {
            filled = filled.replace("%" + peer.getKey() + "%", peer.getValue().name());
        }
        return files == null ? filled : filled.replace("%files%", files.directory());
    }

    /** The inverse of {@link #fill}. */
    String mask(String text) {
        String masked = text;
        for (Map.Entry<String, FakePeer> peer : peers().entrySet()) {
            masked = masked.replace(peer.getValue().name(), "%" + peer.getKey() + "%");
        }
        if (files != null) {
            masked = masked.replace(files.directory(), "%files%");
        }
        return BOUNDARY.matcher(masked.replace(":" + front, ":%front%")).replaceAll("%boundary%");
    }

    @Override
    public synchronized void close() throws IOException {
        for (FakePeer peer : peers.values()) {
            peer.close();
        }
        if (files != null) {
            files.close();
        }
    }
}
