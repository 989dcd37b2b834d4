package io.weir.forward;

import io.weir.config.HandlerSettings.Condition;
import io.weir.config.HandlerSettings.NextUpstream;
import io.weir.exchange.Exchange;
import io.weir.upstream.Selection;

/** Whether a failed attempt moves on to the next peer (nginx-semantics 1.5). One per run. */
final class RetryRule {

    private final NextUpstream next;
    private final Exchange exchange;
    private final Selection selection;
    private final boolean bodyStreamed;
    private final long startNanos = System.nanoTime();

    /** @param bodyStreamed whether the client's body cannot be sent twice */
    RetryRule(NextUpstream next, Exchange exchange, Selection selection, boolean bodyStreamed) {
        this.next = next;
        this.exchange = exchange;
        this.selection = selection;
        this.bodyStreamed = bodyStreamed;
        if (next.tries() > 0) {
            selection.limitTries(next.tries());
        }
    }

    /** Decides after a failure; the failed peer has been released. */
    boolean allows(Outcome.Failed failed) {
        if (failed.keptConnection() && failed.condition() == Condition.ERROR) {
            // A kept connection that the peer closed meanwhile says nothing about the peer: it costs no try.
            selection.addTry();
        }
        return selection.tries() > 0 && permitted(failed.condition(), failed.requestSent());
    }

    /** Whether a response with the status of {@code condition} may be thrown away for another peer's. */
    boolean allowsStatus(Condition condition) {
        return selection.tries() > 1 && permitted(condition, true);
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
