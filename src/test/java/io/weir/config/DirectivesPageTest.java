package io.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.config.Directive.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The page that lists every key is made from the table that reads them, so it cannot say anything else than the program does.
 * {@code mvn test -Dtest=DirectivesPageTest -Dweir.pages=write} writes it anew.
 */
class DirectivesPageTest {

    private static final Path PAGE = Path.of("docs", "directives.md");

    @Test
    void thePageSaysWhatTheTableSays() throws IOException {
        String page = page();
        if ("write".equals(System.getProperty("weir.pages"))) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), "docs/directives.md is not up to date, see this test's comment");
    }

    private static String page() {
        Map<String, List<Directive>> rows = new TreeMap<>();
        for (Directive row : Directives.all()) {
            rows.computeIfAbsent(row.name(), _ -> new ArrayList<>()).add(row);
        }
        StringBuilder out = new StringBuilder("""
            # Directives

            Every directive of nginx that Weir knows, and the keys that only Weir has. *Implemented*: it does what nginx's
            does. *Accepted*: its value is checked, and it has nothing to act on (what it tunes in nginx does not exist
            here). *Refused*: the configuration is rejected with a message that names it.

            This page is written by a test from the table that the program reads configurations with.

            """);
        for (Status status : Status.values()) {
            long count = rows.values().stream()
                    .flatMap(List::stream)
                    .filter(row -> row.status() == status)
                    .count();
            out.append("- ").append(word(status)).append(": ").append(count).append('\n');
        }
        out.append("\n| key | where | what becomes of it |\n| --- | --- | --- |\n");
        rows.forEach((name, same) -> same.forEach(row -> out.append("| `")
                .append(name)
                .append("` | ")
                .append(where(row))
                .append(" | ")
                .append(row.advice() == null ? word(row.status()) : "written " + row.advice())
                .append(" |\n")));
        return out.toString();
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static String where(Directive row) {
        List<String> places = new ArrayList<>();
        for (Context context : Context.values()) {
            if (row.contexts().contains(context)) {
                places.add(context.where().replace("at the ", "").replace("in ", ""));
            }
        }
        return String.join(", ", places);
    }
}
