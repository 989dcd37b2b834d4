package io.weir.config;

import io.weir.variable.Template;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block and the blocks around it: nginx's inheritance. A value that a level does not set is the next outer level's,
 * as a whole. Readers get the value or the default, and the default again after a mistake.
 */
final class Level {

    private final Block block;
    private final @Nullable Level outer;
    private final Reading reading;

    Level(Block block, @Nullable Level outer, Reading reading) {
        this.block = block;
        this.outer = outer;
        this.reading = reading;
    }

    Block block() {
        return block;
    }

    /** The top level, where nginx does not check the rules between values: they must hold in servers and locations. */
    boolean isTop() {
        return outer == null;
    }

    Reading reading() {
        return reading;
    }

    Level inner(Block nested) {
        return new Level(nested, this, reading);
    }

    /** Set on this level itself. */
    @Nullable
    Setting own(String key) {
        return block.setting(key);
    }

    /** Set on this level or the nearest outer one. */
    @Nullable
    Setting find(String key) {
        Level holder = holder(key);
        return holder == null ? null : holder.own(key);
    }

    /** Set on this level and on the outer ones, the outermost first. */
    List<Setting> all(String key) {
        List<Setting> settings = outer == null ? new ArrayList<>() : outer.all(key);
        Setting own = own(key);
        if (own != null) {
            settings.add(own);
        }
        return settings;
    }

    /** The level on which a value that holds here is set. */
    @Nullable
    Level holder(String key) {
        Level level = this;
        while (level != null && level.own(key) == null) {
            level = level.outer;
        }
        return level;
    }

    /** The nearest level, from this one outwards, that sets any of these keys. */
    @Nullable
    Level nearest(String... keys) {
        for (Level level = this; level != null; level = level.outer) {
            for (String key : keys) {
                if (level.own(key) != null) {
                    return level;
                }
            }
        }
        return null;
    }

    /** The words that this level itself sets; empty when absent. */
    List<Value.Scalar> ownWords(String key) {
        Setting setting = own(key);
        return setting == null ? List.of() : words(setting);
    }

    boolean flag(String key, boolean absent) {
        Setting setting = find(key);
        if (setting == null) {
            return absent;
        }
        try {
            return Scalars.flag(key, setting.value());
        } catch (BadValue e) {
            reading.mistake(setting.value().place(), e.getMessage());
            return absent;
        }
    }

    private interface Parser {
        long parse(String key, Value value) throws BadValue;
    }

    /** In milliseconds. */
    long time(String key, long absent) {
        return bounded(key, Scalars::time, 0, Long.MAX_VALUE, absent);
    }

    long seconds(String key, long absent) {
        return bounded(key, Scalars::seconds, 0, Long.MAX_VALUE, absent);
    }

    /** A size of something in memory that must not be empty. */
    int bufferSize(String key, int absent) {
        return (int) bounded(key, Scalars::size, 1, Integer.MAX_VALUE, absent);
    }

    long size(String key, long absent) {
        return bounded(key, Scalars::size, 0, Long.MAX_VALUE, absent);
    }

    long offset(String key, long absent) {
        return bounded(key, Scalars::offset, 0, Long.MAX_VALUE, absent);
    }

    int number(String key, int min, int absent) {
        return (int) bounded(key, Scalars::number, min, Integer.MAX_VALUE, absent);
    }

    private long bounded(String key, Parser parser, long min, long max, long absent) {
        Setting setting = find(key);
        if (setting == null) {
            return absent;
        }
        try {
            return bounded(key, setting.value(), parser.parse(key, setting.value()), min, max);
        } catch (BadValue e) {
            reading.mistake(setting.value().place(), e.getMessage());
            return absent;
        }
    }

    static long bounded(String key, Value value, long number, long min, long max) throws BadValue {
        if (number < min) {
            throw Scalars.invalid(key, value, "at least " + min);
        }
        if (number > max) {
            throw Scalars.invalid(key, value, "at most " + max);
        }
        return number;
    }

    /** One argument; null when absent. */
    @Nullable
    String text(String key) {
        Setting setting = find(key);
        return setting == null ? null : text(setting);
    }

    /** One argument; null after a mistake. */
    @Nullable
    String text(Setting setting) {
        try {
            return Scalars.text(setting.key(), setting.value());
        } catch (BadValue e) {
            reading.mistake(setting.value().place(), e.getMessage());
            return null;
        }
    }

    /** One argument with variables, compiled; null when absent. */
    @Nullable
    Template template(String key) {
        Setting setting = find(key);
        String text = setting == null ? null : text(setting);
        return setting == null || text == null
                ? null
                : reading.template(setting.value().place(), text);
    }

    /** One of some words. */
    String word(String key, List<String> allowed, String absent) {
        Setting setting = find(key);
        if (setting == null) {
            return absent;
        }
        String text = text(setting);
        if (text != null && allowed.contains(text)) {
            return text;
        }
        reading.invalid(key, setting.value(), "one of " + String.join(", ", allowed));
        return absent;
    }

    /** Several arguments, of which those of the wrong type are left out with a mistake; empty when absent. */
    List<Value.Scalar> words(String key) {
        Setting setting = find(key);
        return setting == null ? List.of() : words(setting);
    }

    List<Value.Scalar> words(Setting setting) {
        // What is no word has been reported when the block was read.
        return setting.value().list().stream()
                .filter(Value.Scalar.class::isInstance)
                .map(Value.Scalar.class::cast)
                .toList();
    }
}
