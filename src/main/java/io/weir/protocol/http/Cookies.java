package io.weir.protocol.http;

import io.weir.config.CookieRules;
import io.weir.config.CookieRules.Flags;
import io.weir.config.CookieRules.Rewrite;
import io.weir.exchange.Exchange;
import io.weir.variable.Matched;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * {@code proxy_cookie_domain}, {@code _path} and {@code _flags} (nginx-semantics 6.8): rewrites {@code Set-Cookie} values. What
 * no rule touches is passed on byte for byte.
 */
final class Cookies {

    private final Exchange exchange;
    private final CookieRules rules;

    Cookies(Exchange exchange, CookieRules rules) {
        this.exchange = exchange;
        this.rules = rules;
    }

    /** The new value; null when no rule matched. */
    @Nullable
    String rewrite(String value) {
        SetCookie cookie = SetCookie.parse(value);
        if (!cookie.hasValue()) {
            return null; // nginx: without "=" in its first part it is no cookie
        }
        boolean changed = false;
        for (SetCookie.Attribute attribute : cookie.attributes()) {
            if (attribute.isNamed("domain") && attribute.value() != null) {
                changed |= replace(attribute, rules.domains(), true);
            }
            if (attribute.isNamed("path") && attribute.value() != null) {
                changed |= replace(attribute, rules.paths(), false);
            }
        }
        Flags flags = flagsFor(cookie.name());
        if (flags != null) {
            changed |= new CookieFlags(exchange, flags.values()).apply(cookie);
        }
        return changed ? cookie.text() : null;
    }

    private boolean replace(SetCookie.Attribute attribute, List<Rewrite> candidates, boolean domain) {
        for (Rewrite rule : candidates) {
            String value = attribute.value();
            String rewritten = switch (rule) {
                case Rewrite.Regex regex -> regex(regex, value);
                case Rewrite.Literal literal -> domain ? domain(literal, value) : path(literal, value);
            };
            if (rewritten != null) {
                attribute.set(rewritten);
                return true;
            }
        }
        return false;
    }

    private @Nullable String regex(Rewrite.Regex rule, String value) {
        Matcher matcher = rule.pattern().matcher(value);
        return matcher.find() ? rule.to().evaluate(new Matched(exchange, matcher)) : null;
    }

    private @Nullable String domain(Rewrite.Literal rule, String value) {
        boolean dot = value.startsWith(".");
        String bare = dot ? value.substring(1) : value;
        return bare.equalsIgnoreCase(rule.from().evaluate(exchange))
                ? (dot ? "." : "") + rule.to().evaluate(exchange)
                : null;
    }

    private @Nullable String path(Rewrite.Literal rule, String value) {
        String from = rule.from().evaluate(exchange);
        return value.startsWith(from) ? rule.to().evaluate(exchange) + value.substring(from.length()) : null;
    }

    private @Nullable Flags flagsFor(String name) {
        for (Flags candidate : rules.flags()) {
            boolean matches = candidate.pattern() != null
                    ? candidate.pattern().matcher(name).find()
                    : candidate.name().evaluate(exchange).equalsIgnoreCase(name);
            if (matches) {
                return candidate;
            }
        }
        return null;
    }
}
