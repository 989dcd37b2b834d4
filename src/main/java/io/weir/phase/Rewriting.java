package io.weir.phase;

import io.weir.config.RewriteStep;
import io.weir.config.RewriteStep.Condition;
import io.weir.config.RewriteStep.Rewrite;
import io.weir.config.RewriteStep.Rewrite.Then;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.Handled;
import io.weir.response.LocalAnswers;
import io.weir.route.Captures;
import io.weir.route.RegexLimitException;
import io.weir.route.RegexSearch;
import io.weir.variable.Variable;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/** The rewrite phase: the steps of a block in order, as nginx's rewrite module runs its codes (nginx-semantics 5.5). */
final class Rewriting {

    private final ExchangeLog log;

    Rewriting(ExchangeLog log) {
        this.log = log;
    }

    /**
     * Runs the steps. They may change the URI, variables and the location's settings ({@link Exchange#uriChanged} asks for a
     * new search).
     *
     * @return an answer when a step gave one; null to go on
     */
    @Nullable
    Handled run(Exchange exchange, List<RewriteStep> steps) throws DownstreamException {
        try {
            return Step.answer(through(exchange, steps));
        } catch (RegexLimitException tooComplex) {
            log.alert(exchange, tooComplex.getMessage());
            return new Handled.Refused(500);
        }
    }

    /** How a step ends: the next one follows, none follows, or there is an answer. */
    private sealed interface Step {
        record GoOn() implements Step {}

        record Stop() implements Step {}

        record Answer(Handled handled) implements Step {}

        Step GO_ON = new GoOn();
        Step STOP = new Stop();

        static @Nullable Handled answer(Step end) {
            return end instanceof Answer(Handled handled) ? handled : null;
        }
    }

    private Step through(Exchange exchange, List<RewriteStep> steps) throws DownstreamException, RegexLimitException {
        for (RewriteStep step : steps) {
            Step end = switch (step) {
                case RewriteStep.Assign assign -> {
                    exchange.assign(assign.variable(), assign.value().evaluate(exchange));
                    yield Step.GO_ON;
                }
                case Rewrite rewrite -> rewrite(exchange, rewrite);
                case RewriteStep.If condition -> {
                    if (!holds(exchange, condition.condition())) {
                        yield Step.GO_ON;
                    }
                    exchange.enter(condition.block(), exchange.captures());
                    exchange.downstream().limits(condition.block().client());
                    yield through(exchange, condition.block().rewrite());
                }
                case RewriteStep.Break _ -> {
                    stay(exchange);
                    yield Step.STOP;
                }
                case RewriteStep.Return answer -> new Step.Answer(LocalAnswers.returned(exchange, answer));
            };
            if (end != Step.GO_ON) {
                return end;
            }
        }
        return Step.GO_ON;
    }

    /** {@code break}: whatever was rewritten, no other location is searched, and the URI is no longer the location's. */
    private static void stay(Exchange exchange) {
        if (exchange.course().uriChanged()) {
            exchange.course().locationValid(false);
            exchange.course().uriChanged(false);
        }
    }

    private Step rewrite(Exchange exchange, Rewrite rewrite) throws DownstreamException, RegexLimitException {
        String uri = exchange.target().uri();
        MatchResult match = RegexSearch.find(rewrite.pattern(), uri);
        if (match == null) {
            forgetNumbers(exchange);
            notice(exchange, "\"" + rewrite.regex() + "\" does not match \"" + uri + "\"");
            return Step.GO_ON;
        }
        notice(exchange, "\"" + rewrite.regex() + "\" matches \"" + uri + "\"");
        exchange.matched(match);
        return switch (rewrite.then()) {
            case REDIRECT -> redirect(exchange, rewrite, 302);
            case PERMANENT -> redirect(exchange, rewrite, 301);
            case GO_ON, LAST, BREAK -> move(exchange, rewrite);
        };
    }

    private Step move(Exchange exchange, Rewrite rewrite) {
        RewrittenUri rewritten = RewrittenUri.of(exchange, rewrite);
        notice(exchange, "rewritten data: \"" + rewritten.path() + "\", args: \"" + rewritten.args() + "\"");
        if (rewritten.path().isEmpty()) {
            log.error(exchange, "the rewritten URI has a zero length");
            return new Step.Answer(new Handled.Refused(500));
        }
        exchange.moveTo(rewritten.path(), rewritten.args());
        if (rewrite.then() == Then.BREAK) {
            exchange.course().locationValid(false);
            exchange.course().uriChanged(false);
        } else {
            exchange.course().uriChanged(true);
        }
        return rewrite.then() == Then.GO_ON ? Step.GO_ON : Step.STOP;
    }

    private Step redirect(Exchange exchange, Rewrite rewrite, int code) throws DownstreamException {
        String location = RewrittenUri.redirect(exchange, rewrite);
        notice(exchange, "rewritten redirect: \"" + location + "\"");
        return new Step.Answer(LocalAnswers.redirect(exchange, code, location));
    }

    private boolean holds(Exchange exchange, Condition condition) throws RegexLimitException {
        return switch (condition) {
            case Condition.Truth truth -> {
                String value = text(exchange, truth.variable());
                yield !value.isEmpty() && !value.equals("0");
            }
            case Condition.Equal equal ->
                text(exchange, equal.variable()).equals(equal.text().evaluate(exchange)) != equal.negated();
            case Condition.Matches matches -> matches(exchange, matches) != matches.negated();
            case Condition.FileTest test -> FileTests.holds(test, exchange);
        };
    }

    private boolean matches(Exchange exchange, Condition.Matches condition) throws RegexLimitException {
        String value = text(exchange, condition.variable());
        MatchResult match = RegexSearch.find(condition.pattern(), value);
        if (match == null) {
            forgetNumbers(exchange);
            return false;
        }
        exchange.matched(match);
        return true;
    }

    /** {@code $1} is of the last expression, be it that it did not match. */
    private static void forgetNumbers(Exchange exchange) {
        Captures before = exchange.captures();
        if (before != null) {
            exchange.enter(exchange.location(), before.withoutNumbers());
        }
    }

    /** An unset variable is worth a warning, unless {@code uninitialized_variable_warn} says no; it counts as empty. */
    private static String text(Exchange exchange, Variable variable) {
        return Objects.requireNonNullElse(exchange.value(variable), "");
    }

    private void notice(Exchange exchange, String message) {
        if (exchange.location().rewriteLog()) {
            log.notice(exchange, message);
        }
    }
}
