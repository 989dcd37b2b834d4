package io.weir.route;

import io.weir.config.LocationConfig;
import io.weir.config.LocationConfig.Match;
import io.weir.config.LocationConfig.ProxyPass;
import io.weir.route.LocationMatch.Found;
import io.weir.route.LocationMatch.Redirect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One location and what is nested directly in it, indexed. Immutable once built. */
final class LocationLevel {

    private static final Regex[] NO_REGEXES = {};

    private final @Nullable LocationLevel parent;
    private final boolean overRegex;
    private final Found found;

    /** Results for a whole URI: exact locations, and slash redirects by the name without the slash. */
    private final Map<String, LocationMatch> whole = new HashMap<>();

    /** Prefix names in byte order, each with its level and the index of its longest proper prefix among them, or -1. */
    private final String[] names;

    private final LocationLevel[] levels;
    private final int[] shorter;

    private final Regex[] regexes;

    /** A regex location with what is nested in it. */
    record Regex(Pattern pattern, LocationLevel level) {}

    LocationLevel(LocationConfig self, @Nullable LocationLevel parent) {
        this.parent = parent;
        this.overRegex = self.match() instanceof Match.Prefix prefix && prefix.overRegex();
        this.found = new Found(self, null);

        TreeMap<String, LocationLevel> prefixes = new TreeMap<>();
        List<Regex> patterns = new ArrayList<>();
        for (LocationConfig location : self.locations()) {
            switch (location.match()) {
                case Match.Exact(var _, String path) -> whole.putIfAbsent(path, new Found(location, null));
                case Match.Prefix(var _, String path, var _) ->
                    prefixes.computeIfAbsent(path, _ -> new LocationLevel(location, this));
                case Match.Regex(var _, Pattern pattern) ->
                    patterns.add(new Regex(pattern, new LocationLevel(location, null)));
                case Match.Named _, Match.Unnamed _ -> {}
            }
        }
        this.regexes = patterns.isEmpty() ? NO_REGEXES : patterns.toArray(Regex[]::new);
        this.names = prefixes.keySet().toArray(String[]::new);
        this.levels = prefixes.values().toArray(LocationLevel[]::new);
        this.shorter = longestProperPrefixes(names);
        addRedirects(self.locations(), prefixes);
    }

    /**
     * nginx sets the redirect on every proxied location whose name ends in a slash, exact ones included; a location
     * that has just the name without the slash, exact or prefix, comes first. With {@code = /x/} and {@code /x/} side
     * by side the settings are those of the exact one.
     */
    private void addRedirects(List<LocationConfig> locations, Map<String, LocationLevel> prefixes) {
        for (LocationConfig location : locations) {
            String path = switch (location.match()) {
                case Match.Exact exact -> exact.path();
                case Match.Prefix prefix -> prefix.path();
                case Match.Regex _, Match.Named _, Match.Unnamed _ -> "";
            };
            if (!path.endsWith("/") || !(location.content() instanceof ProxyPass)) {
                continue;
            }
            String bare = path.substring(0, path.length() - 1);
            if (!prefixes.containsKey(bare)) {
                LocationMatch exact = whole.get(path);
                LocationConfig settings = exact == null ? location : exact.location();
                whole.putIfAbsent(bare, new Redirect(settings, UriEscape.escape(path)));
            }
        }
    }

    private static int[] longestProperPrefixes(String[] sorted) {
        int[] shorter = new int[sorted.length];
        for (int at = 0; at < sorted.length; at++) {
            int candidate = at - 1;
            while (candidate >= 0 && !sorted[at].startsWith(sorted[candidate])) {
                candidate = shorter[candidate];
            }
            shorter[at] = candidate;
        }
        return shorter;
    }

    /**
     * The longest prefix location that the URI begins with; null when there is none.
     *
     * <p>Names that begin with a prefix of the URI sort directly behind it, so the greatest name that is not above the
     * URI either is the longest prefix or begins with it.
     */
    @Nullable
    LocationLevel longestPrefix(String uri) {
        if (names.length == 0) {
            return null;
        }
        int at = Arrays.binarySearch(names, uri);
        if (at < 0) {
            at = -at - 2;
            while (at >= 0 && !uri.startsWith(names[at])) {
                at = shorter[at];
            }
        }
        return at < 0 ? null : levels[at];
    }

    /** What is decided by the whole URI at this level, or null. */
    @Nullable
    LocationMatch whole(String uri) {
        return whole.get(uri);
    }

    /** In order of appearance. */
    Regex[] regexes() {
        return regexes;
    }

    /** This location itself, without captures. */
    Found found() {
        return found;
    }

    /** The level that this prefix location is nested in; null for the server level and for regex locations. */
    @Nullable
    LocationLevel parent() {
        return parent;
    }

    /** Whether this is a {@code ^~} prefix. */
    boolean overRegex() {
        return overRegex;
    }
}
