package io.weir.health;

import io.weir.config.ErrorLogConfig.Level;
import io.weir.config.HealthCheck;
import io.weir.log.ErrorContext;
import io.weir.log.ErrorLog;
import io.weir.time.Pause;
import io.weir.time.Ticker;
import io.weir.tls.TlsClient;
import io.weir.upstream.Peer;
import io.weir.upstream.PeerHealth;
import io.weir.upstream.Upstream;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The checks of one peer, one after the other until its thread is interrupted; counts them and tells what changes. */
final class PeerCheck implements Runnable {

    /** What the checks share. */
    record Means(Ticker ticker, ErrorLog log, AtomicInteger running) {}

    private final HealthCheck check;
    private final Upstream upstream;
    private final Peer peer;
    private final PeerHealth health;
    private final @Nullable TlsClient tls;
    private final Means means;
    private final String host;

    private int passes;
    private int fails;
    private boolean healthy;
    private boolean known; // false only until the first verdict of a mandatory check

    PeerCheck(HealthCheck check, Upstream upstream, Peer peer, @Nullable TlsClient tls, Means means) {
        this.check = check;
        this.upstream = upstream;
        this.peer = peer;
        this.health = upstream.health(peer);
        this.tls = tls;
        this.means = means;
        this.host = check.host() == null ? upstream.name() : check.host();
        this.healthy = !health.isBarred();
        this.known = healthy || !check.mandatory();
    }

    @Override
    public void run() {
        means.running().incrementAndGet();
        try (Pause pause = new Pause(means.ticker())) {
            if (known) {
                pause.await(jitter()); // nobody waits for the first check, so peers can be asked one after the other
            }
            while (!Thread.currentThread().isInterrupted()) {
                if (health.isWanted()) {
                    Finding finding = Probe.run(check, host, peer.address(), tls, means.ticker());
                    if (Thread.currentThread().isInterrupted()) {
                        return; // which is why the check failed, if it did
                    }
                    take(finding);
                }
                long gap = check.intervalMillis() + jitter();
                health.checkedAgainIn(gap);
                pause.await(gap);
            }
        } finally {
            means.running().decrementAndGet();
        }
    }

    private long jitter() {
        return check.jitterMillis() == 0 ? 0 : ThreadLocalRandom.current().nextLong(check.jitterMillis() + 1);
    }

    private void take(Finding finding) {
        if (finding.passed()) {
            fails = 0;
            if (++passes >= check.passes() && !healthy) {
                healthy = true;
                known = true;
                health.healthy();
                log(Level.NOTICE, "peer is healthy");
            }
            return;
        }
        passes = 0;
        if (++fails >= check.fails() && (healthy || !known)) {
            healthy = false;
            known = true;
            String phase = Objects.requireNonNull(finding.phase());
            String error = Objects.requireNonNull(finding.error());
            health.unhealthy(phase, error);
            log(Level.ERROR, error + " while " + phase);
            log(Level.WARN, "peer is unhealthy while " + phase);
        }
    }

    private void log(Level level, String what) {
        if (means.log().isEnabled(level)) {
            String where = ", health check \"" + check.uri() + "\" of peer " + peer.name() + " in upstream \""
                    + upstream.name() + "\"";
            means.log().log(level, ErrorContext.NONE, what + where);
        }
    }
}
