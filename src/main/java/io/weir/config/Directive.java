package io.weir.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of keys.
 *
 * @param name nginx's name, or Weir's own for the few keys that nginx does not have
 * @param contexts where it is allowed
 * @param form how its value is written
 * @param status what becomes of it
 * @param advice for a key that is written in another way here: how; else null
 */
record Directive(
        String name,
        Set<Context> contexts,
        Form form,
        Status status,
        @Nullable String advice) {

    /** What becomes of a key. */
    enum Status {
        /** Bound into the records. */
        IMPLEMENTED,
        /** Its value is checked, but it has nothing to act on here: what it tunes in nginx does not exist. */
        ACCEPTED,
        /** Known to nginx and not built yet: a mistake, never silently ignored. */
        REFUSED
    }

    /** How a value is written, configuration.md's second table. */
    enum Form {
        /** true, false, "on", "off". */
        FLAG,
        /** Bytes with k or m. */
        SIZE,
        /** Bytes with k, m or g. */
        OFFSET,
        /** Milliseconds resolution. */
        TIME,
        /** Whole seconds. */
        SECONDS,
        /** A whole number. */
        NUMBER,
        /** One argument. */
        TEXT,
        /** Several arguments, a set of words, or one repeatable argument: an array, or one alone. */
        WORDS,
        /** Several arguments, repeatable: an array of arrays, or one unnested. */
        LINES,
        /** Names and values: a table. */
        TABLE,
        /** An array of tables, each a block of its own. */
        BLOCKS,
        /** One table that is a block. */
        BLOCK
    }
}
