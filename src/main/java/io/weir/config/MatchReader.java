package io.weir.config;

import io.weir.config.LocationConfig.Match;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A location's {@code path} in nginx's notation, and where a location may stand ({@code ngx_http_core_location}).
 */
final class MatchReader {

    private final Reading reading;

    MatchReader(Reading reading) {
        this.reading = reading;
    }

    /** Null after a mistake that leaves no match. */
    @Nullable
    Match read(Level location, Match outer) {
        Setting setting = location.own("path");
        if (setting == null) {
            reading.mistake(location.block().place(), "a location needs a \"path\"");
            return null;
        }
        String text = location.text(setting);
        if (text == null) {
            return null;
        }
        Place place = setting.value().place();
        Match match = match(place, text);
        if (match != null) {
            checkNesting(place, match, outer);
        }
        return match;
    }

    private @Nullable Match match(Place place, String text) {
        String notation = text.strip();
        if (notation.startsWith("=")) {
            return path(place, text, notation, 1) instanceof String path ? new Match.Exact(text, path) : null;
        }
        if (notation.startsWith("^~")) {
            return path(place, text, notation, 2) instanceof String path ? new Match.Prefix(text, path, true) : null;
        }
        if (notation.startsWith("~")) {
            boolean ignoreCase = notation.startsWith("~*");
            String regex = notation.substring(ignoreCase ? 2 : 1).stripLeading();
            if (regex.isEmpty()) {
                reading.mistake(place, "the location \"" + text + "\" has no regular expression");
                return null;
            }
            Pattern pattern = reading.pattern(place, regex, ignoreCase);
            return pattern == null ? null : new Match.Regex(text, pattern);
        }
        if (notation.startsWith("@")) {
            return path(place, text, notation, 1) == null ? null : new Match.Named(text, ByteStrings.of(notation));
        }
        return path(place, text, notation, 0) instanceof String path ? new Match.Prefix(text, path, false) : null;
    }

    /** The path after the modifier as a byte string; null, with a mistake, when there is none. */
    private @Nullable String path(Place place, String text, String notation, int modifier) {
        String path = notation.substring(modifier).stripLeading();
        if (path.isEmpty()) {
            reading.mistake(place, "the location \"" + text + "\" has no path");
            return null;
        }
        return ByteStrings.of(path);
    }

    /** The path, name or expression without the modifier, which nginx's messages name. */
    static String name(Match match) {
        return switch (match) {
            case Match.Exact(var _, String path) -> path;
            case Match.Prefix(var _, String path, var _) -> path;
            case Match.Regex(var _, Pattern pattern) -> pattern.pattern();
            case Match.Named(var _, String name) -> name;
            case Match.Unnamed(String text) -> text;
        };
    }

    private void checkNesting(Place place, Match match, Match outer) {
        if (outer instanceof Match.Prefix(var _, String path, var _) && path.isEmpty()) {
            return;
        }
        if (outer instanceof Match.Exact) {
            reading.mistake(place, location(match) + " cannot be inside the exact " + location(outer));
        } else if (outer instanceof Match.Named) {
            reading.mistake(place, location(match) + " cannot be inside the named " + location(outer));
        } else if (match instanceof Match.Named) {
            reading.mistake(place, "named " + location(match) + " can be on the server level only");
        } else if (!(match instanceof Match.Regex) && !name(match).startsWith(name(outer))) {
            reading.mistake(place, location(match) + " is outside " + location(outer));
        }
    }

    private static String location(Match match) {
        return "location \"" + match.text() + "\"";
    }

    /** The locations of one level, among which none may come twice; expressions may. */
    final class Siblings {
        private final Map<String, Place> seen = new HashMap<>();

        void add(Place place, Match match) {
            String key = switch (match) {
                case Match.Exact(var _, String path) -> "= " + path;
                // ^~ is the same prefix with another meaning.
                case Match.Prefix(var _, String path, var _) -> path;
                case Match.Named(var _, String name) -> name;
                case Match.Regex _, Match.Unnamed _ -> null;
            };
            Place before = key == null ? null : seen.putIfAbsent(key, place);
            if (before != null) {
                reading.mistake(
                        place,
                        "duplicate location \"" + match.text() + "\", the other is in " + before.seenFrom(place));
            }
        }
    }
}
