package io.weir.differential;

import io.weir.testing.FakePeer;
import io.weir.testing.PeerScript;
import io.weir.testing.PeerWire;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** How one peer of a scenario behaves; opened anew for each run. */
@FunctionalInterface
interface PeerPlan {

    /** More connections than any scenario makes. */
    int MANY = 20;

    FakePeer open(Run run) throws IOException;

    /** Answers the n-th request with the n-th bytes, and all later ones with the last; keeps connections as they allow. */
    static PeerPlan answers(String... bytes) {
        return run -> {
            AtomicInteger count = new AtomicInteger();
            return FakePeer.answering(_ -> run.fill(bytes[Math.min(count.getAndIncrement(), bytes.length - 1)]));
        };
    }

    /**
     * The same in another protocol than HTTP.
     *
     * @param keeps whether the connection is left open for more requests
     */
    static PeerPlan speaks(PeerWire wire, boolean keeps, String... answers) {
        return run -> {
            AtomicInteger count = new AtomicInteger();
            FakePeer peer = FakePeer.scripted();
            for (int i = 0; i < MANY; i++) {
                PeerScript script = peer.accept();
                for (int j = 0; j < (keeps ? MANY : 1); j++) {
                    script.readRequest(wire)
                            .answer(_ -> run.fill(answers[Math.min(count.getAndIncrement(), answers.length - 1)]));
                }
                script.close();
            }
            return peer;
        };
    }

    static PeerPlan refuses() {
        return _ -> FakePeer.refusing();
    }

    /** Reads the request and ends the connection. */
    static PeerPlan closes() {
        return answers("");
    }

    /** Reads the request and resets the connection. */
    static PeerPlan resets() {
        return each((script, _) -> script.readHead().readBody().reset());
    }

    /** Reads the request and answers nothing until the proxy gives up. */
    static PeerPlan staysSilent() {
        return each((script, _) -> script.readHead().readBody().expectClose());
    }

    /** The same script for every connection. */
    static PeerPlan each(BiConsumer<PeerScript, Run> steps) {
        return run -> {
            FakePeer peer = FakePeer.scripted();
            for (int i = 0; i < MANY; i++) {
                steps.accept(peer.accept(), run);
            }
            return peer;
        };
    }

    /** A script for each connection in turn; all of them have to be used to their ends. */
    @SafeVarargs
    static PeerPlan follows(BiConsumer<PeerScript, Run>... connections) {
        return run -> {
            FakePeer peer = FakePeer.scripted();
            for (BiConsumer<PeerScript, Run> steps : connections) {
                steps.accept(peer.accept(), run);
            }
            run.await(peer);
            return peer;
        };
    }
}
