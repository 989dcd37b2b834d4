package io.weir.differential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of one run, each as old as all others in all runs. Owns their directory. */
final class ServedFiles implements AutoCloseable {

    /** {@code Last-Modified} of every file and directory: Thu, 02 Jan 2020 03:04:05 GMT. */
    static final FileTime MODIFIED = FileTime.from(Instant.parse("2020-01-02T03:04:05Z"));

    private final Path directory;

    private ServedFiles(Path directory) {
        this.directory = directory;
    }

    /** @return null for a scenario without files */
    static @Nullable ServedFiles write(Map<String, String> contents) throws IOException {
        if (contents.isEmpty()) {
            return null;
        }
        ServedFiles files = new ServedFiles(newDirectory());
        for (Map.Entry<String, String> entry : contents.entrySet()) {
            Path path = files.directory.resolve(entry.getKey());
            Files.createDirectories(entry.getKey().endsWith("/") ? path : path.getParent());
            if (!entry.getKey().endsWith("/")) {
                Files.writeString(path, entry.getValue(), StandardCharsets.ISO_8859_1);
            }
        }
        // Files first: writing one makes its directory new.
        for (Path path : files.all()) {
            Files.setLastModifiedTime(path, MODIFIED);
        }
        return files;
    }

    /** Names of equal length, so that what tells them is of equal length in all runs. */
    private static Path newDirectory() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        while (true) {
            int number = ThreadLocalRandom.current().nextInt(1_000_000_000);
            try {
                return Files.createDirectory(parent.resolve("weir-files%09d".formatted(number)));
            } catch (FileAlreadyExistsException _) {
                // Taken: try the next.
            }
        }
    }

    String directory() {
        return directory.toString();
    }

    private Iterable<Path> all() throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }

    @Override
    public void close() throws IOException {
        for (Path path : all()) {
            Files.deleteIfExists(path);
        }
    }
}
