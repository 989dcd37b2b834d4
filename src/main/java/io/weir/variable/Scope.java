package io.weir.variable;

import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/** What a {@link Template} is evaluated against: one request, at one moment of its life. */
@FunctionalInterface
public interface Scope {

    /**
     * The value of a variable now.
     *
     * @return a byte string, or null when the variable is not found (nginx's "not found": empty in a template, {@code
     *     -} in a log line)
     */
    @Nullable
    String value(Variable variable);

    /** A {@code map} has matched an expression: its groups are the request's, as if a location had. */
    default void matched(MatchResult match) {}
}
