package io.weir.exchange;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the phases before the content did with a request, and what it holds because of them until its end. A request that they
 * let pass untouched has none. Confined to the exchange's thread.
 */
public final class Admission {

    /** {@code $limit_req_status} and {@code $limit_conn_status}. */
    public enum Limited {
        PASSED,
        DELAYED,
        REJECTED,
        DELAYED_DRY_RUN,
        REJECTED_DRY_RUN
    }

    private @Nullable Limited rate;
    private @Nullable Limited connections;
    private @Nullable RealIpSide realIp;
    private final List<Runnable> held = new ArrayList<>(2);

    /** For a subrequest on a thread of its own: the same answers, nothing held. */
    Admission copy() {
        Admission copy = new Admission();
        copy.rate = rate;
        copy.connections = connections;
        copy.realIp = realIp;
        return copy;
    }

    /** What {@code limit_req} has said; null when it was not asked. A request is asked about once. */
    public @Nullable Limited rate() {
        return rate;
    }

    public void rate(Limited limited) {
        rate = limited;
    }

    /** What {@code limit_conn} has said; null when it was not asked. */
    public @Nullable Limited connections() {
        return connections;
    }

    public void connections(Limited limited) {
        connections = limited;
    }

    /** The client's side that tells another address than the connection's; null for none. */
    public @Nullable RealIpSide realIp() {
        return realIp;
    }

    public void realIp(RealIpSide side) {
        realIp = side;
    }

    static @Nullable String text(@Nullable Limited limited) {
        return limited == null ? null : limited.name();
    }

    /** Keeps something until the exchange ends. */
    public void hold(Runnable release) {
        held.add(release);
    }

    /** Gives back what is held, the last first; blocks if that does. */
    public void release() {
        while (!held.isEmpty()) {
            held.removeLast().run();
        }
    }
}
