package io.weir.config;

import io.weir.config.LocationConfig.UwsgiPass;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The directives of the modules that pass parameters: {@code fastcgi_*}, {@code uwsgi_*}, {@code scgi_*}. */
final class CgiReader {

    private static final int BYTE = 255;

    private final Level level;
    private final Reading reading;

    CgiReader(Level level) {
        this.level = level;
        this.reading = level.reading();
    }

    FastcgiSettings fastcgi() {
        String index = level.text("fastcgi_index");
        return new FastcgiSettings(
                new HandlerReader(level, HandlerModule.FASTCGI).read(),
                params("fastcgi_param"),
                index == null ? "" : ByteStrings.of(index),
                splitPathInfo(),
                level.words("fastcgi_catch_stderr").stream()
                        .map(word -> ByteStrings.of(word.text()))
                        .toList(),
                level.flag("fastcgi_keep_conn", false));
    }

    /** @param pass the location's own {@code uwsgi_pass}; null when it has none */
    UwsgiSettings uwsgi(@Nullable UwsgiPass pass) {
        boolean tls = pass != null && (pass.target() == null || pass.target().https());
        String string = level.text("uwsgi_string");
        return new UwsgiSettings(
                new HandlerReader(level, HandlerModule.UWSGI).read(tls),
                params("uwsgi_param"),
                modifier("uwsgi_modifier1"),
                modifier("uwsgi_modifier2"),
                string == null ? "" : ByteStrings.of(string));
    }

    ScgiSettings scgi() {
        return new ScgiSettings(new HandlerReader(level, HandlerModule.SCGI).read(), params("scgi_param"));
    }

    private int modifier(String key) {
        int value = level.number(key, 0, 0);
        Setting setting = level.find(key);
        if (value > BYTE && setting != null) {
            reading.invalid(key, setting.value(), "at most " + BYTE);
        }
        return value & BYTE;
    }

    private @Nullable Pattern splitPathInfo() {
        Setting setting = level.find("fastcgi_split_path_info");
        String regex = setting == null ? null : level.text(setting);
        if (setting == null || regex == null) {
            return null;
        }
        Pattern pattern = reading.pattern(setting.value().place(), regex, false);
        if (pattern != null && pattern.matcher("").groupCount() != 2) {
            reading.mistake(setting.value().place(), "pattern \"" + regex + "\" must have 2 captures");
            return null;
        }
        return pattern;
    }

    private List<CgiParam> params(String key) {
        Setting setting = level.find(key);
        if (setting == null || !(setting.value() instanceof Value.Fields(var _, List<Setting> names))) {
            return List.of();
        }
        List<CgiParam> params = new ArrayList<>();
        for (Setting name : names) {
            for (Value value : name.value().list()) {
                CgiParam param = param(ByteStrings.of(name.key()), value);
                if (param == null) {
                    reading.invalid(
                            key, value, "a string, { value = \"...\", if_not_empty = true } or an array of these");
                } else {
                    params.add(param);
                }
            }
        }
        return List.copyOf(params);
    }

    private @Nullable CgiParam param(String name, Value value) {
        if (value instanceof Value.Scalar scalar) {
            return new CgiParam(name, reading.template(value.place(), scalar.text()), false);
        }
        if (!(value instanceof Value.Fields(var _, List<Setting> words))) {
            return null;
        }
        Value.Scalar text = null;
        boolean ifNotEmpty = false;
        for (Setting word : words) {
            if (!(word.value() instanceof Value.Scalar scalar)) {
                return null;
            }
            switch (word.key()) {
                case "value" -> text = scalar;
                case "if_not_empty" -> ifNotEmpty = isOn(word);
                default -> {
                    return null;
                }
            }
        }
        return text == null ? null : new CgiParam(name, reading.template(text.place(), text.text()), ifNotEmpty);
    }

    private boolean isOn(Setting flag) {
        try {
            return Scalars.flag(flag.key(), flag.value());
        } catch (BadValue e) {
            reading.mistake(flag.value().place(), e.getMessage());
            return false;
        }
    }
}
