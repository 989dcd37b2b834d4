package io.weir.forward;

import io.weir.config.ProxySettings.Redirect;
import io.weir.exchange.Exchange;
import io.weir.response.LocalAnswers;
import io.weir.variable.Matched;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** {@code proxy_redirect} (nginx-semantics 6.7). */
final class Redirects {

    private final Exchange exchange;
    private final List<Redirect> rules;

    Redirects(Exchange exchange, List<Redirect> rules) {
        this.exchange = exchange;
        this.rules = rules;
    }

    /** The new value of a {@code Location}; null when no rule matched: then it is left alone, relative or not. */
    @Nullable
    String location(String value) {
        String rewritten = rewrite(value);
        return rewritten == null ? null : LocalAnswers.absolute(exchange, rewritten);
    }

    /** The new value of a {@code Refresh}: what follows the first {@code url=} is rewritten, and not made absolute. */
    @Nullable
    String refresh(String value) {
        int url = value.toLowerCase(Locale.ROOT).indexOf("url=");
        if (url < 0) {
            return null;
        }
        String rewritten = rewrite(value.substring(url + 4));
        return rewritten == null ? null : value.substring(0, url + 4) + rewritten;
    }

    private @Nullable String rewrite(String value) {
        for (Redirect rule : rules) {
            String rewritten = switch (rule) {
                case Redirect.Prefix prefix -> prefix(prefix, value);
                case Redirect.Regex regex -> regex(regex, value);
            };
            if (rewritten != null) {
                return rewritten;
            }
        }
        return null;
    }

    private @Nullable String prefix(Redirect.Prefix rule, String value) {
        String from = rule.from().evaluate(exchange);
        return value.startsWith(from) ? rule.to().evaluate(exchange) + value.substring(from.length()) : null;
    }

    private @Nullable String regex(Redirect.Regex rule, String value) {
        Matcher matcher = rule.pattern().matcher(value);
        return matcher.find() ? rule.to().evaluate(new Matched(exchange, matcher)) : null;
    }
}
