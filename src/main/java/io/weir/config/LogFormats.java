package io.weir.config;

import io.weir.config.AccessLogConfig.Escape;
import io.weir.variable.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code log_format}: the formats by name, compiled, {@code combined} among them. */
final class LogFormats {

    private static final String COMBINED = "$remote_addr - $remote_user [$time_local] \"$request\" $status"
            + " $body_bytes_sent \"$http_referer\" \"$http_user_agent\"";

    /** A format as {@code access_log} uses it. */
    record Format(Template template, Escape escape) {}

    private final Reading reading;
    private final Map<String, Format> formats = new LinkedHashMap<>();

    /** @param top the top level */
    LogFormats(Level top) {
        reading = top.reading();
        formats.put("combined", new Format(reading.template(top.block().place(), COMBINED), Escape.DEFAULT));
        Setting setting = top.own("log_format");
        if (setting != null && setting.value() instanceof Value.Fields(var _, List<Setting> named)) {
            named.forEach(this::add);
        }
    }

    private void add(Setting named) {
        Format format = read(named.value());
        if (format != null && formats.putIfAbsent(named.key(), format) != null) {
            reading.mistake(named.place(), "duplicate \"log_format\" name \"" + named.key() + "\"");
        }
    }

    /** {@code 'F'} or {@code ["escape=json", 'F', 'F continued']}; nginx joins the pieces without a blank. */
    private @Nullable Format read(Value value) {
        Escape escape = Escape.DEFAULT;
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (Value piece : value.list()) {
            if (!(piece instanceof Value.Scalar(Place place, String string))) {
                reading.invalid("log_format", piece, "a string or an array of strings");
                return null;
            }
            if (first && string.startsWith("escape=")) {
                escape = escape(place, string.substring("escape=".length()));
            } else {
                text.append(string);
            }
            first = false;
        }
        return new Format(reading.template(value.place(), text.toString()), escape);
    }

    private Escape escape(Place place, String name) {
        return switch (name) {
            case "default" -> Escape.DEFAULT;
            case "json" -> Escape.JSON;
            case "none" -> Escape.NONE;
            default -> {
                reading.mistake(
                        place, "unknown log format escaping \"" + name + "\": it must be default, json or none");
                yield Escape.DEFAULT;
            }
        };
    }

    /** Names have no case where they are used, as in nginx; null when there is none. */
    @Nullable
    Format find(String name) {
        for (Map.Entry<String, Format> format : formats.entrySet()) {
            if (format.getKey().equalsIgnoreCase(name)) {
                return format.getValue();
            }
        }
        return null;
    }
}
