package io.weir.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.ConfigException.Mistake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a good file, what comes out is a configuration or the mistakes, nothing else. */
@Timeout(120)
class MutationTest {

    private static final Path GOOD = Path.of("src", "test", "resources", "config", "good.toml");

    private static final List<String> VALUES = List.of(
            "true",
            "0",
            "-1",
            "1.5",
            "99999999999",
            "inf",
            "2020-01-01",
            "[]",
            "[[]]",
            "[[[]]]",
            "[1, [2]]",
            "{}",
            "{ a = {} }",
            "\"\"",
            "\"$\"",
            "\"~(\"",
            "\"unix:\"",
            "\"\\u0000\"",
            "\"/\"",
            "\"http://app:1/\"",
            "\"é\"");

    @TempDir
    Path directory;

    @Test
    void theGoodFileIsGood() throws Exception {
        Configuration configuration = new ConfigText(directory).read(Files.readString(GOOD));
        assertTrue(
                configuration.servers().size() == 2 && configuration.upstreams().size() == 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aMutationGivesAConfigurationOrItsMistakes(long seed) throws Exception {
        String good = Files.readString(GOOD);
        ConfigText config = new ConfigText(directory);
        Random random = new Random(seed);
        for (int round = 0; round < 250; round++) {
            String text = good;
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                text = mutate(text, random);
            }
            try {
                assertNotNull(config.read(text));
            } catch (ConfigException e) {
                assertInOrder(e.mistakes(), text);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", round " + round + ":\n" + text, e);
            }
        }
    }

    private static void assertInOrder(List<Mistake> mistakes, String text) {
        assertFalse(mistakes.isEmpty());
        long lines = text.lines().count() + 1;
        Mistake before = mistakes.getFirst();
        for (Mistake mistake : mistakes) {
            assertTrue(mistake.line() >= before.line() && mistake.line() <= lines, mistake + "\n" + text);
            before = mistake;
        }
    }

    private static String mutate(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        switch (random.nextInt(7)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size()), line);
            case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
            case 3 -> {
                int equals = line.indexOf('=');
                if (equals >= 0) {
                    String value = VALUES.get(random.nextInt(VALUES.size()));
                    lines.set(at, line.substring(0, equals + 1) + " " + value);
                }
            }
            case 4 -> {
                if (!line.isEmpty()) {
                    int column = random.nextInt(line.length());
                    lines.set(at, line.substring(0, column) + line.substring(column + 1));
                }
            }
            case 5 -> {
                int column = random.nextInt(line.length() + 1);
                char c = (char) (' ' + random.nextInt(0x7f - ' '));
                lines.set(at, line.substring(0, column) + c + line.substring(column));
            }
            default -> {
                int column = random.nextInt(line.length() + 1);
                lines.set(at, line.substring(0, column));
            }
        }
        return String.join("\n", lines);
    }
}
