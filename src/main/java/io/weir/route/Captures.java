package io.weir.route;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the regular expressions on the way to a location have captured. Immutable.
 *
 * <p>nginx keeps one set of numbered groups, that of the last expression that matched, but named groups are variables
 * and outlive it: those of the {@code server_name} are still there in a regex location, those of an outer location in a
 * nested one.
 *
 * @param result the last match
 * @param earlier what was captured before, or null
 */
public record Captures(MatchResult result, @Nullable Captures earlier) {

    private static final MatchResult NO_GROUPS =
            Pattern.compile("").matcher("").results().findFirst().orElseThrow();

    /** What is left when an expression of the rewrite module does not match: the named groups. */
    public Captures withoutNumbers() {
        return result.groupCount() == 0 ? this : new Captures(NO_GROUPS, this);
    }

    /**
     * {@code $1} to {@code $9}.
     *
     * @return null for a group that the expression does not have, and for trailing groups that took no part in the
     *     match; a group that took no part but has one behind it that did is empty (as PCRE reports them to nginx)
     */
    public @Nullable String group(int number) {
        if (number > result.groupCount()) {
            return null;
        }
        String text = result.group(number);
        if (text != null) {
            return text;
        }
        for (int later = number + 1; later <= result.groupCount(); later++) {
            if (result.start(later) >= 0) {
                return "";
            }
        }
        return null;
    }

    /**
     * The named group, from the last match that has it.
     *
     * @param name exactly as in the expression
     * @return null when no match so far has the group; empty when it took no part in its match
     */
    public @Nullable String named(String name) {
        for (Captures at = this; at != null; at = at.earlier) {
            Integer group = at.result.namedGroups().get(name);
            if (group != null) {
                String text = at.result.group(group);
                return text == null ? "" : text;
            }
        }
        return null;
    }
}
