package io.weir.config;

import io.weir.variable.Custom;
import io.weir.variable.MapTable;
import io.weir.variable.Template;
import io.weir.variable.Variable;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code [[map]]}, as {@code ngx_http_map_module} reads it. */
final class MapReader {

    private final Reading reading;

    MapReader(Reading reading) {
        this.reading = reading;
    }

    void read(Level level) {
        Setting source = level.own("source");
        Setting target = level.own("target");
        if (source == null || target == null) {
            reading.mistake(level.block().place(), "a map needs a \"source\" and a \"target\"");
            return;
        }
        Custom variable = target(level, target);
        MapTable.Builder table = new MapTable.Builder(template(level, source), level.flag("hostnames", false));
        Setting absent = level.own("default");
        if (absent != null) {
            table.otherwise(template(level, absent));
        }
        Setting entries = level.own("entries");
        if (entries != null && entries.value() instanceof Value.Fields(var _, List<Setting> pairs)) {
            pairs.forEach(pair -> entry(table, pair));
        }
        if (variable != null) {
            variable.computedBy(table.build(!level.flag("volatile", false)));
        }
    }

    private Template template(Level level, Setting setting) {
        String text = level.text(setting);
        return reading.template(setting.value().place(), text == null ? "" : text);
    }

    private @Nullable Custom target(Level level, Setting setting) {
        String text = level.text(setting);
        if (text == null) {
            return null;
        }
        if (text.startsWith("$")
                && text.length() > 1
                && reading.names().find(text.substring(1)) instanceof Variable.Made(Custom custom)) {
            return custom;
        }
        reading.mistake(
                setting.value().place(),
                text.startsWith("$")
                        ? "the duplicate \"" + text.substring(1) + "\" variable"
                        : "invalid variable name \"" + text + "\"");
        return null;
    }

    private void entry(MapTable.Builder table, Setting pair) {
        if (!(pair.value() instanceof Value.Scalar text)) {
            reading.invalid("map", pair.value(), "a string");
            return;
        }
        Template value = reading.template(text.place(), text.text());
        String key = pair.key();
        if (key.equals("default")) {
            table.otherwise(value);
        } else if (key.startsWith("~")) {
            boolean ignoreCase = key.startsWith("~*");
            Pattern pattern = reading.pattern(pair.place(), key.substring(ignoreCase ? 2 : 1), ignoreCase);
            if (pattern != null) {
                table.regex(pattern, value);
            }
        } else if (!table.entry(ByteStrings.of(key.startsWith("\\") ? key.substring(1) : key), value)) {
            reading.mistake(pair.place(), "conflicting parameter \"" + key + "\"");
        }
    }
}
