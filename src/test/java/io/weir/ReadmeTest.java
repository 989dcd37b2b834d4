package io.weir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.ConfigReader;
import io.weir.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README and the pages below docs promise holds. */
class ReadmeTest {

    private static final String README = read(Path.of("README.md"));
    private static final String POM = read(Path.of("pom.xml"));

    static final List<String> EXAMPLES = fenced("toml");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }

    /** The blocks of a language, in order. */
    private static List<String> fenced(String language) {
        return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(README)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @ParameterizedTest
    @FieldSource("EXAMPLES")
    void everyExampleConfigurationIsGood(String example, @TempDir Path directory) throws Exception {
        Configuration configuration = ConfigReader.read(Files.writeString(directory.resolve("config.toml"), example));

        assertEquals(1, configuration.servers().size());
    }

    @Test
    void thereIsAnExampleOfTenLines() {
        assertEquals(1, EXAMPLES.size());
        assertTrue(EXAMPLES.getFirst().lines().count() <= 10, EXAMPLES.getFirst());
    }

    @Test
    void theDemonstrationIsGood() throws Exception {
        Configuration configuration = ConfigReader.read(Path.of("config.toml"));

        assertEquals(3, configuration.servers().size());
        assertEquals(1, configuration.upstreams().size());
    }

    @Test
    void theFirstCommandStartsTheDemonstrationAndTheSecondTests() {
        assertEquals(List.of("mvn -q -Dmaven.test.skip package exec:exec@run\n", "mvn verify\n"), fenced("sh"));
    }

    @Test
    void theBuildHasWhatTheCommandsName() {
        assertTrue(POM.contains("<artifactId>exec-maven-plugin</artifactId>"));
        assertTrue(POM.contains("<id>run</id>"), "exec:exec@run needs this execution");
        assertTrue(POM.contains("<argument>${weir.config}</argument>"));
        assertTrue(POM.contains("<weir.config>config.toml</weir.config>"));
        assertTrue(POM.contains("<finalName>weir</finalName>"), "the README runs target/weir.jar");
        assertTrue(POM.contains("<id>format</id>"), "the README formats with this profile");
    }

    @Test
    void theBuildOfEveryChangeRunsTheTestCommand() {
        assertTrue(read(Path.of(".ci/run")).lines().anyMatch(line -> line.startsWith("mvn verify ")));
    }

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md"), Path.of("CHANGELOG.md")), docs.toList().stream());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) {
        Path directory = page.toAbsolutePath().getParent();
        List<String> broken = LINK.matcher(read(page))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !Files.exists(directory.resolve(link)))
                .toList();

        assertTrue(broken.isEmpty(), () -> page + " links to " + broken);
    }

    /** A renamed class or method leaves its old name in the page that explains it. */
    @Test
    void theLifeOfARequestNamesClassesThatExist() throws IOException {
        List<String> classes;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            classes = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .toList();
        }
        List<String> named = Pattern.compile("`(?:[a-z]+\\.)?([A-Z][A-Za-z0-9]+)(?:\\.[a-z]\\w*)?`")
                .matcher(read(Path.of("docs/life-of-a-request.md")))
                .results()
                .map(name -> name.group(1))
                .toList();

        assertFalse(named.isEmpty());
        assertEquals(
                List.of(),
                named.stream().filter(name -> !classes.contains(name)).toList());
    }
}
