package io.weir.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/**
 * The main file and what it includes, as one list of settings. {@code include} names files relative to the file that it
 * stands in; a pattern without matches is no mistake, a name without file is one (as in nginx).
 */
final class Sources {

    private final Mistakes mistakes;
    private final List<Setting> settings = new ArrayList<>();
    private int files;
    private boolean readable = true;

    private Sources(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** What all files together say. */
    static TomlFile read(Path file, Mistakes mistakes) {
        Sources sources = new Sources(mistakes);
        sources.read(file, file.toString(), List.of());
        return new TomlFile(List.copyOf(sources.settings), sources.readable);
    }

    private void read(Path file, String shown, List<Path> including) {
        TomlFile read = TomlFile.read(file, files++, shown, mistakes);
        readable &= read.readable();
        List<Path> chain = new ArrayList<>(including);
        chain.add(file.toAbsolutePath().normalize());
        for (Setting setting : read.settings()) {
            if (!setting.key().equals("include")) {
                settings.add(setting);
                continue;
            }
            for (Value value : setting.value().list()) {
                if (value instanceof Value.Scalar(var _, String pattern)) {
                    include(file, pattern, value.place(), chain);
                } else {
                    BadValue wrong = Scalars.invalid("include", value, "a file name or an array of them");
                    mistakes.add(value.place(), wrong.getMessage());
                }
            }
        }
    }

    private void include(Path from, String pattern, Place place, List<Path> chain) {
        List<Path> found;
        try {
            Path parent = from.getParent();
            Path named = Path.of(pattern);
            Path path = parent == null ? named : parent.resolve(named);
            found = hasWildcard(pattern) ? matches(path) : List.of(path);
        } catch (InvalidPathException | PatternSyntaxException e) {
            mistakes.add(place, "invalid file name \"" + pattern + "\" in \"include\"");
            return;
        }
        for (Path path : found) {
            if (chain.contains(path.toAbsolutePath().normalize())) {
                mistakes.add(place, "\"" + path + "\" includes itself");
            } else if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
                mistakes.add(place, "cannot read the included file \"" + path + "\"");
            } else {
                read(path, path.toString(), chain);
            }
        }
    }

    private static boolean hasWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    /** Expands wildcards name by name, like glob(3): sorted, hidden files only when the pattern begins with a dot. */
    private static List<Path> matches(Path pattern) {
        List<Path> found = new ArrayList<>();
        Path root = pattern.getRoot();
        found.add(root == null ? Path.of("") : root);
        for (Path part : pattern) {
            String name = part.toString();
            List<Path> next = new ArrayList<>();
            for (Path directory : found) {
                if (hasWildcard(name)) {
                    next.addAll(children(directory, name));
                } else {
                    next.add(directory.resolve(name));
                }
            }
            found = next;
        }
        return found.stream().filter(Files::isRegularFile).toList();
    }

    private static TreeSet<Path> children(Path directory, String name) {
        TreeSet<Path> sorted = new TreeSet<>();
        // Braces are plain characters for nginx; Java's globs give them a meaning.
        String glob = name.replace("{", "\\{").replace("}", "\\}");
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
            for (Path entry : entries) {
                if (name.startsWith(".") || !entry.getFileName().toString().startsWith(".")) {
                    sorted.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // A directory that is not there matches nothing, as with glob(3).
            return sorted;
        }
        return sorted;
    }
}
