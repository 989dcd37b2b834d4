package io.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every NAME.toml in the folder has the mistakes that NAME.txt lists, and no others. */
@Timeout(30)
class MistakesTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "config", "mistakes");

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".toml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyMistakeIsToldWithItsPlace(String name) throws IOException {
        ConfigException thrown =
                assertThrows(ConfigException.class, () -> ConfigReader.read(FOLDER.resolve(name), ConfigText::resolve));
        // Names of files are as the user gave them: here with the folder in front.
        String told = thrown.mistakes().stream()
                .map(mistake -> mistake.toString().replace(FOLDER + "/", ""))
                .collect(Collectors.joining("\n", "", "\n"));
        assertEquals(Files.readString(FOLDER.resolve(name.replace(".toml", ".txt"))), told);
    }

    @Test
    void theFolderIsThere() throws IOException {
        assertTrue(files().size() >= 15, "files: " + files());
    }

    @Test
    void aMissingFileIsOneMistakeWithoutPlace() {
        ConfigException thrown =
                assertThrows(ConfigException.class, () -> ConfigReader.read(Path.of("no", "such.toml")));
        assertEquals(
                List.of("no/such.toml: cannot be read: no such file"),
                thrown.mistakes().stream().map(Object::toString).toList());
    }
}
