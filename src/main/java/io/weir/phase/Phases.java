package io.weir.phase;

import io.weir.access.RealIp;
import io.weir.config.LocationConfig;
import io.weir.config.LocationConfig.NoContent;
import io.weir.config.LocationConfig.Pass;
import io.weir.exchange.Admission;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.Handled;
import io.weir.exchange.Handled.Refused;
import io.weir.files.FileContent;
import io.weir.forward.Forwarder;
import io.weir.forward.Plans;
import io.weir.limit.Limits;
import io.weir.log.Phase;
import io.weir.response.LocalAnswers;
import io.weir.route.LocationMatch;
import io.weir.route.RegexLimitException;
import org.jspecify.annotations.Nullable;

/**
 * The life of one exchange from the parsed request to the log line, on the request's virtual thread. When {@link #serve}
 * returns, the response is sent or the connection cut, and nothing of the exchange is left behind.
 */
public final class Phases {

    private final Plans plans;
    private final Forwarder forwarder;
    private final FileContent files;
    private final Rewriting rewriting;
    private final ErrorHandling errors;
    private final Gate gate;
    private final ExchangeLog log;

    public Phases(Plans plans, Forwarder forwarder, Limits limits, FileContent files, ExchangeLog log) {
        this.plans = plans;
        this.forwarder = forwarder;
        this.files = files;
        this.rewriting = new Rewriting(log);
        this.errors = new ErrorHandling(log);
        this.gate = new Gate(this, forwarder, limits, log);
        this.log = log;
    }

    /** Handles a request; defects' errors too are logged and end it. */
    public void serve(Exchange exchange) {
        exchange.phase(Phase.HANDLING_REQUEST);
        try {
            RealIp.apply(exchange, exchange.server().root().access().realIp());
            finish(exchange, fromServer(exchange));
        } catch (DownstreamException clientFailed) {
            clientFailed(exchange, clientFailed);
        } catch (RuntimeException defect) {
            defect(exchange, defect);
        } finally {
            end(exchange);
        }
    }

    /**
     * Runs a request inside of another one. Its response goes nowhere; its line in the access log is asked for separately.
     *
     * @throws DownstreamException when the main request's client left meanwhile
     */
    void serveInside(Exchange exchange) throws DownstreamException {
        try {
            finish(exchange, fromServer(exchange));
        } catch (RuntimeException defect) {
            defect(exchange, defect);
        } finally {
            if (exchange.location().access().logSubrequest()) {
                plans.logAccess(exchange);
            }
        }
    }

    /** Answers a request that could not be understood, with the page of {@code status}. */
    public void reject(Exchange exchange, int status, String why) {
        try {
            log.info(exchange, why);
            finish(exchange, new Refused(status));
        } catch (DownstreamException clientFailed) {
            clientFailed(exchange, clientFailed);
        } finally {
            end(exchange);
        }
    }

    /** Logs something about a request that is not understood yet; its server's log gets it. */
    public void note(Exchange exchange, String what) {
        log.info(exchange, what);
    }

    /** Logs a request that ends without a response: the client left or was too slow before its head was complete. */
    public void unanswered(Exchange exchange, int status, String why) {
        log.info(exchange, why);
        exchange.endedWithout(status);
        end(exchange);
    }

    /** Until a response is sent: each turn is a pass that an internal redirect or an error page has asked for. */
    private void finish(Exchange exchange, Handled first) throws DownstreamException {
        Handled handled = first;
        while (!(handled instanceof Handled.Sent)) {
            handled = switch (handled) {
                case Handled.Sent sent -> sent;
                case Refused refused -> errors.handle(exchange, refused.status());
                case Handled.Redirected redirected -> redirected(exchange, redirected);
                case Handled.Named named -> named(exchange, named.location());
            };
        }
    }

    private Handled redirected(Exchange exchange, Handled.Redirected to) throws DownstreamException {
        if (!exchange.course().mayMoveOn()) {
            return circle(exchange, "internally redirecting to", to.uri());
        }
        exchange.moveTo(to.uri(), to.args());
        return fromServer(exchange);
    }

    private Handled named(Exchange exchange, String name) throws DownstreamException {
        if (!exchange.course().mayMoveOn()) {
            return circle(exchange, "redirect to named location", name);
        }
        LocationConfig location = plans.locations(exchange.server()).named(name);
        if (location == null) {
            log.error(exchange, "could not find named location \"" + name + "\"");
            return new Refused(500);
        }
        exchange.course().becomeInternal();
        exchange.course().uriChanged(false);
        exchange.enter(location, exchange.captures());
        Handled answered = inLocation(exchange, location);
        return answered != null ? answered : search(exchange);
    }

    private Refused circle(Exchange exchange, String doing, String where) {
        log.error(exchange, "rewrite or internal redirection cycle while " + doing + " \"" + where + "\"");
        return new Refused(500);
    }

    private Handled fromServer(Exchange exchange) throws DownstreamException {
        LocationConfig server = exchange.server().root();
        exchange.course().locationValid(true);
        if (!server.rewrite().isEmpty()) {
            enter(exchange, server);
            Handled answered = rewriting.run(exchange, server.rewrite());
            if (answered != null) {
                return answered;
            }
        }
        return search(exchange);
    }

    /** Finds the location and lets it work; again for every rewrite that asks for it. */
    private Handled search(Exchange exchange) throws DownstreamException {
        while (true) {
            exchange.course().uriChanged(false);
            LocationMatch match;
            try {
                match = plans.locations(exchange.server())
                        .match(exchange.target().uri(), exchange.captures());
            } catch (RegexLimitException tooComplex) {
                log.alert(exchange, tooComplex.getMessage());
                return new Refused(500);
            }
            Handled answered;
            switch (match) {
                case LocationMatch.Redirect(LocationConfig location, String path) -> {
                    Handled refused = admit(exchange, location);
                    return refused != null ? refused : LocalAnswers.toDirectory(exchange, path);
                }
                case LocationMatch.Found found -> {
                    exchange.enter(found.location(), found.captures());
                    answered = inLocation(exchange, found.location());
                }
            }
            if (answered != null) {
                return answered;
            }
            if (!exchange.course().mayMoveOn()) {
                return circle(exchange, "processing", exchange.target().uri());
            }
        }
    }

    /** @return null when a rewrite asks for another search */
    private @Nullable Handled inLocation(Exchange exchange, LocationConfig found) throws DownstreamException {
        Handled refused = admit(exchange, found);
        if (refused != null) {
            return refused;
        }
        LocationConfig location = exchange.location();
        // The server's own steps were run before the search.
        if (!location.rewrite().isEmpty() && location != exchange.server().root()) {
            Handled answered = rewriting.run(exchange, location.rewrite());
            if (answered != null) {
                return answered;
            }
            if (exchange.course().uriChanged()) {
                return null;
            }
        }
        location = exchange.location(); // perhaps that of an "if"
        refused = gate.pass(exchange, location.access());
        return refused != null ? refused : content(exchange, location);
    }

    /** Enters the location or its {@code limit_except}. @return null when it lets the request in */
    private @Nullable Refused admit(Exchange exchange, LocationConfig found) {
        if (found.internal() && !exchange.course().internal()) {
            return new Refused(404);
        }
        LocationConfig location = found;
        if (found.limitExcept() != null && !found.limitExcept().methods().contains(exchange.method())) {
            location = found.limitExcept().block();
        }
        enter(exchange, location);
        return gate.admitsBody(exchange) ? null : new Refused(413);
    }

    private Handled content(Exchange exchange, LocationConfig location) throws DownstreamException {
        if (location.files().tryFiles() != null) {
            Handled moved = files.tryFiles(exchange, location.files().tryFiles());
            if (moved != null) {
                return moved;
            }
        }
        gate.copy(exchange, location.access());
        return switch (location.content()) {
            case Pass _ -> forwarder.forward(exchange, location);
            case NoContent _ -> files.serve(exchange);
        };
    }

    /** What holds for the client's side from here on. */
    private static void enter(Exchange exchange, LocationConfig location) {
        if (exchange.location() != location) {
            exchange.enter(location, exchange.captures());
        }
        exchange.downstream().limits(location.client());
    }

    private void clientFailed(Exchange exchange, DownstreamException failure) {
        switch (failure.kind()) {
            case BAD_BODY, TOO_LARGE, UNREADABLE -> {
                if (failure.kind() != DownstreamException.Kind.UNREADABLE) {
                    log.error(exchange, failure.getMessage()); // the disk's failure is logged already
                }
                if (!exchange.downstream().committed()) {
                    answerAfterFailure(exchange, failure.kind().status());
                    return;
                }
            }
            case GONE, TIMEOUT, CUT_BODY -> log.info(exchange, failure.getMessage());
        }
        exchange.endedWithout(failure.kind().status());
        exchange.downstream().abort();
    }

    private void answerAfterFailure(Exchange exchange, int status) {
        try {
            finish(exchange, new Refused(status));
        } catch (DownstreamException goneToo) {
            exchange.endedWithout(status);
            exchange.downstream().abort();
        }
    }

    private void defect(Exchange exchange, RuntimeException defect) {
        log.alert(exchange, "a defect of Weir ended this request: " + Defects.describe(defect));
        if (exchange.downstream().committed()) {
            exchange.downstream().abort();
            return;
        }
        try {
            LocalAnswers.page(exchange, 500);
        } catch (DownstreamException goneToo) {
            exchange.endedWithout(500);
            exchange.downstream().abort();
        }
    }

    private void end(Exchange exchange) {
        exchange.phase(Phase.LOGGING_REQUEST);
        Admission admission = exchange.admissionIfAny();
        if (admission != null) {
            admission.release(); // copies of the request may still send its body
        }
        plans.logAccess(exchange);
        if (exchange.body() != null) {
            exchange.body().close(); // only now: a line may have it
        }
    }
}
