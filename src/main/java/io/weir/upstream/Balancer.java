package io.weir.upstream;

import io.weir.variable.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A method of choosing peers: one instance for one group of one configuration, which may hold what is computed once
 * (total weights, the ring of a consistent hash). Thread-safe.
 */
interface Balancer {

    /** What {@link Run#next} returns when no candidate is eligible. */
    int NONE = -1;

    /**
     * Begins a run; here a method evaluates its key, while nothing is locked. A method without state of its own per run
     * may return the same object each time.
     *
     * @param request null for runs without a client's request
     */
    Run begin(@Nullable Scope request);

    /** One run's way through the candidates; may remember hashes and misses from one attempt to the next. */
    @FunctionalInterface
    interface Run {

        /**
         * The index of an eligible candidate, or {@link #NONE}. Called with the group locked, so it may change weights
         * in motion and must not call out. After {@code NONE} it is asked again with the backups, if there are any.
         */
        int next(Candidates candidates);
    }
}
