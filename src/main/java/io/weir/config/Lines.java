package io.weir.config;

import java.util.ArrayList;
import java.util.List;

/** Repeatable directives with several arguments: one line unnested, or an array of lines. */
final class Lines {

    private Lines() {}

    /** A flat array is one line; as soon as it holds an array, every element is a line. What is no word is left out. */
    static List<List<Value.Scalar>> read(Value value) {
        if (value.list().stream().noneMatch(Value.Items.class::isInstance)) {
            return List.of(words(value));
        }
        List<List<Value.Scalar>> lines = new ArrayList<>();
        for (Value line : value.list()) {
            lines.add(words(line));
        }
        return lines;
    }

    private static List<Value.Scalar> words(Value line) {
        return line.list().stream()
                .filter(Value.Scalar.class::isInstance)
                .map(Value.Scalar.class::cast)
                .toList();
    }
}
