package io.weir.forward;

import io.weir.variable.Scope;
import io.weir.variable.Variable;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** A request's variables with the captures of one expression in front, which has matched. */
record MatchScope(Scope outer, Matcher matcher) implements Scope {

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
