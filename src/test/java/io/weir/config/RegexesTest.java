package io.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.variable.Variable;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexesTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "^/a$, /a, true",
                "^/a, /A, false",
                "[[:digit:]]+, 12, true",
                "^[[:^digit:]]+$, 12, false",
                "^[[:alpha:]_]+$, ab_, true",
                "^[[:word:]]+$, ab_, true",
                "^[[]$, [, true",
                "^[]a]+$, a], true",
                "^[^]a]+$, b], false",
                "^[a&&b]+$, a&b, true",
                "^[\\]\\[]+$, [], true",
                "\\Q(a[\\E, (a[, true",
                "(?P<id>\\d+), 7, true",
                "(?'id'\\d+), 7, true",
                "(?<user_id>\\d+), 7, true",
                "(?<=a)b, ab, true",
                "(?i)a, A, true",
            })
    void expressionsMeanWhatTheyMeanToPcre(String regex, String text, boolean found) {
        assertEquals(found, Regexes.compile(regex, false).matcher(text).find());
    }

    @Test
    void namedGroupsAreFoundByTheNameThatVariablesHave() {
        Matcher matcher =
                Regexes.compile("/(?<user_id>\\d+)/(?P<rest>.*)", false).matcher("/7/x");
        assertTrue(matcher.find());
        assertEquals("7", matcher.group(new Variable.NamedCapture("user_id").name()));
        assertEquals("x", matcher.group(new Variable.NamedCapture("rest").name()));
        assertEquals(Set.of("user_id", "rest"), Regexes.groupNames("/(?<user_id>\\d+)/(?P<rest>.*)"));
    }

    @Test
    void expressionsWorkOnBytes() {
        assertTrue(Regexes.compile("^/é$", false).matcher("/\u00c3\u00a9").find());
        // U+2105 ends with the byte 0x85, which Java alone takes for the end of a line.
        assertTrue(
                Regexes.compile("^/.+x$", false).matcher("/\u00e2\u0084\u0085x").find());
    }

    @Test
    void caseIsIgnoredOnDemand() {
        assertTrue(Regexes.compile("\\.PNG$", true).matcher("/a.png").find());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "a{2,1}", "*", "(?<a>x)(?<a>y)", "[a", "\\"})
    void whatIsNoExpressionIsRefused(String regex) {
        assertThrows(PatternSyntaxException.class, () -> Regexes.compile(regex, false));
    }
}
