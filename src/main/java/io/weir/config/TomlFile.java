package io.weir.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One file's TOML as {@link Setting}s; the only class that knows the parser.
 *
 * @param settings the top level in order. When values have syntax errors, the rest; when a table's header has one,
 *     nothing, as the keys behind it do not stand where their writer meant them
 * @param readable the file is TOML without errors
 */
record TomlFile(List<Setting> settings, boolean readable) {

    /**
     * Reads a file. A file that cannot be read, and every syntax error, becomes a mistake.
     *
     * @param order see {@link Place#order()}
     * @param shown the file's name in messages
     */
    static TomlFile read(Path file, int order, String shown, Mistakes mistakes) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            mistakes.add(new Place(order, shown, 0, 0), "cannot be read: " + reason(e));
            return new TomlFile(List.of(), false);
        }
        TomlParseResult result = Toml.parse(text);
        List<String> lines = text.lines().toList();
        boolean sound = true;
        for (TomlParseError error : result.errors()) {
            Place place = place(order, shown, error.position());
            mistakes.add(place, String.valueOf(error.getMessage()));
            sound &= place.line() <= lines.size()
                    && !lines.get(place.line() - 1).stripLeading().startsWith("[");
        }
        List<Setting> settings = sound ? new Conversion(order, shown).settings(result) : List.of();
        return new TomlFile(settings, !result.hasErrors());
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file";
            case CharacterCodingException _ -> "it is not UTF-8";
            default -> String.valueOf(e.getMessage());
        };
    }

    private static Place place(int order, String shown, TomlPosition position) {
        return new Place(order, shown, position.line(), position.column());
    }

    /** From the parser's tree to ours. */
    private record Conversion(int order, String shown) {

        List<Setting> settings(TomlTable table) {
            List<Setting> settings = new ArrayList<>(table.size());
            for (String key : table.keySet()) {
                List<String> path = List.of(key);
                Place keyPlace = at(table.inputPositionOf(path), new Place(order, shown, 0, 0));
                var entry = table.entry(path);
                // A table with a header has no value of its own to point at.
                Place place = entry == null ? keyPlace : at(entry.value().position(), keyPlace);
                settings.add(new Setting(key, keyPlace, value(table.get(path), place)));
            }
            return settings;
        }

        private Value value(Object content, Place place) {
            return switch (content) {
                case TomlTable table -> new Value.Fields(place, settings(table));
                case TomlArray array -> {
                    List<Value> values = new ArrayList<>(array.size());
                    for (int i = 0; i < array.size(); i++) {
                        values.add(value(array.get(i), at(array.inputPositionOf(i), place)));
                    }
                    yield new Value.Items(place, values);
                }
                default -> new Value.Scalar(place, content);
            };
        }

        private Place at(@Nullable TomlPosition position, Place otherwise) {
            return position == null ? otherwise : place(order, shown, position);
        }
    }
}
