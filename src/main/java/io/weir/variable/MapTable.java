package io.weir.variable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code map}, compiled: from the value of its source to a value of its own. Exact texts first, then with {@code hostnames}
 * the longest {@code *.suffix} and the longest {@code prefix.*}, then the expressions in order, then the default (nginx's
 * order). Immutable.
 */
public final class MapTable implements Custom.Computation {

    private record Expression(Pattern pattern, Template value) {}

    private final Template source;
    private final boolean hostnames;
    private final Map<String, Template> exact;
    private final Map<String, Template> suffixes;
    private final Map<String, Template> prefixes;
    private final List<Expression> expressions;
    private final Template otherwise;
    private final boolean remembered;

    private MapTable(Builder builder, boolean remembered) {
        this.source = builder.source;
        this.hostnames = builder.hostnames;
        this.exact = Map.copyOf(builder.exact);
        this.suffixes = Map.copyOf(builder.suffixes);
        this.prefixes = Map.copyOf(builder.prefixes);
        this.expressions = List.copyOf(builder.expressions);
        this.otherwise = builder.otherwise;
        this.remembered = remembered;
    }

    @Override
    public String compute(Scope scope) {
        String key = source.evaluate(scope);
        if (hostnames && key.endsWith(".")) {
            key = key.substring(0, key.length() - 1);
        }
        String lower = key.toLowerCase(Locale.ROOT);
        Template found = exact.get(lower);
        if (found == null && hostnames) {
            found = wildcard(lower);
        }
        if (found != null) {
            return found.evaluate(scope);
        }
        for (Expression expression : expressions) {
            Matcher matcher = expression.pattern.matcher(key);
            if (matcher.find()) {
                scope.matched(matcher.toMatchResult());
                return expression.value.evaluate(new Matched(scope, matcher));
            }
        }
        return otherwise.evaluate(scope);
    }

    private @Nullable Template wildcard(String host) {
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            Template found = suffixes.get(host.substring(dot));
            if (found != null) {
                return found;
            }
        }
        for (int dot = host.lastIndexOf('.'); dot > 0; dot = host.lastIndexOf('.', dot - 1)) {
            Template found = prefixes.get(host.substring(0, dot + 1));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Override
    public boolean remembered() {
        return remembered;
    }

    /** Collects a map's lines. */
    public static final class Builder {

        private final Template source;
        private final boolean hostnames;
        private final Map<String, Template> exact = new HashMap<>();
        private final Map<String, Template> suffixes = new HashMap<>();
        private final Map<String, Template> prefixes = new HashMap<>();
        private final List<Expression> expressions = new ArrayList<>();
        private Template otherwise = Template.literal("");

        public Builder(Template source, boolean hostnames) {
            this.source = source;
            this.hostnames = hostnames;
        }

        public void otherwise(Template value) {
            otherwise = value;
        }

        public void regex(Pattern pattern, Template value) {
            expressions.add(new Expression(pattern, value));
        }

        /** @return false when the text is there already */
        public boolean entry(String text, Template value) {
            String lower = text.toLowerCase(Locale.ROOT);
            if (hostnames && lower.startsWith("*.")) {
                return suffixes.putIfAbsent(lower.substring(1), value) == null;
            }
            if (hostnames && lower.startsWith(".")) {
                return suffixes.putIfAbsent(lower, value) == null
                        && exact.putIfAbsent(lower.substring(1), value) == null;
            }
            if (hostnames && lower.endsWith(".*")) {
                return prefixes.putIfAbsent(lower.substring(0, lower.length() - 1), value) == null;
            }
            return exact.putIfAbsent(lower, value) == null;
        }

        /** @param remembered false for {@code volatile} */
        public MapTable build(boolean remembered) {
            return new MapTable(this, remembered);
        }
    }
}
