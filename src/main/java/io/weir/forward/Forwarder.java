package io.weir.forward;

import io.weir.config.LocationConfig;
import io.weir.config.LocationConfig.NoContent;
import io.weir.config.LocationConfig.Pass;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.log.Phase;
import io.weir.route.LocationMatch;
import io.weir.route.RegexLimitException;

/**
 * The life of one exchange from the parsed request to the log line. The server calls {@link #serve} on the request's virtual
 * thread; when it returns, the response is sent or the connection cut, and nothing of the exchange is left behind.
 */
public final class Forwarder {

    private final Plans plans;
    private final Resources resources;
    private final ExchangeLog log;

    public Forwarder(Plans plans, Resources resources) {
        this.plans = plans;
        this.resources = resources;
        this.log = resources.log();
    }

    /** Handles a request. Throws nothing but defects' errors; those too are logged and end the exchange. */
    public void serve(Exchange exchange) {
        try {
            int status = respond(exchange);
            if (status != 0) {
                LocalAnswers.page(exchange, status);
            }
        } catch (DownstreamException clientFailed) {
            clientFailed(exchange, clientFailed);
        } catch (RuntimeException defect) {
            defect(exchange, defect);
        } finally {
            end(exchange);
        }
    }

    /** Answers a request that could not be understood, with the page of {@code status}. */
    public void reject(Exchange exchange, int status, String why) {
        try {
            log.info(exchange, why);
            LocalAnswers.page(exchange, status);
        } catch (DownstreamException clientFailed) {
            clientFailed(exchange, clientFailed);
        } finally {
            end(exchange);
        }
    }

    /** Logs a request that ends without a response: the client left or was too slow before its head was complete. */
    public void unanswered(Exchange exchange, int status, String why) {
        log.info(exchange, why);
        exchange.endedWithout(status);
        end(exchange);
    }

    /** @return 0 when the response is sent, else the status of the page to send */
    private int respond(Exchange exchange) throws DownstreamException {
        if (exchange.server().root().ret() != null) {
            enterLocation(exchange, exchange.server().root());
            LocalAnswers.returned(exchange, exchange.server().root().ret());
            return 0;
        }
        LocationMatch match;
        try {
            match = plans.locations(exchange.server()).match(exchange.target().uri(), exchange.captures());
        } catch (RegexLimitException tooComplex) {
            log.alert(exchange, tooComplex.getMessage());
            return 500;
        }
        return switch (match) {
            case LocationMatch.Redirect redirect -> {
                enterLocation(exchange, redirect.location());
                String args = exchange.target().args();
                LocalAnswers.redirect(exchange, 301, args == null ? redirect.path() : redirect.path() + "?" + args);
                yield 0;
            }
            case LocationMatch.Found found -> {
                exchange.enter(found.location(), found.captures());
                enterLocation(exchange, found.location());
                yield handle(exchange, found.location());
            }
        };
    }

    /** What holds for the client's side from here on. */
    private static void enterLocation(Exchange exchange, LocationConfig location) {
        if (exchange.location() != location) {
            exchange.enter(location, exchange.captures());
        }
        Downstream client = exchange.downstream();
        client.limits(location.client());
    }

    private int handle(Exchange exchange, LocationConfig location) throws DownstreamException {
        long limit = location.client().maxBodySize();
        long declared = exchange.downstream().bodyLength();
        if (limit > 0 && declared > limit) {
            log.error(exchange, "client intended to send too large body: " + declared + " bytes");
            return 413;
        }
        if (location.ret() != null) {
            LocalAnswers.returned(exchange, location.ret());
            return 0;
        }
        return switch (location.content()) {
            case Pass _ -> proxy(exchange, plans.proxy(location));
            case NoContent _ -> 404;
        };
    }

    private int proxy(Exchange exchange, ProxyPlan plan) throws DownstreamException {
        if (!plan.handler().allows(exchange.method())) {
            return 405;
        }
        return switch (plan.destination(exchange)) {
            case ProxyPlan.Unusable unusable -> {
                log.error(exchange, unusable.why());
                yield unusable.status();
            }
            case ProxyPlan.Usable usable -> new UpstreamRun(exchange, usable.to(), usable.target(), resources).run();
        };
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
            LocalAnswers.page(exchange, status);
        } catch (DownstreamException goneToo) {
            exchange.endedWithout(status);
            exchange.downstream().abort();
        }
    }

    private void defect(Exchange exchange, RuntimeException defect) {
        log.alert(exchange, "a defect of Weir ended this request: " + Defects.describe(defect));
        if (exchange.downstream().committed()) {
            exchange.downstream().abort();
        } else {
            answerAfterFailure(exchange, 500);
        }
    }

    private void end(Exchange exchange) {
        exchange.phase(Phase.LOGGING_REQUEST);
        if (exchange.body() != null) {
            exchange.body().close();
        }
        plans.logAccess(exchange);
    }
}
