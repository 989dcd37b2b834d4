package io.weir.phase;

import io.weir.body.RequestBody;
import io.weir.config.AccessSettings.Mirror;
import io.weir.exchange.Admission;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.SubrequestSide;
import io.weir.forward.Forwarder;

/** {@code mirror}: copies of a request that nobody waits for but its end, when its body goes. */
final class Mirrors {

    private final Phases phases;
    private final Forwarder forwarder;

    Mirrors(Phases phases, Forwarder forwarder) {
        this.phases = phases;
        this.forwarder = forwarder;
    }

    /**
     * Starts a thread for each copy. Blocks while the body is read, if it is to be copied too.
     *
     * @throws DownstreamException when the client sends no valid body
     */
    void start(Exchange exchange, Mirror settings) throws DownstreamException {
        if (settings.uris().isEmpty() || exchange.isSubrequest()) {
            return;
        }
        if (settings.requestBody()) {
            forwarder.receiveBody(exchange);
        }
        RequestBody body = settings.requestBody() ? exchange.body() : null;
        for (String uri : settings.uris()) {
            SubrequestSide side = SubrequestSide.apart(exchange, body);
            Exchange copy = exchange.subrequest(side, uri, exchange.target().args());
            Thread thread = Thread.ofVirtual()
                    .name(Thread.currentThread().getName() + " mirror")
                    .start(() -> run(copy));
            exchange.admission().hold(() -> await(thread));
        }
    }

    private void run(Exchange copy) {
        try {
            phases.serveInside(copy);
        } catch (DownstreamException notItsOwn) {
            // A copy has no client of its own that could leave.
        } finally {
            Admission held = copy.admissionIfAny();
            if (held != null) {
                held.release();
            }
        }
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
