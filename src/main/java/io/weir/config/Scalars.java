package io.weir.config;

import java.time.temporal.TemporalAccessor;

/** One-argument values: from TOML's types to Java's, with the message that says what is allowed. */
final class Scalars {

    private Scalars() {}

    private interface Notation {
        long parse(String text) throws BadValue;
    }

    static boolean flag(String key, Value value) throws BadValue {
        if (value instanceof Value.Scalar scalar) {
            if (scalar.text().equals("on")) {
                return true;
            }
            if (scalar.text().equals("off")) {
                return false;
            }
        }
        throw invalid(key, value, "true, false, \"on\" or \"off\"");
    }

    static long size(String key, Value value) throws BadValue {
        return units(key, value, Units::size, "a size such as \"8k\" or \"1m\", or bytes as a number");
    }

    static long offset(String key, Value value) throws BadValue {
        return units(key, value, Units::offset, "a size such as \"8k\", \"1m\" or \"1g\", or bytes as a number");
    }

    /** In milliseconds. */
    static long time(String key, Value value) throws BadValue {
        return units(
                key,
                value,
                Units::milliseconds,
                "a time such as \"60s\", \"1m30s\" or \"250ms\", or seconds as a number");
    }

    static long seconds(String key, Value value) throws BadValue {
        return units(
                key,
                value,
                Units::seconds,
                "a time in whole seconds such as \"10s\" or \"1m\", or seconds as a number");
    }

    static long number(String key, Value value) throws BadValue {
        return units(key, value, Units::number, "a whole number, not negative");
    }

    private static long units(String key, Value value, Notation notation, String allowed) throws BadValue {
        if (value instanceof Value.Scalar scalar
                && (scalar.content() instanceof String || scalar.content() instanceof Long)) {
            try {
                return notation.parse(scalar.text());
            } catch (BadValue _) {
                throw invalid(key, value, allowed);
            }
        }
        throw invalid(key, value, allowed);
    }

    /** One argument as text: a string, or what TOML writes without quotes where nginx has a word. */
    static String text(String key, Value value) throws BadValue {
        if (value instanceof Value.Scalar scalar && !(scalar.content() instanceof TemporalAccessor)) {
            return scalar.text();
        }
        throw invalid(key, value, "one string");
    }

    static BadValue invalid(String key, Value value, String allowed) {
        return new BadValue("invalid value " + value.shown() + " in \"" + key + "\": it must be " + allowed);
    }

    /**
     * Checks a value's form as far as it can be judged without knowing the directive.
     *
     * @return false, with a mistake, when it is wrong
     */
    static boolean check(Directive directive, Setting setting, Mistakes mistakes) {
        Value value = setting.value();
        try {
            switch (directive.form()) {
                case FLAG -> flag(setting.key(), value);
                case SIZE -> size(setting.key(), value);
                case OFFSET -> offset(setting.key(), value);
                case TIME -> time(setting.key(), value);
                case SECONDS -> seconds(setting.key(), value);
                case NUMBER -> number(setting.key(), value);
                case TEXT -> text(setting.key(), value);
                case WORDS -> words(setting.key(), value);
                case LINES -> lines(setting.key(), value);
                case TABLE -> {
                    if (!(value instanceof Value.Fields)) {
                        throw invalid(setting.key(), value, "a table of names and values");
                    }
                }
                case BLOCKS, BLOCK -> throw new IllegalStateException(directive.form() + " is read as blocks");
            }
            return true;
        } catch (BadValue e) {
            mistakes.add(value.place(), e.getMessage());
            return false;
        }
    }

    private static void words(String key, Value value) throws BadValue {
        for (Value word : value.list()) {
            if (!isWord(word)) {
                throw invalid(key, word, "a string or an array of strings");
            }
        }
    }

    private static void lines(String key, Value value) throws BadValue {
        for (Value line : value.list()) {
            for (Value word : line.list()) {
                if (!isWord(word)) {
                    throw invalid(key, word, "a string, an array of strings or an array of such arrays");
                }
            }
        }
    }

    private static boolean isWord(Value value) {
        return value instanceof Value.Scalar;
    }
}
