package io.weir.config;

import io.weir.config.FieldSettings.Added;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code add_header}, {@code add_trailer} and {@code expires}, as {@code ngx_http_headers_filter_module} reads them. */
final class FieldReader {

    private final Level level;
    private final Reading reading;

    FieldReader(Level level) {
        this.level = level;
        this.reading = level.reading();
    }

    FieldSettings read() {
        List<Added> headers = read("add_header");
        List<Added> trailers = read("add_trailer");
        FieldSettings settings =
                new FieldSettings(List.copyOf(headers), List.copyOf(trailers), ExpiresReader.read(level));
        return settings.isEmpty() ? FieldSettings.NONE : settings;
    }

    /** {@code add_header_inherit = "merge"} puts the outer level's lines before this one's, {@code "off"} leaves them out. */
    private List<Added> read(String key) {
        String inherit = level.word(key + "_inherit", List.of("on", "off", "merge"), "on");
        List<Added> lines = new ArrayList<>();
        Setting own = level.own(key);
        if (own == null && inherit.equals("off")) {
            return lines;
        }
        if (inherit.equals("merge")) {
            for (Setting setting : level.all(key)) {
                add(key, setting, lines);
            }
            return lines;
        }
        Setting setting = level.find(key);
        if (setting != null) {
            add(key, setting, lines);
        }
        return lines;
    }

    private void add(String key, Setting setting, List<Added> lines) {
        if (!(setting.value() instanceof Value.Fields(var _, List<Setting> fields))) {
            return; // has been reported as no table
        }
        for (Setting field : fields) {
            for (Value value : field.value().list()) {
                Added line = line(key, field.key(), value);
                if (line != null) {
                    lines.add(line);
                }
            }
        }
    }

    private @Nullable Added line(String key, String name, Value value) {
        String bytes = ByteStrings.of(name);
        if (value instanceof Value.Scalar text) {
            return new Added(bytes, reading.template(text.place(), text.text()), false);
        }
        if (value instanceof Value.Fields(var _, List<Setting> parts)) {
            Value.Scalar text = null;
            boolean always = false;
            for (Setting part : parts) {
                if (part.key().equals("value") && part.value() instanceof Value.Scalar scalar) {
                    text = scalar;
                } else if (part.key().equals("always") && part.value() instanceof Value.Scalar flag) {
                    always = flag.text().equals("on");
                } else {
                    text = null;
                    break;
                }
            }
            if (text != null) {
                return new Added(bytes, reading.template(text.place(), text.text()), always);
            }
        }
        reading.invalid(key, value, "a string, or { value = \"…\", always = true }");
        return null;
    }
}
