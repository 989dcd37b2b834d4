package io.weir.cli;

import sun.misc.Signal;

/**
 * SIGTERM and SIGINT: the first asks for a graceful stop, the second ends the process at once. A shutdown hook could not tell
 * them apart, and would end with the status of the signal instead of 0.
 */
final class Signals {

    /** What a process that died of SIGTERM reports: 128 and the signal's number. */
    private static final int KILLED_BY_TERM = 143;

    private Signals() {}

    static void onTerminate(Runnable stop) {
        Once once = new Once(stop);
        Signal.handle(new Signal("TERM"), _ -> once.signalled());
        Signal.handle(new Signal("INT"), _ -> once.signalled());
    }

    private static final class Once {
        private final Runnable stop;
        private boolean asked;

        Once(Runnable stop) {
            this.stop = stop;
        }

        synchronized void signalled() {
            if (asked) {
                Runtime.getRuntime().halt(KILLED_BY_TERM);
            }
            asked = true;
            Thread.ofPlatform().name("weir-stop").start(stop);
        }
    }
}
