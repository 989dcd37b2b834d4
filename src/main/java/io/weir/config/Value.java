package io.weir.config;

import java.util.List;
import java.util.stream.Collectors;

/** What stands to the right of a key, with its place: TOML's types without TOML's classes. */
sealed interface Value {

    Place place();

    /** How a message names it: as TOML would have it, tables abridged. */
    String shown();

    /** The values of an array; anything else is a list of itself (one alone may be written without brackets). */
    default List<Value> list() {
        return List.of(this);
    }

    /**
     * A string, number, flag or date.
     *
     * @param content a String, Long, Double, Boolean or one of java.time's types
     */
    record Scalar(Place place, Object content) implements Value {

        /** The argument that nginx would see: flags are {@code on} and {@code off}. */
        String text() {
            return content instanceof Boolean flag ? (flag ? "on" : "off") : content.toString();
        }

        @Override
        public String shown() {
            return content instanceof String text ? "\"" + text + "\"" : content.toString();
        }
    }

    /** An array; an array of tables too. */
    record Items(Place place, List<Value> values) implements Value {
        @Override
        public List<Value> list() {
            return values;
        }

        @Override
        public String shown() {
            return values.stream().map(Value::shown).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /** A table, inline or not, in order. */
    record Fields(Place place, List<Setting> settings) implements Value {
        @Override
        public String shown() {
            return "{…}";
        }
    }
}
