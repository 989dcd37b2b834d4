package io.weir.protocol.http;

import io.weir.config.ProxySettings.Redirect;
import io.weir.exchange.Exchange;
import io.weir.variable.Scope;
import io.weir.variable.Variable;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** {@code proxy_redirect} (nginx-semantics 6.7): the first rule that matches says what a value becomes. */
final class RedirectRules {

    private RedirectRules() {}

    static @Nullable String rewrite(List<Redirect> rules, Exchange exchange, String value) {
        for (Redirect rule : rules) {
            String rewritten = switch (rule) {
                case Redirect.Prefix prefix -> prefix(prefix, exchange, value);
                case Redirect.Regex regex -> regex(regex, exchange, value);
            };
            if (rewritten != null) {
                return rewritten;
            }
        }
        return null;
    }

    private static @Nullable String prefix(Redirect.Prefix rule, Exchange exchange, String value) {
        String from = rule.from().evaluate(exchange);
        return value.startsWith(from) ? rule.to().evaluate(exchange) + value.substring(from.length()) : null;
    }

    private static @Nullable String regex(Redirect.Regex rule, Exchange exchange, String value) {
        Matcher matcher = rule.pattern().matcher(value);
        return matcher.find() ? rule.to().evaluate(new Matched(exchange, matcher)) : null;
    }

    /** The exchange's variables with this expression's captures in front. */
    private record Matched(Scope outer, Matcher matcher) implements Scope {
        @Override
        public @Nullable String value(Variable variable) {
            return switch (variable) {
                case Variable.Capture capture ->
                    capture.group() <= matcher.groupCount() ? matcher.group(capture.group()) : null;
                case Variable.NamedCapture named
                when matcher.namedGroups().containsKey(named.name()) -> matcher.group(named.name());
                default -> outer.value(variable);
            };
        }
    }
}
