package io.weir.forward;

import io.weir.config.ProxySettings.Condition;

/** An attempt has failed in some phase before the response was passed on. Becomes an {@link Outcome} in {@link Attempt#run}. */
final class AttemptFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final Condition condition;

    /** @param message for the error log; empty when there is nothing to say */
    AttemptFailure(Condition condition, String message) {
        super(message, null, false, false); // no stack trace: a value that travels, not a defect
        this.condition = condition;
    }

    Condition condition() {
        return condition;
    }
}
