import com.palantir.javaformat.java.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Formats all Java sources, or tells which are not formatted. The build runs it from its source and on the project's JDK:
 * a formatter inside Maven would have to understand Java 25 on whatever JDK runs Maven.
 *
 * <p>Argument: {@code check} (exit status 1 and the names of files that are not formatted) or {@code apply}.
 */
final class Format {

    private Format() {}

    public static void main(String[] args) throws IOException {
        boolean apply = args[0].equals("apply");
        List<String> options = new ArrayList<>(List.of("--palantir"));
        options.addAll(apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
        if (!apply) {
            System.out.println("Files that mvn -Pformat process-sources would change:");
        }
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".java"))
                    .sorted()
                    .forEach(options::add);
        }
        Main.main(options.toArray(String[]::new));
    }
}
