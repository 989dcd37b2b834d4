package io.weir.forward;

import io.weir.config.HandlerSettings.Condition;
import io.weir.exchange.Handled;

/** What one attempt at one peer came to. */
sealed interface Outcome {

    /** The response is with the client, or the exchange ended on the client's side: nothing is left to do. */
    record Delivered() implements Outcome {
        static final Delivered INSTANCE = new Delivered();
    }

    /**
     * The attempt failed before anything reached the client; another peer may be tried.
     *
     * @param condition why; its status is what the client gets when there is no other try
     * @param requestSent whether bytes of the request were handed to the connection
     * @param keptConnection whether the connection came from the pool: then the failure costs no try
     */
    record Failed(Condition condition, boolean requestSent, boolean keptConnection) implements Outcome {}

    /** The run ends in this way; no peer is to be tried again. */
    record Ended(Handled how) implements Outcome {}
}
