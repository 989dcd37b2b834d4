package io.weir.route;

import static io.weir.route.Configs.location;
import static io.weir.route.Configs.proxied;
import static io.weir.route.Configs.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.LocationConfig;
import io.weir.config.ServerConfig;
import io.weir.route.LocationMatch.Found;
import io.weir.route.LocationMatch.Redirect;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class LocationTreeTest {

    private static final LocationTree TREE = LocationTree.of(server(
            location("/"),
            proxied("/dir/"),
            proxied("= /ex/"),
            proxied("/both/"),
            location("/both"),
            location("= /mix/"),
            proxied("/mix/"),
            location("~ ^/dir$"),
            location("/n/", proxied("/n/a/"), location("~ /n/a$")),
            location("~ ^/rx(?<x>.)", location("~ /y(?<z>.)")),
            location("/o/", location("^~ /o/p/"), location("~ \\.o1$")),
            location("~ \\.o2$"),
            proxied("/sp ace/"),
            location("/dir-x"),
            location("~ ^/unset/(a)?(b)(c)?$"),
            location("@named")));

    private static String describe(LocationMatch match) {
        return switch (match) {
            case Found found -> found.location().match().text();
            case Redirect redirect -> "301 " + redirect.path();
        };
    }

    /** URI and location, as observed on nginx 1.22.1 with these locations. */
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/dir, 301 /dir/",
        "/dir/, /dir/",
        "/dir/x, /dir/",
        "/dir-x, /dir-x",
        "/di, /",
        "/ex, 301 /ex/",
        "/ex/, = /ex/",
        "/ex/x, /",
        "/both, /both",
        "/both/, /both/",
        "/mix, 301 /mix/",
        "/mix/, = /mix/",
        "/n/a, 301 /n/a/",
        "/n/b/n/a, ~ /n/a$",
        "/rxq, ~ ^/rx(?<x>.)",
        "/rxq/yz, ~ /y(?<z>.)",
        "/o/p/x.o1, ^~ /o/p/",
        "/o/p/x.o2, ~ \\.o2$",
        "/o/x.o2, ~ \\.o2$",
        "/o/x.o1, ~ \\.o1$",
        "/sp ace, 301 /sp%20ace/"
    })
    void aUriLeadsWhereNginxLeadsIt(String uri, String expected) throws RegexLimitException {
        assertEquals(expected, describe(TREE.match(uri, null)));
    }

    @Test
    void theSettingsOfARedirectAreThoseOfTheExactLocationIfThereIsOne() throws RegexLimitException {
        LocationMatch match = TREE.match("/mix", null);

        assertEquals("= /mix/", match.location().match().text());
    }

    @Test
    void withoutAnyMatchTheServerLevelHolds() throws RegexLimitException {
        ServerConfig server = server(location("/a"), location("= /b"), location("~ x$"));

        assertSame(server.root(), LocationTree.of(server).match("/c", null).location());
    }

    @Test
    void anInnermostPrefixOverRegexStillLeavesTheOuterExpressionsTheirTurn() throws RegexLimitException {
        LocationTree tree = LocationTree.of(server(
                location("^~ /a/", location("/a/b/"), location("~ in$")), location("~ out$"), location("~ in$")));

        assertEquals("~ in$", describe(tree.match("/a/b/in", null)));
        assertEquals("/a/b/", describe(tree.match("/a/b/out", null)));
        assertEquals("^~ /a/", describe(tree.match("/a/out", null)));
    }

    @Test
    void expressionsAreTriedInOrderOfAppearance() throws RegexLimitException {
        LocationTree tree = LocationTree.of(server(location("~ b"), location("~ a"), location("~* A$")));

        assertEquals("~ a", describe(tree.match("/a", null)));
        assertEquals("~ b", describe(tree.match("/ab", null)));
    }

    @Test
    void numberedGroupsAreThoseOfTheLastExpressionAndNamedOnesAddUp() throws RegexLimitException {
        Matcher matcher = Pattern.compile("(?<sub>.)(x)").matcher("ax");
        assertTrue(matcher.find());
        Captures server = new Captures(matcher, null);

        Captures captures =
                assertInstanceOf(Found.class, TREE.match("/rxq/yz", server)).captures();

        assertNotNull(captures);
        assertEquals("z", captures.group(1));
        assertNull(captures.group(2));
        assertEquals("q", captures.named("x"));
        assertEquals("z", captures.named("z"));
        assertEquals("a", captures.named("sub"));
        assertNull(captures.named("other"));
        assertSame(
                server,
                assertInstanceOf(Found.class, TREE.match("/dir/", server)).captures());
        assertSame(
                server,
                assertInstanceOf(Found.class, TREE.match("/ex/", server)).captures());
        assertNull(assertInstanceOf(Found.class, TREE.match("/dir/", null)).captures());
    }

    /** Observed on nginx 1.22.1: {@code "[$1][$2][$3]"} is {@code [][b][]}; the third is not found, the first is empty. */
    @Test
    void aGroupThatTookNoPartIsEmptyOrNotFound() throws RegexLimitException {
        Captures captures =
                assertInstanceOf(Found.class, TREE.match("/unset/b", null)).captures();

        assertNotNull(captures);
        assertEquals("", captures.group(1));
        assertEquals("b", captures.group(2));
        assertNull(captures.group(3));
        assertNull(captures.group(9));
    }

    @Test
    void namedLocationsAreFoundByNameOnly() throws RegexLimitException {
        assertEquals("@named", TREE.named("named").match().text());
        assertNull(TREE.named("other"));
        assertEquals("/", describe(TREE.match("/@named", null)));
    }

    @Test
    void aMatchWithoutCapturesAllocatesNothing() throws RegexLimitException {
        assertSame(TREE.match("/dir/a", null), TREE.match("/dir/b", null));
        assertSame(TREE.match("/ex/", null), TREE.match("/ex/", null));
        assertSame(TREE.match("/dir", null), TREE.match("/dir", null));
    }

    @Test
    void anExpressionThatRunsOutOfStackIsReported() {
        LocationTree tree = LocationTree.of(server(location("~ ^/(a|b)*$")));
        String uri = "/" + "ab".repeat(1_000_000);

        RegexLimitException failure = assertThrows(RegexLimitException.class, () -> tree.match(uri, null));

        assertEquals(0, failure.getStackTrace().length);
    }

    @Test
    void bytesAboveSevenBitsSortAsBytes() throws RegexLimitException {
        List<String> paths = List.of("/\u00e4", "/\u00e4/", "/z", "/\u00ff");
        LocationTree tree =
                LocationTree.of(server(paths.stream().map(Configs::location).toArray(LocationConfig[]::new)));

        assertEquals("/\u00e4/", describe(tree.match("/\u00e4/x", null)));
        assertEquals("/\u00e4", describe(tree.match("/\u00e4x", null)));
    }
}
