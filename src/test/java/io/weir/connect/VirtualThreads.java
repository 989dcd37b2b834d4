package io.weir.connect;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Runs a test's step where the proxy runs: on a virtual thread. */
final class VirtualThreads {

    private VirtualThreads() {}

    static <T> FutureTask<T> start(Callable<T> step) {
        FutureTask<T> task = new FutureTask<>(step);
        Thread.ofVirtual().start(task);
        return task;
    }

    /** The same, and returns when the step waits for something. */
    static <T> FutureTask<T> startBlocked(Callable<T> step) {
        FutureTask<T> task = new FutureTask<>(step);
        Thread thread = Thread.ofVirtual().start(task);
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
        return task;
    }

    static <T> T call(Callable<T> step) throws Exception {
        return start(step).get();
    }
}
