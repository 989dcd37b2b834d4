package io.weir.resolve;

import io.weir.time.Deadline;
import java.net.InetAddress;
import java.util.List;

/** One wait for a name. Belongs to its thread, but for {@link #stop}. */
public final class Resolution {

    private final Resolver resolver;
    private final Lookup lookup;
    private volatile boolean stopped;

    Resolution(Resolver resolver, Lookup lookup) {
        this.resolver = resolver;
        this.lookup = lookup;
    }

    /**
     * The addresses of the name, beginning at random. Called once. Blocks.
     *
     * @param timeoutMillis for everything: all servers, all aliases
     * @throws ResolveException also when it was stopped: as if the time was over
     */
    public List<InetAddress> await(long timeoutMillis) throws ResolveException {
        return resolver.rotated(answer(timeoutMillis));
    }

    Answer answer(long timeoutMillis) throws ResolveException {
        try (Deadline deadline = resolver.deadline(this::stop)) {
            deadline.arm(timeoutMillis);
            return lookup.await(this);
        } finally {
            resolver.leave(lookup);
        }
    }

    /** Ends {@link #await}, because nobody needs the addresses any more. From any thread, at any time; never blocks. */
    public void stop() {
        stopped = true;
        lookup.wake();
    }

    boolean isStopped() {
        return stopped;
    }
}
