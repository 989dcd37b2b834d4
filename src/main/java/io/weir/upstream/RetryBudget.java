package io.weir.upstream;

/**
 * Keeps retries to a share of the requests of the last ten seconds, so that a group in trouble does not get its load
 * multiplied. A few are always granted, unless the share is zero: of a group with little to do the share is less than
 * one retry, and its load cannot be multiplied by much. Thread-safe; its lock is held for a few additions.
 */
final class RetryBudget {

    private static final int SECONDS = 10;

    /** The share is in hundredths of a percent. */
    private static final long WHOLE = 10_000;

    /** Retries in the window that need no requests to pay for them; as many as Envoy's budget grants at least. */
    private static final int ALWAYS = 3;

    private final int share;

    // Guarded by this; one slot for each second of the window.
    private final long[] requests = new long[SECONDS];
    private final long[] retries = new long[SECONDS];
    private long newest;
    private long allRequests;
    private long allRetries;

    RetryBudget(int share) {
        this.share = share;
    }

    /** A request begins. */
    synchronized void request(long second) {
        moveTo(second);
        requests[slot(newest)]++;
        allRequests++;
    }

    /** Takes one retry from the budget, if it is not used up. */
    synchronized boolean take(long second) {
        moveTo(second);
        if (share == 0 || allRetries >= Math.max(ALWAYS, allRequests * share / WHOLE)) {
            return false;
        }
        retries[slot(newest)]++;
        allRetries++;
        return true;
    }

    private void moveTo(long second) {
        long first = Math.max(newest + 1, second - SECONDS + 1);
        for (long passed = first; passed <= second; passed++) {
            int slot = slot(passed);
            allRequests -= requests[slot];
            allRetries -= retries[slot];
            requests[slot] = 0;
            retries[slot] = 0;
        }
        newest = Math.max(newest, second);
    }

    private static int slot(long second) {
        return (int) (second % SECONDS);
    }
}
