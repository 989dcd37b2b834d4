package io.weir.route;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one place where a request's text meets a regular expression of the configuration. */
public final class RegexSearch {

    private RegexSearch() {}

    /** The first match anywhere in the text, or null. */
    public static @Nullable MatchResult find(Pattern pattern, String text) throws RegexLimitException {
        Matcher matcher = pattern.matcher(text);
        try {
            // The matcher itself is the result: nobody else holds it, so a copy of its state would buy nothing.
            return matcher.find() ? matcher : null;
        } catch (StackOverflowError tooDeep) {
            // java.util.regex recurses for groups under a quantifier; a client that sends a long URI must not end a
            // thread.
            throw new RegexLimitException(text, pattern.pattern());
        }
    }
}
