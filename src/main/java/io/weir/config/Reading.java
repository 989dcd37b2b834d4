package io.weir.config;

import io.weir.variable.Names;
import io.weir.variable.Template;
import io.weir.variable.TemplateException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What the readers of one run share: the mistakes, where relative paths begin, and how texts are compiled. */
final class Reading {

    private final Mistakes mistakes;
    private final Path directory;
    private final NameResolver resolver;
    private final Names names;
    private final Map<String, Optional<List<InetAddress>>> resolved = new HashMap<>();
    private int locations;

    /**
     * @param directory of the main file, absolute
     * @param names the variables of the whole configuration, declared
     */
    Reading(Mistakes mistakes, Path directory, NameResolver resolver, Names names) {
        this.mistakes = mistakes;
        this.directory = directory;
        this.resolver = resolver;
        this.names = names;
    }

    /** The number of the next location. */
    int nextLocation() {
        return locations++;
    }

    /** How many locations were numbered. */
    int locations() {
        return locations;
    }

    void mistake(Place place, String message) {
        mistakes.add(place, message);
    }

    void invalid(String key, Value value, String allowed) {
        mistakes.add(value.place(), Scalars.invalid(key, value, allowed).getMessage());
    }

    Names names() {
        return names;
    }

    /** Compiles a text with variables; after a mistake the empty template. */
    Template template(Place place, String text) {
        try {
            return Template.compile(text, names);
        } catch (TemplateException e) {
            mistakes.add(place, e.getMessage());
            return Template.literal("");
        }
    }

    /** Compiles a regular expression in nginx's notation; null after a mistake. */
    @Nullable
    Pattern pattern(Place place, String regex, boolean ignoreCase) {
        try {
            return Regexes.compile(regex, ignoreCase);
        } catch (PatternSyntaxException e) {
            mistakes.add(
                    place,
                    "invalid regular expression \"" + regex + "\": " + e.getDescription()
                            + (e.getIndex() < 0 ? "" : " near character " + (e.getIndex() + 1)));
            return null;
        }
    }

    /** The main file's directory with a slash at its end, as a byte string. */
    String directory() {
        return ByteStrings.of(directory + "/");
    }

    /** A path relative to the main file's directory; that directory itself after a mistake. */
    Path path(Place place, String text) {
        try {
            return directory.resolve(text).normalize();
        } catch (InvalidPathException e) {
            mistakes.add(place, "invalid path \"" + text + "\"");
            return directory;
        }
    }

    /** All different addresses of a host, a literal in brackets included; empty when there are none. Blocks. */
    List<InetAddress> addresses(String host) {
        return resolved.computeIfAbsent(host, this::resolve).orElse(List.of());
    }

    private Optional<List<InetAddress>> resolve(String host) {
        boolean literal6 = host.startsWith("[") && host.endsWith("]");
        String name = literal6 ? host.substring(1, host.length() - 1) : host;
        // To InetAddress the empty name is the loopback address.
        if (name.isEmpty() || (literal6 && name.indexOf(':') < 0)) {
            return Optional.empty();
        }
        try {
            List<InetAddress> found = List.of(resolver.resolve(name));
            return Optional.of(found.stream().distinct().toList());
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }
}
