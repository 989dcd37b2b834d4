package io.weir.forward;

import io.weir.config.HandlerSettings.Condition;
import org.jspecify.annotations.Nullable;

/** An attempt has failed in some phase before the response was passed on. Becomes an {@link Outcome} in {@link Attempt#run}. */
final class AttemptFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable Condition condition;

    /**
     * @param condition null when the failure is ours and no peer is to blame: nginx answers 500
     * @param message for the error log; empty when there is nothing to say
     */
    AttemptFailure(@Nullable Condition condition, String message) {
        super(message, null, false, false); // no stack trace: a value that travels, not a defect
        this.condition = condition;
    }

    @Nullable
    Condition condition() {
        return condition;
    }
}
