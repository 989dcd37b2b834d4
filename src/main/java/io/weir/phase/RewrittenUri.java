package io.weir.phase;

import io.weir.config.RewriteStep.Rewrite;
import io.weir.exchange.Exchange;
import io.weir.route.RequestTarget;
import io.weir.route.UriEscape;
import io.weir.variable.Scope;
import io.weir.variable.Variable;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code rewrite} makes of a URI.
 *
 * @param path normalized as the replacement has it: nginx does not look at dots and slashes again
 * @param args raw; null for none
 */
record RewrittenUri(String path, @Nullable String args) {

    static RewrittenUri of(Exchange exchange, Rewrite rewrite) {
        RequestTarget before = exchange.target();
        String path = rewrite.path().evaluate(exchange);
        if (rewrite.args() == null) {
            return new RewrittenUri(path, rewrite.appendArgs() ? before.args() : null);
        }
        String args = rewrite.args().evaluate(escaping(exchange));
        boolean more =
                rewrite.appendArgs() && before.args() != null && !before.args().isEmpty();
        return new RewrittenUri(path, more ? args + "&" + before.args() : args);
    }

    /** The {@code Location} of a rewrite that redirects the client. */
    static String redirect(Exchange exchange, Rewrite rewrite) {
        String location = UriEscape.unescapeRedirect(rewrite.path().evaluate(escaping(exchange)));
        String args = exchange.target().args();
        if (!rewrite.appendArgs() || args == null || args.isEmpty()) {
            return location;
        }
        boolean hasArgs = rewrite.path().source().indexOf('?') >= 0;
        return location + (hasArgs ? "&" : "?") + args;
    }

    /** Captures of a URI that had escapes are escaped again where they become arguments. */
    private static Scope escaping(Exchange exchange) {
        if (!exchange.target().quoted() && !hasPlus(exchange.target().raw())) {
            return exchange;
        }
        return variable -> {
            String value = exchange.value(variable);
            return value != null && variable instanceof Variable.Capture ? UriEscape.escapeArgs(value) : value;
        };
    }

    private static boolean hasPlus(String raw) {
        int plus = raw.indexOf('+');
        int question = raw.indexOf('?');
        return plus >= 0 && (question < 0 || plus < question);
    }
}
