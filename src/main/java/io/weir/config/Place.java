package io.weir.config;

import java.util.Comparator;

/**
 * Where something stands in the configuration.
 *
 * @param order which file it is: the main file is 0, included ones follow in the order in which they are read
 * @param file the file's name as messages give it
 * @param line 1-based; 0 for the file as a whole
 * @param column 1-based
 */
record Place(int order, String file, int line, int column) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::order).thenComparingInt(Place::line).thenComparingInt(Place::column);

    /** How a message about another place refers to this one. */
    String seenFrom(Place other) {
        return other.order == order ? "line " + line : file + ":" + line;
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
