package io.weir.route;

import io.weir.config.LocationConfig;
import io.weir.config.LocationConfig.Match;
import io.weir.config.ServerConfig;
import io.weir.route.LocationMatch.Found;
import io.weir.route.LocationMatch.Redirect;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/** The locations of one server, ready to be searched. Immutable. */
public final class LocationTree {

    private final LocationLevel root;
    private final Map<String, LocationConfig> named = new HashMap<>();

    private LocationTree(LocationConfig root) {
        this.root = new LocationLevel(root, null);
        for (LocationConfig location : root.locations()) {
            if (location.match() instanceof Match.Named(var _, String name)) {
                named.putIfAbsent(name, location);
            }
        }
    }

    /** Builds the tree of a server; once per configuration. */
    public static LocationTree of(ServerConfig server) {
        return new LocationTree(server.root());
    }

    /**
     * The location named {@code @name}, for internal redirects.
     *
     * @param name as {@link Match.Named#name} has it
     * @return null when the server has none
     */
    public @Nullable LocationConfig named(String name) {
        return named.get(name);
    }

    /**
     * Finds the location of a URI, as nginx does: an exact location at once; else the longest prefix, and inside it
     * again; then the expressions, those of the innermost level first, unless the prefix that led inwards is {@code
     * ^~}; else that prefix.
     *
     * @param uri normalized ({@link RequestTarget#uri})
     * @param captures what the server's name has captured, or null; {@link Found#captures} carries it on
     */
    public LocationMatch match(String uri, @Nullable Captures captures) throws RegexLimitException {
        return search(root, uri, captures);
    }

    private static LocationMatch search(LocationLevel start, String uri, @Nullable Captures captures)
            throws RegexLimitException {
        LocationLevel deepest = start;
        for (LocationLevel inner = start; inner != null; inner = deepest.longestPrefix(uri)) {
            deepest = inner;
            LocationMatch whole = deepest.whole(uri);
            if (whole != null) {
                return carrying(whole, captures);
            }
        }
        boolean overRegex = false;
        for (LocationLevel level = deepest; ; level = level.parent()) {
            if (!overRegex) {
                for (LocationLevel.Regex regex : level.regexes()) {
                    MatchResult result = RegexSearch.find(regex.pattern(), uri);
                    if (result != null) {
                        return inside(regex.level(), uri, new Captures(result, captures));
                    }
                }
            }
            if (level == start) {
                return carrying(deepest.found(), captures);
            }
            // nginx looks at the modifier of the prefix it came from, so an inner "^~" does not silence the outer
            // levels.
            overRegex = level.overRegex();
        }
    }

    /**
     * A regex location that matched is final; what is nested in it may only be more precise (nginx: never a redirect).
     */
    private static LocationMatch inside(LocationLevel regex, String uri, Captures captures) throws RegexLimitException {
        return switch (search(regex, uri, captures)) {
            case Found found -> found;
            case Redirect redirect -> new Found(redirect.location(), captures);
        };
    }

    private static LocationMatch carrying(LocationMatch match, @Nullable Captures captures) {
        return captures != null && match instanceof Found(LocationConfig location, var _)
                ? new Found(location, captures)
                : match;
    }
}
