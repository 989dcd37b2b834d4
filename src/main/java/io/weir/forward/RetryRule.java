package io.weir.forward;

import io.weir.config.HandlerSettings.Condition;
import io.weir.config.HandlerSettings.NextUpstream;
import io.weir.exchange.Exchange;
import io.weir.upstream.Selection;
import org.jspecify.annotations.Nullable;

/** Whether a failed attempt moves on to the next peer (nginx-semantics 1.5). One per run. */
final class RetryRule {

    private final NextUpstream next;
    private final Exchange exchange;
    private final Selection selection;
    private final boolean bodyStreamed;
    private final long startNanos = System.nanoTime();
    private boolean granted; // the retry that the next call asks for again

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
        boolean stale = failed.keptConnection() && failed.condition() == Condition.ERROR;
        if (stale) {
            // A kept connection that the peer closed meanwhile says nothing about the peer: it costs no try.
            selection.addTry();
        }
        boolean allowed = selection.tries() > 0 && permitted(failed.condition(), failed.requestSent());
        return allowed && (stale || takeRetry());
    }

    /** nginx's test_next: the status itself may be the reason to ask another peer. Null when the response is delivered. */
    @Nullable
    Condition movesOn(int status) {
        Condition condition = Condition.ofStatus(status);
        return condition != null && allowsStatus(condition) ? condition : null;
    }

    private boolean allowsStatus(Condition condition) {
        granted = selection.tries() > 1 && permitted(condition, true) && selection.takeRetry();
        return granted;
    }

    /** {@code retry_budget}: asked last, because what is taken counts. */
    private boolean takeRetry() {
        boolean takenBefore = granted;
        granted = false;
        return takenBefore || selection.takeRetry();
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
