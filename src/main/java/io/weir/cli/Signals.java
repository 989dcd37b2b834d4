package io.weir.cli;

import java.io.IOException;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT: the first asks for a graceful stop, the second ends the process at once. A shutdown hook could not tell
 * them apart, and would end with the status of the signal instead of 0. On demand the end of standard input is a signal too.
 */
final class Signals {

    /** What a process that died of SIGTERM reports: 128 and the signal's number. */
    private static final int KILLED_BY_TERM = 143;

    private Signals() {}

    /** @param atEndOfInput whether the end of standard input asks for a graceful stop too */
    static void onTerminate(Runnable stop, boolean atEndOfInput) {
        Once once = new Once(stop);
        Signal.handle(new Signal("TERM"), _ -> once.signalled());
        Signal.handle(new Signal("INT"), _ -> once.signalled());
        if (atEndOfInput) {
            Thread.ofPlatform().name("weir-stdin").daemon(true).start(() -> awaitEndOfInput(once));
        }
    }

    private static void awaitEndOfInput(Once once) {
        try {
            while (System.in.read() >= 0) {
                // Nobody has anything to say to a proxy.
            }
        } catch (IOException closed) {
            // That is an end too.
        }
        once.ask();
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
            ask();
        }

        /** For what may follow a signal without meaning "at once". */
        synchronized void ask() {
            if (!asked) {
                asked = true;
                Thread.ofPlatform().name("weir-stop").start(stop);
            }
        }
    }
}
