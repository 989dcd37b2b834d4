package io.weir.config;

import io.weir.variable.Template;
import io.weir.variable.Variable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One directive of the rewrite phase. The steps of a block run in the order {@code set}, {@code rewrite}, {@code if}, {@code
 * break}, {@code return}: a TOML table has no order of lines.
 */
public sealed interface RewriteStep {

    /** {@code set $variable value}. */
    record Assign(Variable variable, Template value) implements RewriteStep {}

    /**
     * {@code rewrite regex replacement [flag]}.
     *
     * @param regex as written, for the log
     * @param path the part of the replacement before its first question mark; for a redirect the whole replacement
     * @param args what follows the question mark; null without one. Captures are escaped in it
     * @param appendArgs whether the old arguments follow: false when the replacement ended in a question mark
     * @param then what follows a match
     */
    record Rewrite(
            String regex,
            Pattern pattern,
            Template path,
            @Nullable Template args,
            boolean appendArgs,
            Then then) implements RewriteStep {

        /** The flag, and what it means. */
        public enum Then {
            /** No flag: the next step; a search for a location follows in the end. */
            GO_ON,
            /** {@code last}: the end of the steps, a search for a location. */
            LAST,
            /** {@code break}: the end of the steps, this location stays. */
            BREAK,
            /** {@code redirect}, or a replacement that is a URL: 302. */
            REDIRECT,
            /** {@code permanent}: 301. */
            PERMANENT
        }
    }

    /**
     * {@code if (condition) { … }}.
     *
     * @param block what holds from here on when the condition is true, with the steps inside it
     */
    record If(Condition condition, LocationConfig block) implements RewriteStep {}

    /** {@code break}. */
    record Break() implements RewriteStep {}

    /**
     * {@code return CODE [TEXT|URL]} or {@code return URL}.
     *
     * @param code the status; 302 when only a URL was given
     * @param text body text, or for 301, 302, 303, 307, 308 the Location; null when absent
     */
    record Return(int code, @Nullable Template text) implements RewriteStep {}

    /** The condition of an {@code if}. */
    sealed interface Condition {

        /** {@code ($v)}: true unless empty or "0". */
        record Truth(Variable variable) implements Condition {}

        /** {@code ($v = text)}, {@code ($v != text)}. */
        record Equal(Variable variable, Template text, boolean negated) implements Condition {}

        /** {@code ($v ~ regex)} and its kin. A match sets the captures. */
        record Matches(Variable variable, Pattern pattern, boolean negated) implements Condition {}

        /** {@code (-f path)} and its kin. */
        record FileTest(Kind kind, Template path, boolean negated) implements Condition {

            /** What is asked about the file. */
            public enum Kind {
                FILE,
                DIRECTORY,
                EXISTS,
                EXECUTABLE
            }
        }
    }
}
