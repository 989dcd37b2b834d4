package io.weir.forward;

import io.weir.config.ProxySettings.Condition;
import io.weir.config.ProxySettings.NextUpstream;
import io.weir.exchange.Exchange;

/** Whether a failed attempt moves on to the next peer (nginx-semantics 1.5). One per run. */
final class RetryRule {

    private final NextUpstream next;
    private final Exchange exchange;
    private final long startNanos;
    private int limit;
    private int used;
    private boolean bodyStreamed;

    RetryRule(NextUpstream next, Exchange exchange, long startNanos) {
        this.next = next;
        this.exchange = exchange;
        this.startNanos = startNanos;
    }

    /**
     * @param tries the group's peers that may be tried
     * @param streamed whether the client's body cannot be sent twice
     */
    void begin(int tries, boolean streamed) {
        limit = next.tries() == 0 ? tries : Math.min(tries, next.tries());
        bodyStreamed = streamed;
    }

    /**
     * Decides after a failure.
     *
     * @param peersLeft what the balancer still counts as tries; it runs out first when peers vanish
     */
    boolean allows(Outcome.Failed failed, int peersLeft) {
        if (!failed.keptConnection() || failed.condition() != Condition.ERROR) {
            // A kept connection that the peer closed meanwhile says nothing about the peer: it costs no try.
            used++;
        }
        return used < limit && permitted(failed.condition(), failed.requestSent());
    }

    /** Whether a response with the status of {@code condition} may be thrown away for another peer's. */
    boolean allowsStatus(Condition condition) {
        return limit - used > 1 && permitted(condition, true);
    }

    private boolean permitted(Condition condition, boolean requestSent) {
        if (!next.conditions().contains(condition)) {
            return false;
        }
        if (requestSent && (bodyStreamed || !idempotent())) {
            return false;
        }
        return next.timeout() == 0 || (System.nanoTime() - startNanos) / 1_000_000 < next.timeout();
    }

    /** POST, LOCK and PATCH are sent again only where {@code non_idempotent} says so; PUT and DELETE are idempotent. */
    private boolean idempotent() {
        return switch (exchange.method()) {
            case "POST", "LOCK", "PATCH" -> next.conditions().contains(Condition.NON_IDEMPOTENT);
            default -> true;
        };
    }
}
