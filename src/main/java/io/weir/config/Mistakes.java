package io.weir.config;

import io.weir.config.ConfigException.Mistake;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Collects mistakes in the order of their places. The same mistake found twice counts once: a value is looked at when
 * it is read, and again by every level that inherits it.
 */
final class Mistakes {

    private record Entry(Place place, String message) {}

    private final TreeSet<Entry> entries =
            new TreeSet<>(Comparator.comparing(Entry::place).thenComparing(Entry::message));

    void add(Place place, String message) {
        entries.add(new Entry(place, message));
    }

    void throwIfAny() throws ConfigException {
        if (!entries.isEmpty()) {
            throw new ConfigException(inOrder());
        }
    }

    private List<Mistake> inOrder() {
        return entries.stream()
                .map(entry -> new Mistake(entry.place.file(), entry.place.line(), entry.place.column(), entry.message))
                .toList();
    }
}
