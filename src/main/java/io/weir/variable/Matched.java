package io.weir.variable;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** A scope with one expression's captures in front: {@code $1} is its first group, whatever matched before. */
public record Matched(Scope outer, Matcher matcher) implements Scope {

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

    @Override
    public void matched(MatchResult match) {
        outer.matched(match);
    }
}
