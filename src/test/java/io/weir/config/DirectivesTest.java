package io.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectivesTest {

    /** nginx-semantics, section 5. */
    private static final Path NGINX = Path.of("src", "test", "resources", "config", "directives.txt");

    @Test
    void everyDirectiveOfNginxIsKnownWhereNginxAllowsIt() throws IOException {
        List<String> wrong = Files.readAllLines(NGINX).stream()
                .filter(line -> !line.startsWith("#"))
                .filter(line -> {
                    String[] row = line.split(" ");
                    Set<Context> contexts = Context.set(row[1]);
                    return Directives.rows(row[0]).stream()
                            .noneMatch(known -> known.contexts().equals(contexts));
                })
                .toList();
        assertEquals(List.of(), wrong);
    }

    @Test
    void noNameHasTwoRowsForOneContext() {
        Set<String> seen = new HashSet<>();
        for (Directive directive : Directives.all()) {
            for (Context context : directive.contexts()) {
                assertTrue(seen.add(directive.name() + " " + context), directive.name() + " " + context.where());
            }
        }
    }

    @Test
    void aNameCanMeanDifferentThingsInDifferentBlocks() {
        Directive location = Directives.find("keepalive_timeout", Context.LOCATION);
        Directive upstream = Directives.find("keepalive_timeout", Context.UPSTREAM);
        assertNotNull(location);
        assertNotNull(upstream);
        assertEquals(Directive.Form.WORDS, location.form());
        assertEquals(Directive.Form.TIME, upstream.form());
    }

    @ParameterizedTest
    @CsvSource({
        "proxy_read_timeot, proxy_read_timeout",
        "porxy_pass, proxy_pass",
        "proxypass, proxy_pass",
        "acess_log, access_log",
    })
    void aSlipFindsItsKey(String slip, String key) {
        assertEquals(key, Directives.suggest(slip, Context.LOCATION));
    }

    @Test
    void whatIsNoSlipFindsNothing() {
        assertNull(Directives.suggest("something_else", Context.LOCATION));
    }

    @ParameterizedTest
    @CsvSource({"abc, abc, 0", "abc, abd, 1", "abc, acb, 1", "abc, ab, 1", "abc, abcd, 1", "kitten, sitting, 3"})
    void distancesCountEditsAndSwaps(String a, String b, int distance) {
        assertEquals(distance, Spelling.distance(a, b));
    }
}
