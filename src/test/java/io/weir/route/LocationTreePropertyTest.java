package io.weir.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.weir.config.LocationConfig;
import io.weir.config.LocationConfig.Match;
import io.weir.config.LocationConfig.ProxyPass;
import io.weir.config.ServerConfig;
import io.weir.route.LocationMatch.Found;
import io.weir.route.LocationMatch.Redirect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The indexed tree against a naive search, which follows the rules line by line over plain lists. */
@Timeout(60)
class LocationTreePropertyTest {

    private static final String LETTERS = "ab/";

    @Test
    void theTreeAgreesWithALinearSearchOnRandomConfigurations() throws RegexLimitException {
        for (int round = 0; round < 4_000; round++) {
            Random random = new Random(round);
            ServerConfig server = Configs.server(locations(random, "", 2, 1 + random.nextInt(12)));
            LocationTree tree = LocationTree.of(server);
            for (int request = 0; request < 40; request++) {
                String uri = "/" + word(random, 7);
                agree("seed " + round + " " + uri, naive(server.root(), uri), tree.match(uri, null));
            }
        }
    }

    private static void agree(String message, Naive expected, LocationMatch actual) {
        assertSame(expected.location, actual.location(), message);
        switch (actual) {
            case Found found -> {
                assertEquals(Kind.REDIRECT == expected.kind, false, message);
                String captured = found.captures() == null
                        ? null
                        : found.captures().result().group();
                assertEquals(expected.captured, captured, message);
            }
            case Redirect _ -> assertEquals(Kind.REDIRECT, expected.kind, message);
        }
    }

    private static LocationConfig[] locations(Random random, String outer, int depth, int count) {
        List<LocationConfig> made = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int left = count; left > 0; left--) {
            String path = (outer.isEmpty() ? "/" : outer) + word(random, 4);
            String text = switch (random.nextInt(6)) {
                case 0 -> "= " + path;
                case 1 -> "^~ " + path;
                case 2 -> "~ " + word(random, 2) + (random.nextBoolean() ? "$" : "(.)");
                default -> path;
            };
            String identity = text.startsWith("^~ ") ? path : text;
            if (!seen.add(identity)) {
                continue;
            }
            boolean leaf = depth == 0 || text.startsWith("=");
            // A prefix nested in a regex location must be possible anywhere; in a prefix it extends that one.
            LocationConfig[] nested = leaf
                    ? new LocationConfig[0]
                    : locations(random, text.startsWith("~") ? "" : path, depth - 1, random.nextInt(4));
            made.add(random.nextInt(3) == 0 ? Configs.proxied(text, nested) : Configs.location(text, nested));
        }
        return made.toArray(LocationConfig[]::new);
    }

    private static String word(Random random, int longest) {
        StringBuilder word = new StringBuilder();
        for (int left = random.nextInt(longest + 1); left > 0; left--) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }

    private enum Kind {
        FINAL,
        REDIRECT,
        PREFIX,
        NONE
    }

    /** What nginx's search returns at a level: its code, the location that is set, and what was captured. */
    private record Naive(
            Kind kind, LocationConfig location, @Nullable String captured) {}

    private static int length(LocationConfig prefix) {
        return ((Match.Prefix) prefix.match()).path().length();
    }

    private static Naive naive(LocationConfig level, String uri) {
        LocationConfig redirect = null;
        LocationConfig prefix = null;
        for (LocationConfig location : level.locations()) {
            if (location.match() instanceof Match.Exact exact && exact.path().equals(uri)) {
                return new Naive(Kind.FINAL, location, null);
            }
        }
        for (LocationConfig location : level.locations()) {
            if (location.match() instanceof Match.Prefix candidate
                    && uri.startsWith(candidate.path())
                    && (prefix == null || candidate.path().length() > length(prefix))) {
                prefix = location;
            }
        }
        boolean same = prefix != null && ((Match.Prefix) prefix.match()).path().equals(uri);
        boolean proxied = false;
        for (LocationConfig location : level.locations()) {
            boolean exact =
                    location.match() instanceof Match.Exact e && e.path().equals(uri + "/");
            boolean inclusive =
                    location.match() instanceof Match.Prefix p && p.path().equals(uri + "/");
            if (exact || inclusive) {
                proxied |= location.content() instanceof ProxyPass;
                redirect = exact || redirect == null ? location : redirect;
            }
        }
        if (!same && proxied) {
            return new Naive(Kind.REDIRECT, redirect, null);
        }
        Naive result = new Naive(Kind.NONE, level, null);
        boolean regexes = true;
        if (prefix != null) {
            result = naive(prefix, uri);
            if (result.kind == Kind.FINAL || result.kind == Kind.REDIRECT) {
                return result;
            }
            result = new Naive(Kind.PREFIX, result.location, null);
            regexes = !((Match.Prefix) prefix.match()).overRegex();
        }
        if (regexes) {
            for (LocationConfig location : level.locations()) {
                if (location.match() instanceof Match.Regex regex) {
                    Matcher matcher = regex.pattern().matcher(uri);
                    if (matcher.find()) {
                        Naive inner = naive(location, uri);
                        String captured = inner.captured == null ? matcher.group() : inner.captured;
                        return new Naive(Kind.FINAL, inner.location, captured);
                    }
                }
            }
        }
        return result;
    }
}
